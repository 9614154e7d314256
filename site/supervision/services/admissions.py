"""Letting the public's submissions in: each form once, and no more in an hour than can be read.

What decides is how it was sent, never what it says: whatever is let in counts (A10, A11).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import F

from registry.jobs import job
from rules.refusal import Refused, refuse_if

from ..models import Admission, RateCount

HOUR = timedelta(hours=1)
LEAST_TIME = timedelta(seconds=4)
KEPT = timedelta(days=2)
#: How many an hour, with and without a proof of work: from one place, and altogether.
PER_PLACE = {True: 20, False: 5}
ALTOGETHER = {True: 600, False: 60}
CALM = "请稍后再试，或拨打监督举报电话反映"


@dataclass(frozen=True)
class Visit:
    """How a form came back: its ticket, from where, with a proof or not, and what it says."""

    nonce: str
    scope: str
    issued_at: datetime
    place: str
    digest: str
    is_proved: bool


@transaction.atomic
def admit(visit, act, *, at):
    """Do ``act()`` once for this visit; what it received, also when the form is sent again.

    Raises :class:`Refused` when it came too fast, too often, or with other words than before.
    """
    admission, is_new = Admission.objects.get_or_create(
        nonce=visit.nonce,
        defaults={
            "scope": visit.scope,
            "digest": visit.digest,
            "is_proved": visit.is_proved,
            "admitted_at": at,
        },
    )
    if not is_new:
        return _again(admission, visit)
    refuse_if(_reasons_against(visit, at=at))
    received = act()
    Admission.objects.filter(pk=admission.pk).update(
        result=f"{received._meta.label_lower}:{received.pk}"
    )
    return received


def count(scope, key, *, limit, at, window=HOUR):
    """Count one more; False when ``limit`` is reached. One atomic UPDATE, so it is exact."""
    seconds = window.total_seconds()
    started = datetime.fromtimestamp(at.timestamp() // seconds * seconds, tz=at.tzinfo)
    row, _ = RateCount.objects.get_or_create(scope=scope, key=key, window_at=started)
    return bool(
        RateCount.objects.filter(pk=row.pk, number__lt=limit).update(number=F("number") + 1)
    )


@job("counts", "清除提交计数", order=150, every=HOUR)
def forget_old(at):
    """Drop counts and admissions that no longer say anything; how many rows went."""
    counts, _ = RateCount.objects.filter(window_at__lt=at - KEPT).delete()
    admissions, _ = Admission.objects.filter(admitted_at__lt=at - KEPT).delete()
    return counts + admissions


def _again(admission, visit):
    if admission.digest != visit.digest or admission.scope != visit.scope:
        raise Refused(["本页内容已经提交过。如需补充，请重新打开页面另行提交"])
    label, key = admission.result.split(":")
    return apps.get_model(label).objects.get(pk=key)


def _reasons_against(visit, *, at):
    if not visit.is_proved and at - visit.issued_at < LEAST_TIME:
        return ["提交过快，请核对内容后再次提交"]
    scope = f"{visit.scope}{'' if visit.is_proved else ' slow'}"
    if not count(scope, visit.place, limit=PER_PLACE[visit.is_proved], at=at):
        return [f"您所在网络提交次数过多，{CALM}"]
    if not count(scope, "", limit=ALTOGETHER[visit.is_proved], at=at):
        return [f"当前提交人数较多，{CALM}"]
    return []
