"""What a certificate is worth at a moment, in the words the public reads (R20)."""

from dataclasses import dataclass
from enum import StrEnum

from rules.lifecycle import CertificateStatus
from rules.periods import local_day


class Standing(StrEnum):
    """核验结果: more than the stored status, for days count too."""

    ACTIVE = "active"
    EXPIRING = "expiring"
    SUSPENDED = "suspended"
    REMOVED = "removed"
    EXPIRED = "expired"
    NOT_YET = "not_yet"

    @property
    def label(self):
        return LABELS[self]

    @property
    def is_valid(self):
        return self in (Standing.ACTIVE, Standing.EXPIRING)


LABELS = {
    Standing.ACTIVE: "有效",
    Standing.EXPIRING: "即将到期",
    Standing.SUSPENDED: "暂停",
    Standing.REMOVED: "已清理",
    Standing.EXPIRED: "已到期",
    Standing.NOT_YET: "尚未生效",
}


@dataclass(frozen=True)
class Verdict:
    """The standing of one certificate, and the day from which it stands so where that matters."""

    standing: Standing
    since: object = None


def standing_at(certificate, at):
    """The :class:`Verdict` on ``certificate`` at ``at``: a question to its events and its days.

    No clock needs to have run; the stored status is not looked at. A certificate has few events:
    whoever asks more of them reads them beforehand, once (``prefetch_related``).
    """
    today = local_day(at)
    events = [each for each in certificate.events.all() if each.effective_at <= at]
    last = _last(each for each in events if each.reason != "expired")
    if last is None or today < certificate.valid_from:
        return Verdict(Standing.NOT_YET, certificate.valid_from)
    status = CertificateStatus(last.status)
    if status is CertificateStatus.REMOVED:
        return Verdict(Standing.REMOVED, local_day(last.effective_at))
    if status is CertificateStatus.EXPIRED:
        return Verdict(Standing.EXPIRED, local_day(last.effective_at))
    if today > certificate.valid_until:
        return Verdict(Standing.EXPIRED, certificate.valid_until)
    if status is CertificateStatus.SUSPENDED:
        return Verdict(Standing.SUSPENDED, _suspended_on(events))
    if today >= certificate.renewal_opens_on:
        return Verdict(Standing.EXPIRING, certificate.valid_until)
    return Verdict(Standing.ACTIVE, certificate.valid_from)


def _suspended_on(events):
    last = _last(each for each in events if each.op == "suspend")
    return last and local_day(last.effective_at)


def _last(events):
    return max(events, key=lambda each: each.version, default=None)
