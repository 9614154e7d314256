"""Letters of authority as their applicant sees them: hand one in, look at it, withdraw it."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from applications.services import authorisations
from files.delivery import deliver
from rules.refusal import Refused

from ..forms.authorisations import AuthorisationForm
from .access import ApplicantsOnly


class HandIn(ApplicantsOnly, FormView):
    template_name = "portal/authorise.html"
    form_class = AuthorisationForm

    def reasons_against_opening(self):
        return [] if self.request.user.is_owner else ["只有本单位的账号管理人可以提交授权委托书"]

    def way_back(self):
        return ("portal:people",)

    def form_valid(self, form):
        said = dict(form.cleaned_data)
        upload = said.pop("file")
        data = upload.read(settings.MATERIAL_MAX_BYTES + 1)
        try:
            authorisations.hand_in(
                self.applicant, name=upload.name, data=data, **said, **self.signed
            )
        except Refused as refused:
            form.point(refused.fields or {"file": refused.reasons})
            return self.form_invalid(form)
        messages.success(self.request, "授权委托书已提交，区扶贫办核对后生效")
        return redirect("portal:people")


class OfAuthorisation(ApplicantsOnly):
    @cached_property
    def letter(self):
        return get_object_or_404(self.applicant.authorisations, pk=self.kwargs["authorisation"])


class ShowAuthorisation(OfAuthorisation, View):
    def get(self, request, *args, **kwargs):
        try:
            data = authorisations.read(self.letter, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:people")
        return deliver(data, self.letter.mime, self.letter.name, is_shown=False)


class WithdrawAuthorisation(OfAuthorisation, View):
    def post(self, request, *args, **kwargs):
        try:
            authorisations.withdraw(self.letter, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:people")
        messages.success(request, "授权已撤销")
        return redirect("portal:people")
