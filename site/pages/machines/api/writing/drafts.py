"""Documents and announcements written by a program: drafts, attachments, into moderation.

Nothing written here is public: two people other than the token's check and sign it first.
"""

from datetime import datetime
from hashlib import file_digest
from typing import Annotated, Literal

from django.utils.timezone import localtime
from ninja import Field, File, Form, Path, Query, Router, Schema, UploadedFile
from ninja.errors import HttpError
from pydantic import AfterValidator, StringConstraints
from wagtail.documents import get_document_model
from wagtail.models import TaskState, WorkflowState

from registry.models import ApiToken
from rules.plain_text import plain, plain_line

from ....documents import drafting
from ....documents.library import examine_file, keep_file
from ....documents.publishing import paragraph_blocks
from ....models.document_details import digest_of
from ....models.document_words import Disclosure, Kind, Named
from ....models.document_words import Form as InterpretationForm
from ..listing import Day, LocalTime, asked_at, json, refuse_unknown
from ..problems import Unreadable
from ..references import api_path
from .authority import Bearer, act_answers, own_answers, private
from .once import Key, once

router = Router(tags=["写入"], auth=Bearer(ApiToken.Scope.DOCUMENTS))
Line = Annotated[str, StringConstraints(max_length=400), AfterValidator(plain_line)]
Text = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(plain)]
Number = Annotated[int, Path(ge=1, le=2**31)]
MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 20
State = Literal["draft", "in_review", "returned", "scheduled", "public", "taken_down"]


class ParagraphIn(Schema):
    type: Literal["paragraph"]
    text: Text


class HeadingIn(Schema):
    type: Literal["heading"]
    level: Literal[2, 3, 4, 5] = 2
    text: Line


Block = Annotated[ParagraphIn | HeadingIn, Field(discriminator="type")]


class AttachedIn(Schema):
    """``id`` of a file that was uploaded to ``/drafts/files``, and how it is called here."""

    id: Annotated[int, Field(ge=1, le=2**31)]
    title: Line


class WordsIn(Schema):
    """What a document says; columns that are left out stay empty, or as they were."""

    title: Line
    issuer: Line
    written_on: Day
    topic: Line
    doc_no: Line = ""
    category: Line = ""
    joint_issuers: Line = ""
    drafting_unit: Line = ""
    recipients: Line = ""
    effective_from: Day | None = None
    expires_on: Day | None = None
    keywords: Annotated[list[Line], Field(max_length=20)] = []
    summary: Text = ""
    source: Line = ""
    disclosure: Literal[tuple(Disclosure.values)] = Disclosure.ACTIVE.value
    interpretation_form: Literal[("", *InterpretationForm.values)] = ""
    is_normative: bool = False
    no_interpretation_because: Line = ""
    names_persons: Literal[("", *Named.values)] = ""
    go_live_at: datetime | None = Field(None, description="公开的时间；空着为签发之时")
    expire_at: datetime | None = None
    body: Annotated[list[Block], Field(max_length=500)] = []
    attachments: Annotated[list[AttachedIn], Field(max_length=MOST_FILES)] = []


class DraftIn(WordsIn):
    kind: Literal[tuple(Kind.values)]
    hand_in: bool = Field(False, description="起草后随即送审")


class DraftOut(Schema):
    """A draft and how far it has come; ``comment`` says why it was returned."""

    id: int
    title: str
    kind: Literal[tuple(Kind.values)]
    state: State
    comment: str
    api_url: str
    saved_at: LocalTime


class DraftsOut(Schema):
    items: list[DraftOut]
    next_cursor: int | None


class DraftsAsked(Schema):
    cursor: Annotated[int, Query(ge=0, le=2**31)] = 0
    limit: Annotated[int, Query(ge=1, le=100)] = 20


class UploadedFileOut(Schema):
    id: int
    title: str
    sha256: str


@router.get("/documents", response=own_answers(DraftsOut), summary="本人起草的文件及其进度")
def drafts(request, question: Query[DraftsAsked]):
    refuse_unknown(request, DraftsAsked, is_list=False)
    rows = drafting.drafts_of(request.auth.user)
    rows = rows.filter(pk__lt=question.cursor) if question.cursor else rows
    part = list(rows[: question.limit + 1])
    is_more, part = len(part) > question.limit, part[: question.limit]
    flows = drafting.flows_of(part)
    items = [_draft(request, page, flows) for page in part]
    return private(json({"items": items, "next_cursor": part[-1].pk if is_more else None}))


