"""Delegations: naming a colleague for the time of one's absence, and coming back early."""

from datetime import timedelta

from django.db import transaction

from records.audit import record
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields
from rules.typed_dates import ABSENCE

from .models import Delegation, Membership
from .roles import Permission, words_with

#: [ours] A longer absence is a change of post, and a new membership.
LONGEST = timedelta(days=90)


@transaction.atomic
def delegate(absent, deputy, organisation, *, valid_from, valid_until, because, by, at):
    """``deputy`` stands in for ``absent`` in ``organisation`` on the days named, both included."""
    _lock(absent)
    days = (valid_from, valid_until)
    refuse_fields(reasons_against(absent, deputy, organisation, days, because, by=by, at=at))
    delegation = Delegation.objects.create(
        absent=absent,
        deputy=deputy,
        organisation=organisation,
        valid_from=valid_from,
        valid_until=valid_until,
        because=because,
        made_by=by,
        made_at=at,
    )
    record("registry.delegate", delegation, by=by, at=at, because=because)
    return delegation


@transaction.atomic
def end(delegation, *, by, at):
    """Back at the desk: the delegation holds no longer."""
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if not may_manage(by, delegation, local_day(at)):
        raise Refused(["只能结束本人或本单位人员的委托"])
    if delegation.ended_at is None:
        delegation.ended_at = at
        delegation.save(update_fields=["ended_at"])
        record("registry.end_delegation", delegation, by=by, at=at)
    return delegation


def reasons_against(absent, deputy, organisation, days, because, *, by, at):
    """``(field, reason)`` pairs against a delegation for ``days`` (first, last); [] when it may."""
    reasons_by_field = {
        "absent": _against_absent(absent, organisation, days, by, local_day(at)),
        "deputy": _against_deputy(absent, deputy, organisation, days),
        "valid_until": _against_days(*days),
        "because": [] if because.strip() else ["请填写事由"],
    }
    reasons = [(field, each) for field, sentences in reasons_by_field.items() for each in sentences]
    return [*reasons, *ABSENCE.reasons_against(days[0], on=local_day(at))]


def _against_absent(absent, organisation, days, by, today):
    if not _works_there(absent, organisation, days[0]):
        return ["离岗人员在该机构没有任职"]
    reasons = []
    if by != absent and not heads(by, organisation, today):
        reasons.append("只能为本人或由本单位负责人登记委托")
    if _away(absent, organisation, days):
        reasons.append("该时段已有委托")
    return reasons


def _against_deputy(absent, deputy, organisation, days):
    if absent == deputy:
        return ["不能委托本人"]
    if not deputy.is_active or not _works_there(deputy, organisation, days[0]):
        return ["代办人须是同一机构的在职人员"]
    return ["代办人在该时段也已委托他人"] if _away(deputy, organisation, days) else []


def _against_days(first, last):
    if last < first:
        return ["止日不得早于起日"]
    return [f"委托最长{LONGEST.days}天"] if last - first >= LONGEST else []


def heads(user, organisation, on):
    """Whether ``user`` is a head of ``organisation`` on day ``on``."""
    roles = words_with(Permission.SIGN_AS_HEAD)
    memberships = Membership.objects.filter(user=user, organisation=organisation, role__in=roles)
    return memberships.in_force(on).exists()


def may_manage(user, delegation, on):
    """Whoever is away, whoever registered it, and the head of the office may end it."""
    own = user in (delegation.absent, delegation.made_by)
    return own or heads(user, delegation.organisation, on)


def _away(user, organisation, days):
    delegations = Delegation.objects.filter(absent=user, organisation=organisation)
    return delegations.overlapping(*days).exists()


def _works_there(user, organisation, on):
    return Membership.objects.filter(user=user, organisation=organisation).in_force(on).exists()


def _lock(user):
    """Two delegations of one person are made one after the other."""
    if not type(user).objects.select_for_update().filter(pk=user.pk, is_active=True).exists():
        raise Refused(["该人员已停用"])
