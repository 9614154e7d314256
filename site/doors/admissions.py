"""Letting the public's submissions in: each form once, and from one place only so many an hour.

What decides is how it was sent, never what it says: whatever is let in counts (A10, A11). Nobody
is refused for what others send: when much comes in, a proof costs more and a form without one
takes longer. A form whose term is set by law (an objection) is refused for no number at all.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.apps import apps
from django.db import transaction
from django.db.models import F

from records.jobs import job
from rules.refusal import Refused, refuse_fields, refuse_if

from .evidence import examine
from .models import Admission, RateCount

HOUR = timedelta(hours=1)
LEAST_TIME = timedelta(seconds=4)
KEPT_FOR = timedelta(days=2)
#: Seconds an hour in which files from one place may be opened, beside those that take none.
FILE_SECONDS = 60
#: How many an hour from one place, with and without a proof of work.
PER_PLACE = {True: 20, False: 5}
#: Scopes of forms whose term is set by law; their rooms add them (``apps.py``).
NEVER_REFUSED = set()
#: From so many an hour of one kind on, each as many more make it dearer once more, up to a limit.
BUSY, DEAREST = 60, 8
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


def admit(visit, act, *, at, files=None, counts_as=None):
    """Do ``act()`` once for this visit; what it received, also when the form is sent again.

    A form that may bring ``files`` has them opened first, and is done as ``act(examined)``. One
    that has become of another scope meanwhile is counted as ``counts_as``.
    Ticket, proof and number of tries come first; only then are ``files`` (name, bytes) opened,
    outside every transaction, and within the seconds that one place has. Raises :class:`Refused`
    when it came too fast, too often, or with other words than before.
    """
    earlier = Admission.objects.filter(nonce=visit.nonce).first()
    if earlier is not None:
        return _again(earlier, visit)
    refuse_if(_reasons_against(visit, counts_as or visit.scope, at=at))
    if files is not None:
        act = partial(act, _examined(files, visit, at=at) if files else [])
    with transaction.atomic():
        return _admit(visit, act, at=at)


def _admit(visit, act, *, at):
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
    received = act()
    Admission.objects.filter(pk=admission.pk).update(
        result=f"{received._meta.label_lower}:{received.pk}"
    )
    return received


def _examined(files, visit, *, at):
    """The files of a stranger, opened; every place has so many seconds of it in an hour."""
    if not count("file seconds", visit.place, limit=FILE_SECONDS, at=at):
        text = "您所在网络上传的文件处理时间过长，文件没有接收。可以先不带文件提交，或稍后再试"
        refuse_fields([("evidence", text)])
    started = time.monotonic()
    try:
        return examine(files, is_strange=True)
    finally:
        spent = int(time.monotonic() - started)
        count("file seconds", visit.place, limit=FILE_SECONDS + spent, at=at, by=spent)


def count(scope, key, *, limit, at, window=HOUR, by=1):
    """Count ``by`` more; False when ``limit`` is reached. One atomic UPDATE, so it is exact."""
    started = _window(at, window)
    row, _ = RateCount.objects.get_or_create(scope=scope, key=key, window_at=started)
    return bool(
        RateCount.objects.filter(pk=row.pk, number__lt=limit).update(number=F("number") + by)
    )


@job("counts", "清除提交计数", order=150, every=HOUR)
def forget_old(at):
    """Drop counts and admissions that no longer say anything; how many rows went."""
    counts, _ = RateCount.objects.filter(window_at__lt=at - KEPT_FOR).delete()
    admissions, _ = Admission.objects.filter(admitted_at__lt=at - KEPT_FOR).delete()
    return counts + admissions


def _again(admission, visit):
    if admission.digest != visit.digest or admission.scope != visit.scope:
        raise Refused(["本页内容已经提交过。如需补充，请重新打开页面另行提交"])
    label, key = admission.result.split(":")
    return apps.get_model(label).objects.get(pk=key)


def price(scope, *, at):
    """How many times dearer than usual a form of ``scope`` is now: 1 to :data:`DEAREST`."""
    started = _window(at, HOUR)
    row = RateCount.objects.filter(scope=scope, key="", window_at=started).first()
    return min(DEAREST, 1 + (row.number // BUSY if row else 0))


def _reasons_against(visit, scope, *, at):
    is_term = scope in NEVER_REFUSED
    patience = LEAST_TIME * (1 if is_term else price(scope, at=at))
    if not visit.is_proved and at - visit.issued_at < patience:
        return ["提交过快，请核对内容后再次提交"]
    count(scope, "", limit=BUSY * DEAREST, at=at)
    scope = f"{scope}{'' if visit.is_proved else ' slow'}"
    if not count(scope, visit.place, limit=PER_PLACE[visit.is_proved], at=at) and not is_term:
        return [f"您所在网络提交次数过多，{CALM}"]
    return []


def _window(at, length):
    seconds = length.total_seconds()
    return datetime.fromtimestamp(at.timestamp() // seconds * seconds, tz=at.tzinfo)
