"""The gate in front of the public: no page and no file with personal data goes through (§5.7).

Every way of publishing ends in saving a live page, approving a revision for its hour or storing a
file; the gate stands at those three (``apps.py``), so no door can walk around it. It says where
each finding is and shows it masked.
"""

import hashlib
import html
import re

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.rich_text import RichText

from rules.privacy import scan
from rules.private_tables import scan_rows
from rules.rosters import find_roster, find_roster_in_text

from .file_types import Unreadable
from .file_words import words_of_file

NUMBERS = {"resident_id": "公民身份号码", "mobile": "手机号码", "bank_card": "银行卡号"}
#: Columns and rows that hold no words for readers.
NOT_READ = {
    "wagtail_admin_comments",
    "path",
    "url_path",
    "draft_title",
    "translation_key",
    "body_text",
    "doc_no_key",
}
WORDY = (StreamField, models.CharField, models.TextField)


def reasons_against_words(thing, where=""):
    """Why the words of ``thing`` (a page, a block's value, a text) may not be public; may be []."""
    return list(_reasons(thing, where))


def reasons_against_file(name, data):
    """Why a file may not be offered: its type, its macros, or the personal data inside it."""
    try:
        words = words_of_file(name, data)
    except Unreadable as error:
        return [str(error)]
    reasons = [reason for where, text in words.places for reason in _in_text(text, where)]
    for where, rows in words.tables:
        reasons += _in_table(rows, where)
    if len(words.places) > 1:
        reasons += _over_places(words)
    if not words.tables:
        reasons += _roster(find_roster_in_text("\n".join(text for _, text in words.places)), "")
    return reasons


def _over_places(words):
    """What a line end, a paragraph or a page parts: found only when they are read together.

    Beside a table only resident numbers: two figures in neighbouring cells are no telephone.
    """
    texts = [text for _, text in words.places]
    alone = {finding.masked for text in texts for finding in scan(text)}
    kinds = {"resident_id"} if words.tables else set(NUMBERS)
    together = [each for each in scan("\n".join(texts)) if each.kind in kinds]
    return [
        f"分在几行的文字：含有个人信息，不得公开：{each.masked}（{NUMBERS[each.kind]}）"
        for each in together
        if each.masked not in alone
    ]


def check_words(page):
    """Raise ``ValidationError`` with every reason against making ``page`` public."""
    if reasons := reasons_against_words(page):
        raise ValidationError(reasons)


def check_file(document):
    """The same for a file of Wagtail's library that is about to be stored."""
    if reasons := reasons_against_stored(document):
        raise ValidationError([f"文件“{document.title}”：{reason}" for reason in reasons])


def reasons_against_stored(document):
    """Reasons against the title and the content of a library file."""
    reasons = _in_text(document.title, "标题")
    if document.file:
        with _opened(document.file) as file:
            reasons += _file_reasons(document.file.name, file.read())
    return reasons


#: Digests of files with nothing against them: a page's files are read again at each saving.
_GOOD: set[str] = set()
MOST_REMEMBERED = 1000


def _file_reasons(name, data):
    digest = hashlib.sha256(name.encode() + b"\0" + data).hexdigest()
    if digest in _GOOD:
        return []
    reasons = reasons_against_file(name, data)
    if not reasons:
        if len(_GOOD) >= MOST_REMEMBERED:
            _GOOD.clear()
        _GOOD.add(digest)
    return reasons


class _opened:
    """A file read from its start and left where it was; a stored one is closed again."""

    def __init__(self, file):
        self.file, self.was_closed = file, file.closed

    def __enter__(self):
        if self.was_closed:
            self.file.open("rb")
        self.file.seek(0)
        return self.file

    def __exit__(self, *_):
        self.file.close() if self.was_closed else self.file.seek(0)


def _reasons(thing, where):
    for kinds, walk in _WALKS:
        if isinstance(thing, kinds):
            yield from walk(thing, where)
            return


