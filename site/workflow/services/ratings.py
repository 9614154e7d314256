"""An applicant rates how a step of its product was handled (国办发〔2019〕51号)."""

from rules.refusal import refuse_if
from supervision.services import ratings


def rate_opinion(opinion, *, grade, words, by, at):
    """Rate the step that ``opinion`` signed; only the unit whose product it is, once."""
    applicant = opinion.item.application.applicant
    is_own = by.applicant_id == applicant.pk
    refuse_if([] if is_own else ["只能评价本单位申请的办理"])
    return ratings.rate(
        grade=grade,
        words=words,
        organisation=opinion.organisation,
        about_user=opinion.signed_by,
        applicant=applicant,
        item=opinion.item,
        round=opinion.round,
        step=opinion.step,
        by=by,
        at=at,
    )
