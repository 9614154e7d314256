"""Reporting to the city in one batch, and recording city and province outcomes (R59–R61, A12)."""

from django.db import transaction

from applications.models import Item
from records.audit import record
from records.prepared import NUMBER, SMALL_NUMBER, TEXT, Prepared
from rules.numbers import normalise_document_number
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields

from .. import letters
from ..models import Report, UpperReview
from ..policies.upper import (
    reasons_against_outcome,
    reasons_against_report,
    reasons_against_reporting_item,
)
from ..positions import NODE_OF_LEVEL
from .batch import each
from .steps import step


def report_to_city(items, *, document_no, reported_on, by, at):
    """Report ``items`` to the city under one document number; answers item by item (R59)."""
    refuse_fields(
        reasons_against_report(document_no=document_no, reported_on=reported_on, on=local_day(at))
    )
    with transaction.atomic():
        report = Report.objects.create(
            document_no=normalise_document_number(document_no),
            reported_on=reported_on,
            reported_by=by,
            reported_at=at,
        )
        answers = each(items, lambda item: _report_item(item, report, by=by, at=at))
        if not any(answer.ok for answer in answers):
            report.delete()
    return answers


def _report_item(item, report, *, by, at):
    with step(item, "report_to_city", by=by, at=at) as (item, _task):
        refuse_fields(
            reasons_against_reporting_item(item, reported_on=report.reported_on, on=local_day(at))
        )
        UpperReview.objects.create(
            item=item,
            round=item.round,
            level=UpperReview.Level.CITY,
            organisation_id=item.application.ruleset.city_id,
            report=report,
            reported_on=report.reported_on,
        )
        record("workflow.report", item, by=by, at=at, document_no=report.document_no)
    return report


#: What was sent to a level in a round, with whom it was sent to.
REVIEW = Prepared(
    lambda item, level, number: (
        UpperReview.objects.select_related("organisation", "report")
        .filter(item=item, level=level, round=number)
        .order_by()
    ),
    NUMBER,
    TEXT,
    SMALL_NUMBER,
)


def record_outcome(item, level, *, by, at, **outcome):
    """Record or make the outcome of ``level``: result, document_no, decided_on, reasons,
    reason_code of a refusal, demands of a return.

    An upper office that works in the system decides itself; else the district's recorder enters
    what its document says, with its stored ``scan``: a
    setting of the organisation.
    """
    with step(item, NODE_OF_LEVEL[level], by=by, at=at, duty=_duty(item, level)) as (item, _task):
        review = REVIEW.first(item.pk, str(level), item.round)
        refuse_fields(reasons_against_outcome(review, outcome=outcome, on=local_day(at)))
        outcome["document_no"] = normalise_document_number(outcome["document_no"])
        for name, value in outcome.items():
            setattr(review, name, value)
        review.recorded_by, review.recorded_at = by, at
        review.save(update_fields=[*outcome, "recorded_by", "recorded_at"])
        record(f"workflow.{level}", item, by=by, at=at, result=review.result)
        if review.result == UpperReview.Result.PASS:
            letters.send(item, level, at=at, review=review)
        if review.result == UpperReview.Result.RETURN:
            letters.send(
                item,
                "returned",
                at=at,
                text=review.reasons,
                demands=review.demands,
                organisation=review.organisation,
                returned_from=level,
            )
    return review


def record_both(item, *, city, province, by, at):
    """The outcomes of city and province whose papers came together: both are recorded, or neither.

    ``city`` and ``province`` are what :func:`record_outcome` takes; what speaks against the second
    stands at ``province_…``.
    """
    with transaction.atomic():
        record_outcome(item, UpperReview.Level.CITY, by=by, at=at, **city)
        try:
            return record_outcome(item, UpperReview.Level.PROVINCE, by=by, at=at, **province)
        except Refused as refused:
            fields = {f"province_{name}": reasons for name, reasons in refused.fields.items()}
            raise Refused(refused.reasons, fields) from refused


#: Whether the city's and the province's office of an item's rule set decide in this system.
WORK_HERE = Prepared(
    lambda item: Item.objects.filter(pk=item).values_list(
        *(f"application__ruleset__{level}__works_in_system" for level in NODE_OF_LEVEL)
    ),
    NUMBER,
)


def _duty(item, level):
    works_here = dict(zip(NODE_OF_LEVEL, WORK_HERE.first(item.pk), strict=True))
    return level if works_here[level] else "record"
