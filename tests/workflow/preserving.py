"""Two people preserve what is needed as evidence, and let it go."""

from datetime import date

from demo.acts import holder
from demo.timetables import moment
from workflow.services import preservations

LATER = moment(date(2031, 1, 6))
PAPER = {"paper_no": "示检调〔2031〕1号", "because": "检察机关调取，案件没有办结"}
CLERK, HEAD = "fpb_clerk@fpb", "manager@fpb"


def preserve(subject, at=LATER, by=CLERK, approved_by=HEAD, **more):
    row = preservations.preserve(subject, **{**PAPER, **more}, by=holder(by), at=at)
    if approved_by:
        row = preservations.decide(row, is_approved=True, by=holder(approved_by), at=at)
    return row


def lift(row, at=LATER):
    preservations.ask_to_lift(row, because="案件已经办结", by=holder(CLERK), at=at)
    return preservations.lift(row, is_approved=True, by=holder(HEAD), at=at)
