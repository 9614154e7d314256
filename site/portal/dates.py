"""What the unit has to keep in mind, day by day: the rows of its own calendar."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from ledger import monthly
from registry.models import DishonestyEntry
from workflow.models import Turn

from . import overview


@dataclass(frozen=True)
class Due:
    """A day to keep in mind: ``key`` stays the same while it is about the same thing."""

    key: str
    day: date
    words: str
    url: str


def dates(user, on):
    """Every :class:`Due` of the user's unit on or after day ``on``, the nearest first."""
    applicant = user.applicant
    rows = [
        *_to_mend(applicant),
        *_to_answer(applicant),
        *_to_defend(applicant),
        *_to_report(applicant, on),
        *_licences(applicant),
        *_certificates(applicant, on),
    ]
    return sorted((row for row in rows if row.day >= on), key=lambda row: (row.day, row.key))


def _to_mend(applicant):
    waiting = Turn.objects.filter(
        item__application__applicant=applicant,
        finished_at=None,
        due_on__isnull=False,
        task__owner_permission__startswith="applicant",
    )
    for turn in waiting.select_related("item"):
        url = reverse("portal:mend", args=[turn.item.application_id, turn.item_id])
        yield Due(f"mend-{turn.pk}", turn.due_on, f"补正“{turn.item}”的期限", url)


def _to_answer(applicant):
    for question in applicant.reply_requests.filter(answered_at=None):
        url = reverse("portal:reply", args=[question.pk])
        yield Due(f"reply-{question.pk}", question.due_on, "答复要求的期限", url)


def _to_defend(applicant):
    noticed = applicant.dishonesty.filter(state=DishonestyEntry.State.NOTICED, defended_at=None)
    for entry in noticed:
        url = reverse("portal:dishonesty_entry", args=[entry.pk])
        yield Due(f"defence-{entry.pk}", entry.answer_until, "提交陈述申辩的期限", url)


def _to_report(applicant, on):
    for month, last in monthly.owed_by(applicant, on):
        words = f"登记{monthly.words(month)}销售的期限（没有销售的也要申报）"
        yield Due(f"sales-{month:%Y%m}", last, words, reverse("portal:sales"))


def _licences(applicant):
    for licence in applicant.licences.filter(valid_until__isnull=False):
        url = reverse("portal:licence", args=[licence.pk])
        yield Due(f"licence-{licence.pk}", licence.valid_until, f"{licence}到期", url)


def _certificates(applicant, on):
    for entry in overview.certificates(applicant, on):
        certificate = entry.certificate
        if entry.status in ("active", "suspended"):
            url = reverse("portal:certificate", args=[certificate.pk])
            name = f"“{certificate.product}”"
            opens = certificate.renewal_opens_on
            yield Due(f"opens-{certificate.pk}", opens, f"{name}可以再次申请", url)
            yield Due(f"ends-{certificate.pk}", certificate.valid_until, f"{name}证书到期", url)
