"""May an office be closed on a day, and who takes its work over: reasons."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from applications.models import Application
from registry.models import RuleSet, Township
from registry.models.rulesets import UPPER_OFFICES
from rules.lifecycle import ComplaintState
from rules.official_dates import official_date
from rules.typed_dates import A_YEAR
from supervision.models import Complaint

from ..models import CertificationTask
from ..positions import OPEN


def open_tasks(office):
    """Every open task that the people of ``office`` have to do, whichever flow it is of."""
    return CertificationTask.objects.filter(
        status__in=OPEN, owner_permission__endswith=f"@{office.code}"
    ).order_by("process_id", "pk")


def open_complaints(office):
    """Also what was refused or transferred: the office still tells whoever complained."""
    return Complaint.objects.filter(unit=office).exclude(state=ComplaintState.CLOSED)


def work_of(office, on):
    """What ``office`` has in hand on day ``on``, in words with numbers; empty when nothing."""
    townships = Township.objects.filter(station=office).in_force(on).count()
    drafts = Application.objects.filter(station=office, submitted_at__isnull=True).count()
    counts = (
        ("件待办", open_tasks(office).count()),
        ("件承办的投诉举报", open_complaints(office).count()),
        ("个对应的乡镇街道", townships),
        ("份填写中的申请", drafts),
        ("人在任", office.memberships.in_force(on).count()),
    )
    return [f"{number}{words}" for words, number in counts if number]


def reasons_against_closing(office, *, successor, last_day, on):
    """``[(field, reason)]`` why ``office`` cannot end on ``last_day``, closed on day ``on``.

    ``successor`` may be None only where nothing is left to do.
    """
    reasons = []
    if last_day > on:
        reasons.append(("valid_until", "失效日期不得晚于今天：待办即时移交，请在当日办理"))
    if last_day < on - timedelta(days=A_YEAR):
        reasons.append(("valid_until", f"失效日期早于今天{A_YEAR}天以上，请核对年份"))
    if office.valid_from and last_day < office.valid_from:
        reasons.append(("valid_until", "失效日期不得早于生效日期"))
    work = work_of(office, on)
    if successor is None:
        if work:
            reasons.append(("successors", f"该机构还有{'、'.join(work)}，请选择一个承接者"))
    else:
        reasons += _against_successor(office, successor, on)
    return [*reasons, *_named_by_rules(office, on)]


def _against_successor(office, successor, on):
    if successor.pk == office.pk:
        return [("successors", "承接者不能是该机构自己")]
    reasons = []
    if successor.kind != office.kind:
        reasons.append(("successors", f"承接者应当同为{office.get_kind_display()}"))
    if not successor.is_in_force(on):
        reasons.append(("successors", f"{successor}当日不在有效期内"))
    return reasons


def _named_by_rules(office, on):
    """Rules that hold today or later say who is responsible; only new rules take that away."""
    columns = (*RuleSet.district_offices(), *UPPER_OFFICES)
    named = reduce(or_, (Q(**{name: office}) for name in columns))
    lasting = Q(effective_until__isnull=True) | Q(effective_until__gte=on)
    return [
        (
            "valid_until",
            f"规则版本“{each}”（{official_date(each.effective_from)}起）由该机构承担"
            "职责，请先批准改由承接者承担的新版本",
        )
        for each in RuleSet.objects.approved().filter(named, lasting)
    ]
