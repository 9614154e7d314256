"""Drafts of documents and announcements written by a program, and their way into moderation.

What is written here nobody reads before two others have checked and signed it (``ReviewStep``).
"""

import json

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from wagtail.log_actions import log as log_action
from wagtail.models import Page, WorkflowState

from rules.readings import address_of
from rules.refusal import Refused, refuse_fields

from ..models import DocumentAttachment, DocumentIndexPage, DocumentPage, VocabularyTerm
from ..models.document_form import VOCABULARIES
from ..models.document_words import section_of
from ..models.vocabulary_fields import TermsField, parted
from ..privacy.gate import reasons_against_words
from ..site_tree import section_column
from .publishing import paragraph_blocks

#: What the tree keeps by itself.
OF_THE_TREE = ["path", "depth", "url_path", "slug"]
LOCKED = "文稿正在审签，不能改动；需要修改的，由审签人退回，或者由送审人撤回"


def may_draft(user):
    """Whether ``user`` may write in any column of documents."""
    columns = DocumentIndexPage.objects.all()
    return any(column.permissions_for_user(user).can_add_subpage() for column in columns)


def drafts_of(user):
    """The documents that ``user`` began, the newest first, whatever became of them."""
    rows = DocumentPage.objects.filter(owner=user).order_by("-pk")
    return rows.annotate_approved_schedule()


def flows_of(pages):
    """``{key of a page: its WorkflowState}`` of those on their way through moderation."""
    kind = ContentType.objects.get_for_model(Page)
    keys = [str(page.pk) for page in pages]
    states = WorkflowState.objects.active().filter(base_content_type=kind, object_id__in=keys)
    return {int(state.object_id): state for state in states}


@transaction.atomic
def draft_document(*, by, at, kind, attachments=(), **fields):
    """A new draft in the column of its kind: no words of it are public.

    ``attachments`` are pairs of a title and a library file; ``fields`` those of
    :class:`DocumentPage`, with ``blocks`` or ``paragraphs``. Raises :class:`Refused` with every
    reason at its field, ``PermissionDenied`` for who may not write there.
    """
    column = section_column(section_of(kind))
    if not column.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied("没有在该栏目起草的权限")
    page = DocumentPage(kind=kind, live=False, owner=by, locale=column.locale)
    _fill(page, fields, attachments)
    refuse_fields([*_reasons_against_fields(page), *_reasons_against_terms(page)])
    column = type(column).objects.get(pk=column.pk)
    page.slug = free_slug(column, page)
    column.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    log_action(page, "wagtail.create", user=by, timestamp=at)
    return page


@transaction.atomic
def rewrite_draft(page, *, by, at, attachments=None, **fields):
    """Other words for a draft of one's own that is not being checked."""
    page = _own(page, by)
    refuse_fields(_reasons_against_writing(page, by))
    page = page.get_latest_revision_as_object()
    before = {name: getattr(page, name) for name in VOCABULARIES}
    _fill(page, fields, attachments)
    refuse_fields([*_reasons_against_fields(page), *_reasons_against_terms(page, before)])
    page.save_revision(user=by, clean=False, log_action=True)
    return page


@transaction.atomic
def hand_in(page, *, by, at):
    """Send a draft into moderation, or once more after it came back; every reason against it."""
    page = _own(page, by)
    refuse_fields(_reasons_against_writing(page, by))
    words = page.get_latest_revision_as_object()
    refuse_fields(reasons_against_handing_in(words))
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
        return page
    workflow = page.get_workflow()
    if workflow is None:
        raise Refused(["该栏目没有设置审签，请联系管理人员"])
    workflow.start(page, by)
    return page


def reasons_against_handing_in(page):
    """``(field, reason)`` pairs: the form's, what a publication owes, what the gate finds."""
    owed = [*_reasons_against_fields(page), *page.reasons_against_publishing()]
    owed += [("correction_note", reason) for reason in page.reasons_against_correcting()]
    return owed + [("", reason) for reason in reasons_against_words(page)]


def _own(page, by):
    """The page under its lock; somebody else's draft is nobody's to write for."""
    Page.objects.select_for_update().get(pk=page.pk)
    page = DocumentPage.objects.get(pk=page.pk)
    if page.owner_id != by.pk or not page.permissions_for_user(by).can_edit():
        raise PermissionDenied("只能修改和送审本人起草的文稿")
    return page


def _reasons_against_writing(page, by):
    if page.live or page.first_published_at or page.approved_schedule:
        return [("", "文件已经签发，不能再改草稿；需要更正的，在后台按更正办理")]
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return [("", LOCKED)]
    return []


def _fill(page, fields, attachments):
    values = dict(fields)
    paragraphs, blocks = values.pop("paragraphs", None), values.pop("blocks", None)
    if blocks is None and paragraphs is not None:
        blocks = paragraph_blocks(paragraphs)
    if blocks is not None:
        page.body = json.dumps(blocks)
    if "keywords" in values:
        values["keywords"] = "、".join(values["keywords"])
    for name, value in values.items():
        setattr(page, name, value)
    page.draft_title = page.title
    if attachments is not None:
        page.attachments = [
            DocumentAttachment(title=title, file=file, sort_order=place)
            for place, (title, file) in enumerate(attachments)
        ]


def _reasons_against_fields(page):
    try:
        page.full_clean(exclude=OF_THE_TREE)
    except ValidationError as error:
        return [
            ("" if name == NON_FIELD_ERRORS else name, message)
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def _reasons_against_terms(page, before=None):
    """Words that stand in no vocabulary; one that went out of use stays where it was."""
    owed = []
    for name, (field, vocabulary) in VOCABULARIES.items():
        words, stands = (
            parted(value) if field is TermsField else [value] if value else []
            for value in (getattr(page, name), (before or {}).get(name))
        )
        offered = {*VocabularyTerm.objects.words(vocabulary), *stands}
        owed += [(name, f"词表中没有“{each}”") for each in words if each not in offered]
    return owed


def free_slug(column, page):
    """An address from the title; a short one of our own where the title gives none."""
    stem = address_of(page.title) or page.kind
    used = set(column.get_children().filter(slug__startswith=stem).values_list("slug", flat=True))
    numbers = (f"{stem}-{number}" for number in range(2, len(used) + 3))
    return next(slug for slug in (stem, *numbers) if slug not in used)
