"""A certificate's way as the public follows it: steps and days, no persons, no papers (R24)."""

from catalog.models import Milestone
from rules.lifecycle import CertificateOp
from rules.periods import local_day

Step = Milestone.Step


def certificate_track(certificate, at):
    """``[(what was done, first day, last day or None)]`` up to ``at``, in order."""
    done = {each.step: each.day for each in certificate.milestones.all()}
    rows = [
        *((step.label, done.get(step), None) for step in (Step.SUBMITTED, Step.ENDORSED)),
        (Step.REVIEWED.label, done.get(Step.REVIEWED), None),
        ("区级公示", certificate.district_from, certificate.district_until),
        *((step.label, done.get(step), None) for step in (Step.REPORTED, Step.CITY)),
        (Step.PROVINCE.label, done.get(Step.PROVINCE), None),
        ("全国公示", certificate.national_from, certificate.national_until),
        ("列入目录", certificate.listed_on, None),
    ]
    return [row for row in rows if row[1] is not None] + _later(certificate, at)


def _later(certificate, at):
    """What happened to the entry since: a change, a suspension, an end, with its general reason."""
    events = [
        each
        for each in certificate.events.all()
        if each.effective_at <= at and each.op != CertificateOp.ADD
    ]
    return [
        (_words(each), local_day(each.effective_at), None)
        for each in sorted(events, key=lambda each: each.version)
    ]


def _words(event):
    """What happened and why; of an entry that its holder left, that alone (R42)."""
    title, reason = event.title, event.get_reason_display()
    return title if title == reason else f"{title}（{reason}）"
