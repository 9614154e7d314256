"""更正登记: one enters what was recorded wrongly of an upper outcome, the head decides."""

from records.audit import record
from rules.numbers import normalise_document_number
from rules.refusal import refuse_fields, refuse_if

from .. import letters
from ..models import Letter, UpperCorrection, UpperReview
from ..moment import acting
from ..policies import corrections as policies
from .reversals import go_back
from .steps import locked

COLUMNS = ("result", "document_no", "decided_on", "reason_code", "reasons", "demands")


def enter(review, *, document_no="", decided_on=None, is_result_wrong=False, because, by, at):
    """Write down what ``review`` should have said; another person decides."""
    with locked(review.item) as item:
        review = _reread(review, item)
        refuse_fields(
            policies.reasons_against_entering(
                review,
                document_no=document_no,
                decided_on=decided_on,
                is_result_wrong=is_result_wrong,
                because=because,
                by=by,
            )
        )
        values = {}
        if not is_result_wrong:
            values["document_no"] = normalise_document_number(document_no)
            values["dated_on"] = decided_on
        correction = UpperCorrection.objects.create(
            review=review,
            before=_before(review),
            is_result_wrong=is_result_wrong,
            because=because.strip(),
            entered_by=by,
            entered_at=at,
            **values,
        )
        record(
            "workflow.enter_correction",
            item,
            by=by,
            at=at,
            because=correction.because,
            level=review.level,
        )
    return correction


def decide(correction, *, is_approved, by, at):
    """Apply it, or leave all as it is; what stood before stays in the row."""
    with acting(at=at, by=by), locked(correction.review.item) as item:
        rows = UpperCorrection.objects.select_related("review__organisation", "review__scan")
        correction = rows.get(pk=correction.pk)
        correction.review.item = item
        refuse_if(policies.reasons_against_deciding(correction, by=by))
        if is_approved:
            _apply(correction, at)
        correction.is_approved, correction.decided_by, correction.decided_at = is_approved, by, at
        correction.save(update_fields=["is_approved", "decided_by", "decided_at"])
        act = "approve_correction" if is_approved else "decline_correction"
        before, level = correction.before, correction.review.level
        record(
            f"workflow.{act}",
            item,
            by=by,
            at=at,
            because=correction.because,
            level=level,
            before=f"{before['document_no']} {before['decided_on']}",
            after=f"{correction.document_no} {correction.dated_on or ''}".strip(),
        )
    return correction


def _reread(review, item):
    current = UpperReview.objects.select_related("organisation", "scan").get(pk=review.pk)
    current.item = item
    return current


def _before(review):
    """All that was recorded, with the digest of its scan: the row itself may be recorded anew."""
    values = {name: getattr(review, name) for name in COLUMNS}
    values["scan"] = [review.scan.name, review.scan.sha256] if review.scan else []
    values["recorded_by"] = review.recorded_by.username
    values["recorded_at"] = review.recorded_at
    return values


def _apply(correction, at):
    review = correction.review
    if correction.is_result_wrong:
        refuse_if(policies.reasons_against_reopening(review))
        return _record_anew(review, at)
    day = correction.dated_on
    refuse_fields(policies.reasons_against_values(review, correction.document_no, day))
    waiting = review.item.upper_reviews.filter(
        level=UpperReview.Level.PROVINCE, round=review.round, reported_on=review.decided_on
    )
    if review.level == UpperReview.Level.CITY:
        waiting.update(reported_on=day)
    review.document_no, review.decided_on = correction.document_no, day
    review.save(update_fields=["document_no", "decided_on"])
    letters_sent = Letter.objects.filter(
        item=review.item, kind__in=(review.level, Letter.Kind.RETURNED), sent_at=review.recorded_at
    )
    if letters_sent.exists():
        letters.send(review.item, "corrected", at=at, review=review, before=correction.before)
    return None


def _record_anew(review, at):
    """The step is open again, as before the outcome was typed; what it told holds no more.

    Where the province's outcome had been taken out before, its row stays for what was corrected in
    it; it is sent up again when the city passes the product on.
    """
    item = review.item
    go_back(policies.recording_task(review), at)
    later = item.upper_reviews.filter(level=UpperReview.Level.PROVINCE, round=review.round)
    if review.level == UpperReview.Level.CITY:
        later.filter(result="", corrections=None).delete()
    letters_sent = Letter.objects.filter(item=item, sent_at=review.recorded_at)
    was_told = letters_sent.filter(kind__in=(review.level, Letter.Kind.RETURNED)).update(
        voided_at=at
    )
    review.result = review.document_no = review.reason_code = review.reasons = ""
    review.decided_on = review.scan = review.recorded_by = review.recorded_at = None
    review.demands = []
    review.save()
    if was_told:
        letters.send(item, "corrected", at=at, review=review, before=None)