@router.post("/documents", response=act_answers(DraftOut), summary="起草一份文件，可以随即送审")
def draft_document(request, words: DraftIn, key: Key):
    def act(**who):
        values = _values(request, words)
        is_handed_in = values.pop("hand_in")
        page = drafting.draft_document(**values, **who)
        if is_handed_in:
            page = drafting.hand_in(page, **who)
        return _draft(request, page)

    return once(request, key, words.model_dump(mode="json"), act)


@router.get("/documents/{number}", response=own_answers(DraftOut), summary="本人起草的一份文件")
def draft(request, number: Number):
    return private(json(_draft(request, _own(request, number))))


@router.put("/documents/{number}", response=act_answers(DraftOut), summary="改写草稿")
def rewrite_draft(request, number: Number, words: WordsIn, key: Key):
    def act(**who):
        page = drafting.rewrite_draft(_own(request, number), **_values(request, words), **who)
        return _draft(request, page)

    return once(request, key, words.model_dump(mode="json"), act)


@router.post("/documents/{number}/hand-in", response=act_answers(DraftOut), summary="送审")
def hand_in(request, number: Number, key: Key):
    def act(**who):
        return _draft(request, drafting.hand_in(_own(request, number), **who))

    return once(request, key, {}, act)


@router.post("/files", response=act_answers(UploadedFileOut), summary="上传附件，供草稿引用")
def upload(request, key: Key, title: Form[Line], file: File[UploadedFile]):
    if file.size > MOST_BYTES:
        raise HttpError(413, f"文件超过{MOST_BYTES // 1024**2}MB")

    digest = file_digest(file, "sha256").hexdigest()
    file.seek(0)
    form = examine_file(file, title=title, by=request.auth.user)

    def act(**who):
        stored = keep_file(form, **who)
        return {"id": stored.pk, "title": stored.title, "sha256": digest_of(stored)}

    return once(request, key, [title, file.name, digest], act)


def _own(request, number):
    page = drafting.drafts_of(request.auth.user).filter(pk=number).first()
    if page is None:
        raise HttpError(404, "本人没有起草过这份文件")
    return page


def _values(request, words):
    """The keyword arguments of the services; :class:`Unreadable` for files that are not one's."""
    values = words.dict()
    values["blocks"] = [_block(each) for each in values.pop("body")]
    attached = values.pop("attachments")
    files = get_document_model().objects.filter(uploaded_by_user=request.auth.user)
    files = files.in_bulk([each["id"] for each in attached])
    if unknown := [each["id"] for each in attached if each["id"] not in files]:
        raise Unreadable([("attachments", f"没有上传过编号{number}的附件") for number in unknown])
    values["attachments"] = [(each["title"], files[each["id"]]) for each in attached]
    return values


def _block(words):
    if words["type"] == "heading":
        value = {"level": str(words["level"]), "text": words["text"]}
        return {"type": "heading", "value": value}
    return paragraph_blocks([words["text"]])[0]


def _draft(request, page, flows=None):
    flows = drafting.flows_of([page]) if flows is None else flows
    state, comment = _state(page, flows.get(page.pk))
    return {
        "id": page.pk,
        "title": page.draft_title,
        "kind": page.kind,
        "state": state,
        "comment": comment,
        "api_url": api_path(f"drafts/documents/{page.pk}", request),
        "saved_at": localtime(page.latest_revision_created_at or asked_at(request)).isoformat(),
    }


def _state(page, flow):
    """``(state, comment)`` of a draft; ``flow`` is its moderation going on, if any."""
    if page.live:
        return "public", ""
    if flow is not None and flow.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return "returned", _comment(flow)
    if flow is not None:
        return "in_review", ""
    if page.approved_schedule:
        return "scheduled", ""
    return ("taken_down" if page.first_published_at else "draft"), ""


def _comment(flow):
    last = flow.task_states.filter(status=TaskState.STATUS_REJECTED).order_by("-pk").first()
    return last.comment if last else ""
