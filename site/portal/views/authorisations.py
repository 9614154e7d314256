"""Letters of authority as their applicant sees them: hand one in, look at it, withdraw it."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import View

from applications.services import authorisations
from files.delivery import deliver
from registry.names import fill
from rules.refusal import Refused

from ..forms.authorisations import AuthorisationForm
from .access import ApplicantsOnly, ConfirmPage, FormPage


class HandIn(ApplicantsOnly, FormPage):
    weighty_act = "提交授权书"
    template_name = "portal/authorise.html"
    form_class = AuthorisationForm
    field_of_the_rest = "file"

    def reasons_against_opening(self):
        return [] if self.request.user.is_owner else ["只有本单位的账号管理人可以提交授权委托书"]

    def way_back(self):
        return ("portal:people",)

    def act(self, form):
        facts = dict(form.cleaned_data)
        upload = facts.pop("file")
        data = upload.read(settings.MATERIAL_MAX_BYTES + 1)
        return authorisations.hand_in(
            self.applicant, name=upload.name, data=data, **facts, **self.signed
        )

    def onward(self, letter):
        return self.way_back()

    def message(self, letter):
        return fill("授权委托书已提交，{office}核对后生效")


class OfAuthorisation(ApplicantsOnly):
    def way_back(self):
        return ("portal:people",)

    @cached_property
    def letter(self):
        return get_object_or_404(self.applicant.authorisations, pk=self.kwargs["authorisation"])


class ShowAuthorisation(OfAuthorisation, View):
    def get(self, request, *args, **kwargs):
        try:
            data = authorisations.read(self.letter, **self.signed)
        except Refused as refused:
            return self.refuse(refused, *self.way_back())
        return deliver(data, self.letter.mime, self.letter.name, is_shown=False)


class WithdrawAuthorisation(OfAuthorisation, ConfirmPage):
    """Ending an authority before its day, after a look at what it means."""

    weighty_act = "撤回授权书"
    template_name = "portal/withdraw_authorisation.html"

    def reasons_against_opening(self):
        return authorisations.reasons_against_withdrawing(self.letter, by=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "letter": self.letter})

    def act(self):
        return authorisations.withdraw(self.letter, **self.signed)

    def message(self, result):
        return f"已撤销对{self.letter.agent_name}的授权"

    def onward(self, result):
        return self.way_back()
