"""Who acts for the applicant: the list, asking somebody in, letting somebody go, joining."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View

from registry import accounts
from registry.models import User
from rules.refusal import Refused

from ..forms.registration import InviteForm, JoinForm
from .access import ApplicantsOnly


class People(ApplicantsOnly, FormView):
    """Everybody of the applicant; its managers may ask others in."""

    template_name = "portal/people.html"
    form_class = InviteForm

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            people=self.applicant.agents.filter(is_active=True).order_by("pk"),
            invitations=self.applicant.invitations.open(self.now),
            letters=self.applicant.authorisations.all(),
            applicant=self.applicant,
            **kwargs,
        )

    def form_valid(self, form):
        try:
            invitation = accounts.invite(self.applicant, **form.cleaned_data, **self.signed)
        except Refused as refused:
            if not self.request.user.is_owner:
                return self.refuse(refused, "portal:people")
            form.point({"email": refused.reasons})
            return self.form_invalid(form)
        messages.success(self.request, f"邀请已发往 {invitation.email}，七天内有效")
        return redirect("portal:people")


class OfPerson(ApplicantsOnly):
    """A page about one person of the same applicant."""

    @cached_property
    def person(self):
        return get_object_or_404(self.applicant.agents, pk=self.kwargs["person"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "person": self.person})


class Remove(OfPerson, TemplateView):
    template_name = "portal/remove_person.html"

    def post(self, request, *args, **kwargs):
        try:
            accounts.remove(self.person, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:people")
        messages.success(request, f"已移除{self.person}，其登录立即失效")
        return redirect("portal:people")


class ChangeRole(OfPerson, View):
    """POST: from manager to agent, or the other way round."""

    def post(self, request, *args, **kwargs):
        roles = User.ApplicantRole
        role = roles.AGENT if self.person.is_owner else roles.OWNER
        try:
            accounts.change_role(self.person, role, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:people")
        messages.success(request, f"{self.person}现在是{role.label}")
        return redirect("portal:people")


class CancelInvitation(ApplicantsOnly, View):
    def post(self, request, *args, **kwargs):
        mine = self.applicant.invitations
        invitation = get_object_or_404(mine, pk=self.kwargs["invitation"])
        try:
            accounts.cancel_invitation(invitation, **self.signed)
        except Refused as refused:
            return self.refuse(refused, "portal:people")
        messages.success(request, "邀请已撤销")
        return redirect("portal:people")


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Join(FormView):
    """The page behind the link of an invitation; afterwards one signs in like everybody."""

    template_name = "portal/join.html"
    form_class = JoinForm

    def dispatch(self, request, *args, **kwargs):
        self.now = timezone.now()
        self.invitation = accounts.invitation_of(kwargs["token"], at=self.now)
        if self.invitation is None:
            return render(request, "portal/join_closed.html", status=404)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(invitation=self.invitation, **kwargs)

    def form_valid(self, form):
        said = form.cleaned_data
        try:
            user = accounts.accept(
                self.invitation,
                name=said["name"],
                password=said["password1"],
                at=self.now,
            )
        except Refused as refused:
            form.point(refused.fields or {"": refused.reasons})
            return self.form_invalid(form)
        messages.success(
            self.request, f"账号已建立，您的用户名是 {user.username}。请用用户名或者电子信箱登录"
        )
        return redirect("account_login")
