"""失信登记 as JSON: what its public page shows, and only while the rule set names a legal basis."""

from datetime import date

from ninja import Query, Router, Schema
from ninja.errors import HttpError

from registry import dishonesty
from rules.periods import local_day

from .listing import Choice, PublicText, asked_at, at_path, json, represent
from .problems import answers, list_answers

router = Router(tags=["监督"])


class DishonestyOut(Schema):
    """A unit in the register: no facts and no person, as the page has none."""

    number: str
    applicant_name: PublicText = at_path("applicant.name")
    cause: str
    cause_label: str = at_path("get_cause_display")
    effective_from: date
    effective_until: date


@router.get(
    "/dishonesty",
    response=list_answers(DishonestyOut),
    summary="在有效期内的失信登记，新的在前；规则版本没有写明公开依据的，404",
)
def register(request, choice: Query[Choice]):
    rows = _rows(asked_at(request)).order_by("-effective_from", "-pk")
    request.list_count = rows.count()
    part = rows[choice.offset : choice.offset + choice.limit]
    items = [represent(DishonestyOut, each, request) for each in part]
    return json({"items": items, "count": request.list_count})


@router.get("/dishonesty/{number}", response=answers(DishonestyOut), summary="一项失信登记")
def entry(request, number: str):
    rows = _rows(asked_at(request))
    row = rows.filter(number=number).first() if "\x00" not in number else None
    if row is None:
        raise HttpError(404, "没有此失信登记，或者已经期满、修复")
    return json(represent(DishonestyOut, row, request))


def _rows(at):
    if not dishonesty.legal_basis(local_day(at)):
        raise HttpError(404, "本网站不公开失信登记")
    return dishonesty.published(local_day(at))
