"""The gate in front of the public: no page and no file with personal data goes through (§5.7).

Every way of publishing ends in saving a live page, approving a revision for its hour or storing a
file; the gate stands at those three (``apps.py``), so no door can walk around it. It says where
each finding is and shows it masked.
"""

import html
import re

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import RichText

from rules.link_addresses import addresses_in, is_address

from ..documents.table_grid import Grid
from .answers import in_address, in_table, in_text
from .confirming import reasons_against_unread
from .lifting import without_lifted
from .stored import is_claimed, reasons_in_stored

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
RENAME = "；请改了文件名重新上传"
WORDY = (StreamField, models.CharField, models.TextField)


def reasons_against_words(thing, where=""):
    """Why the words of ``thing`` (a page, a block's value, a text) may not be public; may be []."""
    return without_lifted(list(_reasons(thing, where)), thing)


def check_words(page):
    """Raise ``ValidationError`` with every reason against making ``page`` public."""
    if reasons := reasons_against_words(page):
        raise ValidationError(reasons)


def reasons_at_fields(row):
    """``{column: reasons}`` against the words of one row, as markup where they may be that."""
    texts = {
        field.name: getattr(row, field.name) or ""
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }
    reasons = {
        name: list(_in_address(text, "") if is_address(text) else _in_markup(text, ""))
        for name, text in texts.items()
    }
    return {name: words for name, words in reasons.items() if words}


def check_picture(image):
    """The same for the words of a picture that is about to be stored, and a new one's file name.

    A name from before cannot be mended by saving anew: only pages that show the picture refuse it.
    """
    reasons = list(_words_of_picture(image, ""))
    if is_new_file(image):
        reasons += _in_name_of_picture(image)
    if reasons:
        raise ValidationError(reasons)


def check_file(document):
    """The same for a file of Wagtail's library that is about to be stored.

    Content that somebody called mistaken is kept for a signer to judge; no page may name it yet.
    """
    reasons = reasons_against_stored(document)
    if reasons and is_claimed(document.file):
        reasons = _in_names_of(document)
    if reasons:
        raise ValidationError([f"文件“{document.title}”：{reason}" for reason in reasons])


def reasons_against_stored(document):
    """Reasons against the title, the name and the content of a library file."""
    reasons = _in_names_of(document)
    return reasons + (reasons_in_stored(document.file) if document.file else [])


def _in_names_of(document):
    return _in_text(document.title, "标题") + _in_file_name(document)


def _in_file_name(thing):
    """The name of the file stands in its address."""
    return _in_text(thing.filename if thing.file else "", "文件名")


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
        yield from _in_markup(getattr(row, field.name), label)
    elif isinstance(field, WORDY) or _is_media(field.related_model):
        yield from _reasons(getattr(row, field.name), label)


def _is_media(model):
    return model is not None and issubclass(model, AbstractDocument | AbstractImage)


def _stream(stream, where):
    for number, block in enumerate(stream, 1):
        yield from _reasons(block.value, f"{where}第{number}块（{block.block.label}）")


def _struct(struct, where):
    for name, value in struct.items():
        if isinstance(value, Page):  # a link: the page that it leads to stood here itself
            continue
        label = struct.block.child_blocks[name].label
        yield from _reasons(value, f"{where}·{label}")


def _list(values, where):
    for number, value in enumerate(values, 1):
        yield from _reasons(value, f"{where}第{number}项")


def _table(value, where):
    grid = Grid(value)
    for down, row in enumerate(grid.texts, 1):
        for across, text in enumerate(row, 1):
            yield from _in_text(text, f"{where}第{down}行第{across}列")
    yield from _in_text(grid.caption, f"{where}标题")
    yield from _in_table(grid.whole_rows, where)


def _rich(value, where):
    yield from _in_markup(value.source, where)


def _library_file(document, where):
    reasons = reasons_against_stored(document) + reasons_against_unread(document)
    yield from (f"{where}“{document.title}”：{each}" for each in reasons)


def _words_of_picture(image, where):
    for text in (image.title, image.description):
        yield from _in_text(text, f"{where}“图片文字”")


def _in_name_of_picture(image):
    return [f"{reason}{RENAME}" for reason in _in_file_name(image)]


def _picture(image, where):
    yield from _words_of_picture(image, where)
    reasons = _in_name_of_picture(image)
    reasons += reasons_in_stored(image.file) if image.file else []
    reasons += reasons_against_unread(image)
    yield from (f"{where}“{image.title}”：{each}" for each in reasons)


def _words(text, where):
    reasons = _in_text(text, where)
    yield from reasons or (_in_address(text, where) if is_address(text) else ())


_WALKS = (
    (AbstractDocument, _library_file),
    (AbstractImage, _picture),
    (models.Model, _model),
    (StreamValue, _stream),
    (StructValue, _struct),
    (ListValue, _list),
    (dict, _table),
    (RichText, _rich),
    (str, _words),
)


def _in_text(text, where):
    return [breach.sentence for breach in in_text(text, where)]


def _in_markup(markup, where):
    """What a reader sees of rich text, and where its links lead."""
    yield from _in_text(_plain(markup), where)
    for url in dict.fromkeys(addresses_in(markup)):
        yield from _in_address(url, where)


def _in_address(url, where):
    return [breach.sentence for breach in in_address(url, f"{where}的" if where else "")]


def _in_table(rows, where):
    return [breach.sentence for breach in in_table(rows, where)]


def _plain(markup):
    """The text of rich text; inline markup does not part a number, a new paragraph does."""
    parted = re.sub(r"</(?:p|h[1-6]|li|td|th)>|<br\s*/?>|<hr\s*/?>", "\n", str(markup or ""))
    return html.unescape(re.sub(r"<[^>]*>", "", parted))


def is_new_file(document):
    """Whether a library file's content is about to be stored for the first time or replaced."""
    return isinstance(document.file, File) and not getattr(document.file, "_committed", True)
