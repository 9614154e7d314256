"""From a Word document to a draft: brought, looked at, made; what nobody wants goes in a day."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log as log_action
from wagtail.models import Page

from files.delivery import read
from files.destroying import forget
from files.intake import examine, take
from records.audit import record
from records.jobs import job
from rules.refusal import Refused, refuse_fields, refuse_if

from ..documents.drafting import LOCKED, free_slug
from ..models import DocumentPage, DocumentPart, WordFile
from .pictures import keep_pictures, sound_pictures
from .reading import read_word

MOST_BYTES = 20 * 1024 * 1024
WAITS = timedelta(days=1)
OLDER = {".doc", ".wps", ".wpt", ".rtf", ".dot", ".odt", ".ofd"}
REPLACE, APPEND = "replace", "append"
GONE = "这份文档已经导入或者放弃，请重新上传"
#: What a document's fields hold at most, where Word may say more.
LONGEST = {"recipients": 300, "copies_to": 300, "printing_office": 120, "joint_issuers": 400}


@dataclass
class Made:
    """What :func:`make_draft` did: the page, and sentences about what it could not take."""

    page: DocumentPage
    left: list = field(default_factory=list)


def may_bring(target, user):
    """Whether ``user`` may begin a draft in a column, or write in a document, from Word."""
    rights = target.permissions_for_user(user)
    return rights.can_edit() if isinstance(target, DocumentPage) else rights.can_add_subpage()


def bring_word(target, upload, *, by, at):
    """Keep an uploaded DOCX for ``target`` (a column, or a document that it goes into).

    Raises :class:`Refused` for what is no sound, unclassified DOCX, ``PermissionDenied``.
    """
    _check_rights(target, by)
    refuse_fields([("file", why) for why in reasons_against_upload(upload)])
    try:
        sound = examine(upload.name, upload.read(), max_bytes=MOST_BYTES)
        read_word(sound.data)
    except Refused as refused:
        raise Refused(refused.reasons, {"file": refused.reasons}) from refused
    place = {"page": target} if isinstance(target, DocumentPage) else {"column": target}
    with transaction.atomic():
        file = take(sound, by=by, at=at)
        return WordFile.objects.create(file=file, brought_by=by, brought_at=at, **place)


def reasons_against_upload(upload):
    """Why a file cannot be brought, from its name and size alone."""
    suffix = PurePath(upload.name).suffix.lower()
    if suffix in OLDER:
        return [f"不能导入{suffix.upper()[1:]}文件，请在 WPS 或者 Word 中另存为 DOCX 后上传"]
    if suffix != ".docx":
        return ["只能导入 Word 文档（DOCX）；PDF、图片请作为附件上传"]
    if upload.size > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        return [f"文件超过{most}MB，请压缩其中的图片，或者分成几个文件"]
    return []


def reading_of(word):
    """The :class:`Reading` of what was brought."""
    return read_word(read(word.file, is_own=True))


def make_draft(word, *, by, at, how=REPLACE, **fields):
    """The draft of a brought document; ``fields`` were looked at by who makes it.

    ``how`` says what becomes of the text of a draft that exists: ``replace`` or ``append``. Its
    fields stay; those that are empty are filled. Raises :class:`Refused`, ``PermissionDenied``.
    """
    reading = reading_of(word)
    forms, refused = sound_pictures(reading.pictures, title=_title(word, fields), by=by)
    with transaction.atomic():
        word = _locked(word, by)
        keys = keep_pictures(forms, by=by, at=at)
        body, parts, left = reading.blocks(keys)
        if word.page_id:
            page = _rewritten(word.page, reading, body, parts, how=how, by=by)
        else:
            page = _new(word.column, reading, body, parts, fields, by=by, at=at)
        _note(page, word, keys, by=by, at=at)
        _let_go(word)
    return Made(page, [*left, *refused])


@transaction.atomic
def discard_word(word, *, by):
    """Forget a brought document."""
    _let_go(_locked(word, by))


@job("word_files", "清除没有导入的 Word 文档", order=148, every=timedelta(hours=1))
def forget_word_files(at):
    """What waited a day is not wanted; the number of those that went."""
    rows = WordFile.objects.filter(brought_at__lt=at - WAITS)
    with transaction.atomic():
        for word in rows:
            _let_go(word)
    return len(rows)


def _check_rights(target, by):
    if not may_bring(target, by):
        raise PermissionDenied("没有在此处起草的权限")
    if isinstance(target, DocumentPage):
        refuse_if([LOCKED] if _is_locked(target, by) else [])


def _is_locked(page, by):
    lock = page.get_lock()
    return lock is not None and lock.for_user(by)


def _locked(word, by):
    """The row of ``word`` under its lock, its target under its own; only for who brought it."""
    word = WordFile.objects.select_for_update(of=("self",)).filter(pk=word.pk).first()
    refuse_if([GONE] if word is None else [])
    if word.brought_by_id != by.pk:
        raise PermissionDenied("只有上传的人可以导入")
    _check_rights(word.page or word.column, by)
    return word


def _title(word, fields):
    return fields.get("title") or (word.page.title if word.page_id else "Word 文档")


def _new(column, reading, body, parts, fields, *, by, at):
    values = _fitting(reading.paper.fields) | fields
    page = DocumentPage(live=False, owner=by, locale=column.locale, **values)
    page.draft_title = page.title
    page.body = json.dumps(body)
    page.parts = _parts(parts)
    column = type(column).objects.get(pk=column.pk)
    page.slug = free_slug(column, page)
    column.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    log_action(page, "wagtail.create", user=by, timestamp=at)
    return page


def _rewritten(page, reading, body, parts, *, how, by):
    Page.objects.select_for_update().get(pk=page.pk)
    page = DocumentPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    is_more = how == APPEND
    page.body = json.dumps([*(page.body.get_prep_value() if is_more else []), *body])
    page.parts = [*(page.parts.all() if is_more else []), *_parts(parts)]
    for place, part in enumerate(page.parts.all()):
        part.sort_order = place
    for name, value in _fitting(reading.paper.fields).items():
        if not getattr(page, name):
            setattr(page, name, value)
    page.save_revision(user=by, clean=False, log_action=True)
    return page


def _fitting(fields):
    """Fields as long as their columns; what is longer stays with the editor."""
    return {
        name: value
        for name, value in fields.items()
        if not isinstance(value, str) or len(value) <= LONGEST.get(name, 120) or name == "title"
    }


def _parts(parts):
    return [
        DocumentPart(
            role=part.role,
            label=part.label,
            title=part.title,
            body=json.dumps(blocks),
            sort_order=place,
        )
        for place, (part, blocks) in enumerate(parts)
    ]


def _note(page, word, keys, *, by, at):
    facts = {"sha256": word.file.sha256, "pictures": len(keys)}
    record("pages.bring_word", page, by=by, at=at, **facts)


def _let_go(word):
    file = word.file
    word.delete()
    forget([file])
