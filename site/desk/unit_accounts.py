"""申请单位账号 at the desk: who acts for a unit, and what the unit cannot mend by itself."""

from itertools import chain

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from registry import registering, unit_accounts
from registry.models import Applicant, Registration, User
from registry.roles import Permission

from .access import DeskForm, DeskView, may, typed
from .access_code_slips import Slip
from .unit_account_forms import (
    HINTS,
    AddressForm,
    HandOverForm,
    LicenceSeen,
    Reason,
    RoleForm,
)

PER_PAGE = 25
MOST_WAITING = 50
#: What an address with an unknown act of a page is answered.
UNKNOWN_ACT = "没有这项操作"


class UnitAccounts(DeskView):
    """Every unit with its people, found by name, code, person or address; what waits first."""

    permission = Permission.SEE_ACCOUNTS
    template_name = "desk/unit_accounts.html"
    page_title = "申请单位账号"
    header_icon = "user"

    def get_context_data(self, **kwargs):
        text = typed(self.request.GET, "q", 120)
        people = User.objects.filter(is_active=True).order_by("applicant_role", "pk")
        units = Applicant.objects.prefetch_related(Prefetch("agents", people, to_attr="people"))
        waiting = Registration.objects.select_related("user")
        if text:
            units, waiting = units.filter(_called(text)), waiting.filter(_registering(text))
        pages = Paginator(units.order_by("name", "pk"), PER_PAGE)
        return super().get_context_data(
            q=text,
            page=pages.get_page(typed(self.request.GET, "p", 9)),
            waiting=waiting[:MOST_WAITING],
            days=registering.UNPROVED_FOR.days,
            **kwargs,
        )


def _called(text):
    people = User.objects.filter(applicant__isnull=False).filter(
        Q(username__icontains=text)
        | Q(email__icontains=text)
        | Q(first_name__icontains=text)
        | Q(last_name__icontains=text)
    )
    unit = Q(name__icontains=text) | Q(credit_code__icontains=text)
    return unit | Q(pk__in=people.values("applicant"))


def _registering(text):
    named = Q(facts__name__icontains=text) | Q(credit_code__icontains=text)
    return named | Q(user__email__icontains=text) | Q(user__username__icontains=text)


class ActingPage(DeskForm):
    """A page with a form for each act; what is sent says which one it is."""

    permission = Permission.SEE_ACCOUNTS
    header_icon = "user"
    #: Of each act its form and who may do it; the page has a method of the act's name.
    forms: dict = {}
    acts_with = Permission.DECIDE_ACCOUNTS

    def post(self, request, *args, **kwargs):
        if request.POST.get("act", "") not in self.forms:
            messages.error(request, UNKNOWN_ACT)
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def get_prefix(self):
        return self.request.POST.get("act")

    def get_form_class(self):
        return self.forms[self.get_prefix()]

    def act(self, form):
        """The message of the method that is named like the act."""
        method = getattr(self, form.prefix)
        return method(**form.cleaned_data, **self.who)

    def message(self, text):
        return text

    def succeed(self, result):
        """A code on paper is shown on the answer itself and nowhere else."""
        if isinstance(result, Slip):
            return result.answer(self.request)
        return super().succeed(result)

    def form_invalid(self, form):
        if self.may_act:
            return super().form_invalid(form)
        for reason in chain(*form.errors.values()):  # the form is not on the page
            messages.error(self.request, reason)
        return redirect(self.request.path)

    def get_context_data(self, form=None, **kwargs):
        forms = {name: form_class(prefix=name) for name, form_class in self.forms.items()}
        if form is not None:
            forms[form.prefix] = form
        return super().get_context_data(
            form=form, forms=forms, hints=HINTS, may_act=self.may_act, **kwargs
        )

    @property
    def may_act(self):
        """Whether the page shows its forms; the services say no by themselves."""
        return may(self.request.user, self.acts_with)

    def onward(self, text):
        return (self.request.path,)

    def get_breadcrumbs_items(self):
        there = {"url": self.url_of_all, "label": UnitAccounts.page_title}
        return [*self.breadcrumbs_items, there, {"url": "", "label": self.get_page_title()}]

    @property
    def url_of_all(self):
        return reverse("desk:unit_accounts")


class UnitAccount(ActingPage):
    """One unit: its people, its open invitations; its accounts given back to whoever it names."""

    template_name = "desk/unit_account.html"
    page_title = "单位账号"
    forms = {"hand_over": HandOverForm, "hand_over_on_paper": LicenceSeen}

    @cached_property
    def unit(self):
        return get_object_or_404(Applicant, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        people = self.unit.agents.prefetch_related("emailaddress_set")
        return super().get_context_data(
            unit=self.unit,
            people=[(each, _proof(each)) for each in people.order_by("-is_active", "pk")],
            invitations=self.unit.invitations.open(self.at),
            codes=self.unit.codes.unused(self.at).select_related("person", "made_by"),
            **kwargs,
        )

    def hand_over(self, **signed):
        invitation = unit_accounts.hand_over(self.unit, **signed)
        return f"原有账号已停用，邀请已发往 {invitation.email}，七天内有效"

    def hand_over_on_paper(self, **signed):
        return Slip(*unit_accounts.hand_over_on_paper(self.unit, **signed), self.request.path)


def _proof(person):
    """Whether the address of ``person`` was proved, from rows that are here already."""
    rows = person.emailaddress_set.all()
    return any(row.verified and row.email.lower() == person.email.lower() for row in rows)


class UnitPerson(ActingPage):
    """One person of a unit: the address, the role, the end of the account."""

    template_name = "desk/unit_person.html"
    page_title = "单位人员账号"
    forms = {"set_address": AddressForm, "hand_code": Reason, "set_role": RoleForm, "end": Reason}

    @cached_property
    def person(self):
        people = User.objects.filter(applicant__isnull=False).select_related("applicant")
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.person, is_proved=_proof(self.person), **kwargs)

    @property
    def may_act(self):
        return super().may_act and self.person.is_active

    def set_address(self, **signed):
        unit_accounts.set_address(self.person, **signed)
        return f"{self.person}的信箱已更正，可以用新信箱登录"

    def set_role(self, **signed):
        unit_accounts.set_role(self.person, **signed)
        return f"{self.person}现在是{self.person.get_applicant_role_display()}"

    def hand_code(self, **signed):
        return Slip(*unit_accounts.hand_code(self.person, **signed), self.request.path)

    def end(self, **signed):
        unit_accounts.end(self.person, **signed)
        return f"{self.person}的账号已停用，其登录立即失效"

    def onward(self, text):
        return "desk:unit_account", self.person.applicant_id


class UnprovedUnit(ActingPage):
    """A registration whose mailbox nobody has proved: vouched for at the counter, or dropped."""

    template_name = "desk/unproved_unit.html"
    page_title = "待验证的注册"
    forms = {"vouch": AddressForm, "drop": Reason}
    acts_with = Permission.SEE_ACCOUNTS

    @cached_property
    def registration(self):
        return get_object_or_404(Registration.objects.select_related("user"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        row = self.registration
        return super().get_context_data(
            registration=row, expires_at=row.registered_at + registering.UNPROVED_FOR, **kwargs
        )

    def vouch(self, **signed):
        unit = unit_accounts.vouch(self.registration, **signed)
        return f"{unit}已建立账号，可以登录"

    def drop(self, **signed):
        unit_accounts.drop(self.registration, **signed)
        return "该注册已作废"

    def onward(self, text):
        return (self.url_of_all,)
