"""How an item ends: the one row that says so, derived from the rows people signed."""

from applications.models import Outcome
from catalog.services import drop_renewal
from records.audit import record
from rules.duties import Duty

from .models import Opinion, UpperReview


def refuse(item, *, at):
    """End ``item`` as refused, at the level and for the reasons of whoever refused it."""
    level, code, reasons = _refusal(item)
    return _end(item, Outcome.Kind.REFUSED, level=level, code=code, reasons=reasons, by=None, at=at)


def end(item, kind, *, level, reasons, by, at):
    """End ``item`` as listed, withdrawn or terminated."""
    return _end(item, kind, level=level, code="", reasons=reasons, by=by, at=at)


def _end(item, kind, *, level, code, reasons, by, at):
    outcome = Outcome.objects.create(
        item=item, kind=kind, level=level, reason_code=code, reasons=reasons, at=at
    )
    if item.renewal_of is not None and kind != Outcome.Kind.LISTED:
        drop_renewal(item.renewal_of)
    record(f"workflow.{kind}", item, by=by, at=at, level=level, reason_code=code)
    return outcome


def _refusal(item):
    """``(level, reason code, reasons)`` of the latest refusal among all who may refuse."""
    investigation = item.investigations.filter(round=item.round, decision="refuse").last()
    if investigation is not None:
        return Outcome.Level.DISTRICT, investigation.reason_code, investigation.text
    upper = item.upper_reviews.filter(round=item.round, result=UpperReview.Result.REFUSE).last()
    if upper is not None:
        return upper.level, upper.reason_code, upper.reasons
    opinions = item.opinions.filter(round=item.round, result=Opinion.Result.REFUSE)
    first = opinions.first()
    at_station = first.step == Duty.ENDORSE
    level = Outcome.Level.STATION if at_station else Outcome.Level.DISTRICT
    return level, first.reason_code, "\n".join(opinion.text for opinion in opinions)
