"""What the public sends in by a front end of others: the same forms, tickets and limits.

A ticket is single-use, so that sending the same thing twice is one submission; whoever solves its
puzzle may send more often. A browser should send directly: limits are of the sender's address.
"""

from functools import partial
from typing import Annotated, Literal

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.datastructures import MultiValueDict
from ninja import Field, File, Form, Query, Router, Schema, UploadedFile
from ninja.errors import HttpError
from pydantic import StringConstraints

from doors import tickets
from doors.admissions import admit, price
from publicity.forms import ObjectionForm
from registry.callers import received_at
from rules.periods import local_day
from rules.vocabulary import BUYER_KINDS, COMPLAINT_CATEGORIES, COMPLAINT_SUBJECTS
from supervision.forms import ComplaintForm, IntentForm, certificate_called
from supervision.services import complaints, intents
from supervision.services.objections import object_or_complain

from ....models import NoticePage
from ..listing import LocalTime, json, one
from ..problems import ProblemOut, Unreadable
from .authority import private

router = Router(tags=["公众提交"])
Line = Annotated[str, StringConstraints(max_length=400)]
Text = Annotated[str, StringConstraints(max_length=20_000)]
Files = File[list[UploadedFile]]
NOTHING: list = []
SCOPES = ("complaint", "objection", "intent")
REFUSALS = dict.fromkeys((400, 404, 409, 413, 422, 429), ProblemOut)


class PuzzleOut(Schema):
    """A proof of work as ALTCHA describes it; its solution, in Base64, is ``proof``."""

    algorithm: str
    challenge: str
    maxNumber: int
    salt: str
    signature: str


class TicketOut(Schema):
    ticket: str
    puzzle: PuzzleOut
    good_until: LocalTime


class TicketAsked(Schema):
    scope: Literal[SCOPES]


class _Guarded(Schema):
    ticket: Text
    proof: Text = Field("", description="谜题的答案；没有的，每小时可提交的次数较少")


class ComplaintIn(_Guarded):
    subject_kind: Literal[tuple(word for word, _ in COMPLAINT_SUBJECTS)]
    about_text: Line
    certificate_no: Line = ""
    category: Literal[tuple(word for word, _ in COMPLAINT_CATEGORIES)]
    content: Text
    person_name: Line = ""
    person_contact: Line = ""


class ObjectionIn(_Guarded):
    entry: Annotated[int, Field(ge=1, le=2**31, description="公示内容中该产品的编号")]
    content: Text
    person_name: Line = ""
    person_contact: Line = ""


class IntentIn(_Guarded):
    certificate_no: Line
    buyer_kind: Literal[tuple(word for word, _ in BUYER_KINDS)]
    buyer_name: Line
    buyer_contact: Line
    request_text: Text
    consent: bool = Field(description="同意将以上信息提供给该产品的申请单位")


class ReceiptOut(Schema):
    """``query_code`` opens what became of it, with ``number``; an intent has none."""

    handled_as: Literal["complaint", "objection", "purchaseintent"] = Field(
        description="公示结束后收到的异议作为投诉举报（complaint）办理"
    )
    number: str
    query_code: str
    received_at: LocalTime


@router.get("/tickets", response={200: TicketOut, **REFUSALS}, summary="领取一份表单的凭据")
def ticket(request, question: Query[TicketAsked]):
    at = received_at(request)
    issued = tickets.issue(question.scope, at=at)
    puzzle = tickets.challenge(issued, price(question.scope, at=at))
    return private(
        json(
            {
                "ticket": issued.signed(),
                "puzzle": PuzzleOut.model_validate_json(puzzle).model_dump(),
                "good_until": (at + tickets.LIFE).isoformat(),
            }
        )
    )


@router.post("/complaints", response={201: ReceiptOut, **REFUSALS}, summary="投诉举报")
def complain(request, words: Form[ComplaintIn], evidence: Files = NOTHING):
    at = received_at(request)
    form = _filled(partial(ComplaintForm, request=request, at=at), words, evidence)

    def receive(examined):
        values = {**form.complaint(), "evidence": examined}
        return complaints.receive(source="web", at=at, **values)

    return _receipt(admit(form.visit(), receive, at=at, files=form.cleaned_data["evidence"]))


@router.post(
    "/notices/{slug}/objections", response={201: ReceiptOut, **REFUSALS}, summary="对公示提出异议"
)
def object_to_entry(request, slug: str, words: Form[ObjectionIn], evidence: Files = NOTHING):
    at = received_at(request)
    notice = one(NoticePage.objects.visible(at), slug, "公示")
    entries, late = notice.open_entries(at), notice.late_entries(at)
    make = partial(ObjectionForm, entries, late=late, request=request, at=at)
    form = _filled(make, words, evidence)
    entry, fields = form.as_objection()
    files = fields.pop("evidence")

    def receive(examined):
        return object_or_complain(entry, channel="web", at=at, evidence=examined, **fields)

    received = admit(form.visit(), receive, at=at, files=files, counts_as=form.counts_as)
    return _receipt(received)


@router.post("/intents", response={201: ReceiptOut, **REFUSALS}, summary="登记认购意向")
def intend(request, words: Form[IntentIn]):
    at = received_at(request)
    certificate = certificate_called(words.certificate_no.replace("\x00", ""))
    if certificate is None or certificate.status_on(local_day(at)) != "active":
        raise HttpError(404, "没有此证书编号，或者该产品现在不在有效的目录中")
    form = _filled(partial(IntentForm, request=request, at=at), words, [])
    receive = partial(intents.submit, certificate, at=at, **form.buyer())
    return _receipt(admit(form.visit(), receive, at=at))


def _filled(make, words, evidence):
    """The form of the page with these words; :class:`Unreadable` with all that is wrong."""
    form = make(words.model_dump(mode="json"), MultiValueDict({"evidence": evidence}))
    if not form.is_valid():
        raise Unreadable(
            ("" if name == NON_FIELD_ERRORS else name, reason)
            for name, reasons in form.errors.items()
            for reason in reasons
        )
    return form


def _receipt(received):
    values = {
        "handled_as": received._meta.model_name,
        "number": received.number,
        "query_code": getattr(received, "query_code", ""),
        "received_at": received.received_at.isoformat(),
    }
    return private(json(values, status=201))
