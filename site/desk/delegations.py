"""委托代办 at the desk: naming a colleague for one's absence, seeing who stands in for whom."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse

from doors.text_forms import TextForm
from registry import delegations
from registry.models import Delegation, Membership, Organisation, User
from registry.permissions import organisations
from registry.roles import Auditor, Permission
from rules.periods import local_day

from .access import DeskButton, DeskForm
from .opinion_forms import day_input


class DelegationForm(TextForm):
    """Who is away, who stands in, where, how long and why; choices are people of one's offices."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="机构", empty_label="请选择"
    )
    absent = forms.ModelChoiceField(
        User.objects.none(),
        label="离岗人员",
        empty_label="请选择",
        help_text="本人，或由单位负责人为本单位人员登记",
    )
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label="代办人",
        empty_label="请选择",
        help_text="须是同一机构的人员；回避和岗位分离照常适用",
    )
    valid_from = forms.DateField(label="起", widget=day_input())
    valid_until = forms.DateField(label="止（含当日）", widget=day_input())
    because = forms.CharField(label="事由", max_length=200)

    def __init__(self, *args, user, on, **kwargs):
        super().__init__(*args, **kwargs)
        own = Membership.objects.filter(user=user).in_force(on).values("organisation")
        works = Membership.objects.filter(organisation__in=own).in_force(on)
        works = works.exclude(role=Auditor.word)  # who judges takes no part
        people = User.objects.filter(pk__in=works.values("user"), is_active=True)
        people, offices = people.order_by("username"), Organisation.objects.filter(pk__in=own)
        self.fields["organisation"].queryset = offices
        if len(offices) == 1:
            self.fields["organisation"].initial = offices[0].pk
        self.fields["absent"].queryset = people if _heads(user) else people.filter(pk=user.pk)
        self.fields["absent"].initial = user.pk
        self.fields["deputy"].queryset = people if _heads(user) else people.exclude(pk=user.pk)


def delegations_of(user, on):
    """The delegations within one's own offices; others do not exist for ``user``."""
    own = Membership.objects.filter(user=user).in_force(on).values("organisation")
    return Delegation.objects.filter(organisation__in=own)


class Delegations(DeskForm):
    """The delegations of one's offices, and a new one."""

    template_name = "desk/delegations.html"
    page_title = "委托代办"
    header_icon = "user"

    form_class = DelegationForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user, "on": local_day(self.at)}

    def act(self, form):
        return delegations.delegate(**form.cleaned_data, **self.who)

    def message(self, delegation):
        return f"已登记：{delegation}"

    def onward(self, delegation):
        return ("desk:delegations",)

    def get_context_data(self, **kwargs):
        on = local_day(self.at)
        listed = delegations_of(self.request.user, on).filter(valid_until__gte=on)
        listed = listed.select_related("absent", "deputy", "organisation")
        rows = [
            (each, delegations.may_manage(self.request.user, each, on))
            for each in listed.filter(ended_at=None)
        ]
        return super().get_context_data(rows=rows, today=on, **kwargs)


class EndDelegation(DeskButton):
    """Back early."""

    success_message = "已结束委托"

    def page_of_act(self):
        return reverse("desk:delegations")

    def act(self):
        own = delegations_of(self.request.user, local_day(self.at))
        delegation = get_object_or_404(own, pk=self.kwargs["pk"])
        return delegations.end(delegation, **self.who)


def _heads(user):
    return bool(organisations(user, Permission.SIGN_AS_HEAD))
