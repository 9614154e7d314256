"""What signing would send: the applicant's letter in its very words, before anybody signs."""

from dataclasses import dataclass, field

from applications.models import Outcome
from rules.periods import local_day
from workflow import letters
from workflow.models import Opinion
from workflow.policies.opinions import reasons_against_opinion

NOTHING = "同意：不发告知，该产品进入下一环节。"
AFTER_BOTH = "两项区级审核都签署后发出；另一项也不同意的，理由一并写入。"


@dataclass
class Preview:
    """The letter about one item (empty when none is sent), a note, and what is still missing."""

    item: object
    title: str = ""
    text: str = ""
    note: str = ""
    reasons: list = field(default_factory=list)


def preview(sheet, kind, *, at):
    """What signing the sheet's form would tell the applicant."""
    item, form = sheet.item, sheet.form
    if not form.is_valid():
        return Preview(item, reasons=[text for errors in form.errors.values() for text in errors])
    opinion = form.opinion()
    against = reasons_against_opinion(item, kind, opinion, on=local_day(at))
    reasons = list(dict.fromkeys(reason for _field, reason in against))
    return _LETTERS[opinion["result"]](item, kind, opinion, sheet, at, reasons)


def _passes(item, kind, opinion, sheet, at, reasons):
    return Preview(item, note=NOTHING, reasons=reasons)


def _returns(item, kind, opinion, sheet, at, reasons):
    said = {name: opinion[name] for name in ("text", "demands")}
    text = letters.compose(item, "returned", at=at, organisation=sheet.office, **said)
    return Preview(item, "补正通知书", text, reasons=reasons)


def _refuses(item, kind, opinion, sheet, at, reasons):
    at_station = kind == Opinion.Step.ENDORSE
    outcome = Outcome(
        item=item,
        kind=Outcome.Kind.REFUSED,
        level=Outcome.Level.STATION if at_station else Outcome.Level.DISTRICT,
        reason_code=opinion["reason_code"],
        reasons=opinion["text"],
    )
    text = letters.compose(item, "refused", at=at, outcome=outcome)
    return Preview(item, "不予认定反馈书", text, "" if at_station else AFTER_BOTH, reasons)


_LETTERS = {
    Opinion.Result.PASS: _passes,
    Opinion.Result.RETURN: _returns,
    Opinion.Result.REFUSE: _refuses,
}