def _model(row, where):
    hidden = NOT_READ | set(getattr(row, "not_for_readers", ()))
    for field in row._meta.concrete_fields:
        if field.name not in hidden and not field.choices:
            yield from _field(row, field, where)
    for relation in get_all_child_relations(row):
        name, accessor = relation.related_model._meta.verbose_name, relation.get_accessor_name()
        children = [] if accessor in hidden else getattr(row, accessor).all()
        for number, child in enumerate(children, 1):
            yield from _reasons(child, f"{where}{name}{number}·")


def _field(row, field, where):
    label = f"{where}{field.verbose_name}"
    if isinstance(field, RichTextField):
        yield from _in_text(_plain(getattr(row, field.name)), label)
    elif isinstance(field, WORDY) or _is_media(field.related_model):
        yield from _reasons(getattr(row, field.name), label)


def _is_media(model):
    return model is not None and issubclass(model, AbstractDocument | AbstractImage)


def _stream(stream, where):
    for number, block in enumerate(stream, 1):
        yield from _reasons(block.value, f"{where}第{number}块（{block.block.label}）")


def _struct(struct, where):
    for name, value in struct.items():
        label = struct.block.child_blocks[name].label
        yield from _reasons(value, f"{where}·{label}")


def _list(values, where):
    for number, value in enumerate(values, 1):
        yield from _reasons(value, f"{where}第{number}项")


def _table(table, where):
    heading = [column["heading"] for column in table.columns]
    rows = [heading, *([str(cell.value) for cell in row] for row in table.rows)]
    for down, row in enumerate(rows, 1):
        for across, text in enumerate(row, 1):
            yield from _in_text(_plain(text), f"{where}第{down}行第{across}列")
    yield from _in_text(table.caption or "", f"{where}标题")
    yield from _in_table([[_plain(text) for text in row] for row in rows], where)


def _rich(value, where):
    yield from _in_text(_plain(value.source), where)


def _library_file(document, where):
    yield from (f"{where}“{document.title}”：{each}" for each in reasons_against_stored(document))


def _picture(image, where):
    for text in (image.title, image.description):
        yield from _in_text(text, f"{where}“图片文字”")


def _words(text, where):
    yield from _in_text(text, where)


_WALKS = (
    (AbstractDocument, _library_file),
    (AbstractImage, _picture),
    (models.Model, _model),
    (StreamValue, _stream),
    (StructValue, _struct),
    (ListValue, _list),
    (TypedTable, _table),
    (RichText, _rich),
    (str, _words),
)


def _in_text(text, where):
    label = f"{where}：" if where else ""
    reasons = [
        f"{label}含有个人信息，不得公开：{finding.masked}（{NUMBERS[finding.kind]}）"
        for finding in scan(text)
    ]
    return reasons + _roster(find_roster_in_text(text), where)


def _in_table(rows, where):
    label = f"{where}" if where else "表格"
    parted = [
        f"{label}第{each.row}行第{each.column}列：含有个人信息，不得公开："
        f"{each.finding.masked}（{NUMBERS[each.finding.kind]}）"
        for each in scan_rows(rows)
    ]
    return parted + _roster(find_roster(rows), where)


def _roster(roster, where):
    if roster is None:
        return []
    label = f"{where}：" if where else ""
    return [
        f"{label}含有个人名册，不得公开：第{roster.row}行第{roster.column}列“{roster.masked}”"
        "。请删去名册，或者只公布汇总数字"
    ]


def _plain(markup):
    """The text of rich text; inline markup does not part a number, a new paragraph does."""
    parted = re.sub(r"</(?:p|h[1-6]|li|td|th)>|<br\s*/?>|<hr\s*/?>", "\n", str(markup or ""))
    return html.unescape(re.sub(r"<[^>]*>", "", parted))


def is_new_file(document):
    """Whether a library file's content is about to be stored for the first time or replaced."""
    return isinstance(document.file, File) and not getattr(document.file, "_committed", True)
