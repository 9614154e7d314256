"""Who acts for the applicant: the list, asking somebody in, letting somebody go, joining."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from registry import accounts
from registry.models import User

from ..forms.registration import InviteForm, JoinForm
from .access import ApplicantsOnly, Button, ConfirmPage, FormPage


class OfPeople(ApplicantsOnly):
    def way_back(self):
        return ("portal:people",)


class People(OfPeople, FormPage):
    """Everybody of the applicant; its managers may ask others in."""

    weighty_act = "邀请经办人员"
    template_name = "portal/people.html"
    form_class = InviteForm
    field_of_the_rest = "email"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            people=self.applicant.agents.filter(is_active=True).order_by("pk"),
            invitations=self.applicant.invitations.open(self.now),
            letters=self.applicant.authorisations.all(),
            applicant=self.applicant,
            **kwargs,
        )

    def act(self, form):
        return accounts.invite(self.applicant, **form.cleaned_data, **self.signed)

    def refuse_form(self, form, refused):
        """The page shows its form to managers only; others read the reason above."""
        if self.request.user.is_owner:
            return super().refuse_form(form, refused)
        return self.refuse(refused, *self.back())

    def message(self, invitation):
        return f"邀请已发往 {invitation.email}，七天内有效"

    def onward(self, invitation):
        return self.way_back()


class OfPerson(OfPeople):
    """A page about one person of the same applicant."""

    @cached_property
    def person(self):
        return get_object_or_404(self.applicant.agents, pk=self.kwargs["person"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{**kwargs, "person": self.person})


class Remove(OfPerson, ConfirmPage):
    weighty_act = "移除经办人员"
    template_name = "portal/remove_person.html"

    def act(self):
        return accounts.remove(self.person, **self.signed)

    def message(self, result):
        return f"已移除{self.person}，其登录立即失效"


class ChangeRole(OfPerson, Button):
    """From manager to agent, or the other way round."""

    weighty_act = "变更经办人员身份"

    def act(self):
        roles = User.ApplicantRole
        role = roles.AGENT if self.person.is_owner else roles.OWNER
        accounts.change_role(self.person, role, **self.signed)
        return role

    def message(self, role):
        return f"{self.person}现在是{role.label}"


class CancelInvitation(OfPeople, Button):
    success_message = "邀请已撤销"

    def act(self):
        invitation = get_object_or_404(self.applicant.invitations, pk=self.kwargs["invitation"])
        return accounts.cancel_invitation(invitation, **self.signed)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Join(FormPage):
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

    def act(self, form):
        name, password = form.cleaned_data["name"], form.cleaned_data["password1"]
        return accounts.accept(self.invitation, name=name, password=password, at=self.now)

    def message(self, user):
        return f"账号已建立，您的用户名是 {user.username}。请用用户名或者电子信箱登录"

    def onward(self, user):
        return ("account_login",)
