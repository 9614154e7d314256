"""Publishing documents from code: a district's files, an import, a ledger's bulletin."""

import json
from decimal import Decimal

from django.db import transaction

from pages.models.document_words import section_of
from pages.models.documents import stored
from pages.site_tree import section_column

from ..models import (
    BulletinFigure,
    DocumentAttachment,
    DocumentPage,
    DocumentPart,
)
from ..publishing import create
from .richtext import paragraphs_html
from .timed import approve

LINKS = ("repeals", "partly_repeals", "amends")


@transaction.atomic
def publish_document(
    *,
    index_no,
    published_at,
    by,
    at,
    paragraphs=(),
    blocks=None,
    parts=(),
    figures=(),
    attachments=(),
    because="",
    **fields,
):
    """Create or correct the document ``index_no``; returns ``(page, whether anything changed)``.

    ``paragraphs`` are plain texts, ``blocks`` the raw blocks of a body instead. ``parts`` are
    mappings with ``role``, ``label``, ``title`` and ``blocks``; ``figures`` of the fields of
    :class:`BulletinFigure`; ``attachments`` pairs of a title and a library file. ``fields`` are
    those of :class:`DocumentPage`, with ``keywords`` as a list, ``interprets`` as an index number
    and ``repeals``, ``partly_repeals``, ``amends`` as lists of them; these must exist
    (``DocumentPage.DoesNotExist``). A later call never moves the day of publication, and changing
    the text of a public document needs ``because``, its public note.
    Raises ``ValidationError`` with all reasons, among them personal data in the words.
    """
    column = section_column(section_of(fields["kind"]))
    page = DocumentPage.objects.select_for_update().filter(index_no=index_no).first()
    is_new = page is None
    if is_new:
        page = DocumentPage(index_no=index_no, slug=_slug(index_no), go_live_at=published_at)
    before = None if is_new else _signature(page)
    _fill(page, fields)
    page.body = json.dumps(blocks if blocks is not None else paragraph_blocks(paragraphs))
    _put(page, "parts", [_part(each) for each in parts])
    _put(page, "figures", [BulletinFigure(**each) for each in figures])
    files = [DocumentAttachment(title=title, file=file) for title, file in attachments]
    _put(page, "attachments", files)
    if before is not None and before == _signature(page):
        return page, False
    page.draft_title = page.title
    if is_new:
        return create(column, page, by=by, at=at), True
    page.correction_note = because or page.correction_note
    page.full_clean(exclude=["path", "depth", "url_path", "slug"])
    return approve(page, by=by, at=at), True


def paragraph_blocks(paragraphs):
    """The raw blocks of a body of plain paragraphs."""
    return [{"type": "paragraph", "value": paragraphs_html(paragraphs)}] if paragraphs else []


def _fill(page, fields):
    values = {name: value for name, value in fields.items() if name not in LINKS}
    interpreted = values.pop("interprets", None)
    values["keywords"] = "、".join(values.get("keywords") or ())
    values["interprets"] = DocumentPage.objects.get(index_no=interpreted) if interpreted else None
    for name, value in values.items():
        setattr(page, name, value)
    for name in LINKS:
        numbers = fields.get(name) or ()
        _put(page, name, [DocumentPage.objects.get(index_no=each) for each in numbers])


def _put(page, name, rows):
    """What a new page has nothing of is left alone: storing it would look for what was there."""
    if rows or page.pk:
        setattr(page, name, rows)


def _part(fields):
    return DocumentPart(
        role=fields["role"],
        label=fields.get("label", ""),
        title=fields["title"],
        body=json.dumps(fields["blocks"]),
    )


def _signature(page):
    """Everything a caller can give, in a form that compares."""
    names = [
        field.name
        for field in DocumentPage._meta.local_concrete_fields
        if field.editable and field.name not in {"body", "correction_note", "page_ptr"}
    ]
    return {
        **{name: str(getattr(page, name) or "") for name in ("title", *names)},
        **{name: {each.pk for each in getattr(page, name).all()} for name in LINKS},
        "body": stored(page.body),
        "parts": [(row.role, row.label, row.title, stored(row.body)) for row in page.parts.all()],
        "figures": [
            (row.group, row.label, f"{Decimal(row.amount):.2f}", row.unit)
            for row in page.figures.all()
        ],
        "attachments": [(row.title, row.file_id) for row in page.attachments.all()],
    }


def _slug(index_no):
    return index_no.lower().replace("/", "-")
