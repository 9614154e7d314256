"""What signing would send: the letters in their very words, before anybody signs.

The opinion is signed for once and taken back: what the applicant would be told is what the signing
itself writes. Only a letter that waits for the other review is put together here.
"""

from dataclasses import dataclass, field

from django.db import transaction

from applications.models import Outcome
from registry.permissions import holders
from rules.duties import Duty
from rules.periods import local_day
from rules.refusal import Refused
from workflow import letters
from workflow.models import Letter, Opinion
from workflow.policies.countersigning import head_permission, reasons_against_proposing, wants_head
from workflow.policies.opinions import reasons_against_opinion
from workflow.positions import NODE_OF, open_task
from workflow.services.opinions import level_of, sign

from .access import refuse_busy

NOTHING = "签署后不发出告知。"
AFTER_BOTH = "两项区级审核都签署后发出；另一项也不同意的，理由一并写入。"
BY_HEAD = "须由负责人审签，签发后发出。"
NOT_COMPLETE = "补齐以下内容后，可预览将发出的告知。"


@dataclass
class Preview:
    """The letters about one item, ``[(title, text)]``, a note, and what is still missing."""

    item: object
    letters: list = field(default_factory=list)
    note: str = ""
    reasons: list = field(default_factory=list)


def preview(sheet, kind, *, by, at):
    """What signing the sheet's form would tell the applicant."""
    item, form = sheet.item, sheet.form
    if not form.is_valid():
        return Preview(item, reasons=[text for errors in form.errors.values() for text in errors])
    opinion = form.opinion()
    against = reasons_against_opinion(item, kind, opinion, on=local_day(at))
    reasons = list(dict.fromkeys(reason for _field, reason in against))
    if reasons:
        return Preview(item, _draft_letters(item, kind, opinion, sheet, at), NOT_COMPLETE, reasons)
    try:
        sent = refuse_busy(letters_if_signed)(item, kind, by=by, at=at, **opinion)
    except Refused as refused:
        return Preview(item, reasons=refused.reasons)
    return _preview_of(sheet, kind, opinion, sent, at)


def letters_if_signed(item, kind, *, by, at, **opinion):
    """The letters about ``item`` that signing sends at once; nothing of it stays."""
    on, head = local_day(at), None
    if wants_head(item, kind, opinion["result"]):
        task = open_task(item, NODE_OF[kind])
        if reasons := task and reasons_against_proposing(task, on=on):
            raise Refused(reasons)
        head = task and holders(head_permission(task), on).exclude(pk=by.pk).first()
    with transaction.atomic():
        earlier = set(Letter.objects.filter(item=item).values_list("pk", flat=True))
        sign(item, kind, by=by, at=at, approved_by=head, **opinion)
        sent = list(Letter.objects.filter(item=item).exclude(pk__in=earlier).order_by("pk"))
        transaction.set_rollback(True)
    return sent


def _preview_of(sheet, kind, opinion, sent, at):
    item, result = sheet.item, opinion["result"]
    texts = [(letter.get_kind_display(), letter.text) for letter in sent]
    if not texts and result == Opinion.Result.REFUSE:
        return Preview(item, _draft_letters(item, kind, opinion, sheet, at), AFTER_BOTH)
    notes = [] if texts else [NOTHING]
    if wants_head(item, kind, result):
        notes.append(BY_HEAD)
    return Preview(item, texts, "".join(notes))


def _draft_letters(item, kind, opinion, sheet, at):
    """The letter of a return or a refusal as far as it is written."""
    if opinion["result"] == Opinion.Result.RETURN:
        words = {name: opinion[name] for name in ("text", "demands")}
        words |= {"organisation": sheet.office, "returned_from": level_of(kind)}
        text = letters.compose(item, "returned", at=at, **words)
        return [(Letter.Kind.RETURNED.label, text)]
    if opinion["result"] != Opinion.Result.REFUSE:
        return []
    at_station = kind == Duty.ENDORSE
    outcome = Outcome(
        item=item,
        kind=Outcome.Kind.REFUSED,
        level=Outcome.Level.STATION if at_station else Outcome.Level.DISTRICT,
        reason_code=opinion["reason_code"],
        reasons=opinion["text"],
    )
    text = letters.compose(item, "refused", at=at, outcome=outcome)
    return [(Letter.Kind.REFUSED.label, text)]
