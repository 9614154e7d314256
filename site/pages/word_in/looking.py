"""What an editor is shown of a Word document before it becomes a draft."""

import json
from dataclasses import dataclass

from rules.official_dates import official_date

from ..documents.table_grid import Grid
from ..models import DocumentPage, DocumentPart
from ..models.document_words import Urgency
from ..privacy.gate import reasons_against_words

#: Fields in the order of the paper, with their names from the document.
FIELDS = (
    *("title", "doc_no", "urgency", "recipients", "issuer", "joint_issuers", "written_on"),
    *("public_note", "copies_to", "printing_office", "printed_on"),
)
WRITTEN = {"heading": "小标题", "paragraph": "段落", "table": "表格", "figure": "图片"}


@dataclass
class Looked:
    """``facts``: pairs of a name and its words; ``counts``: pairs of a kind and a number."""

    facts: list
    unsure: list
    counts: list
    body: list
    parts: list
    left: list
    private: list


def looked_at(reading, *, is_new):
    """The :class:`Looked` of a :class:`Reading`."""
    body, parts, left = reading.preview()
    fields = reading.paper.fields
    owed = [name for name in ("title", "issuer", "written_on") if name not in fields]
    return Looked(
        facts=[(_label(name), _words(name, fields[name])) for name in FIELDS if fields.get(name)],
        unsure=[_label(name) for name in owed] if is_new else [],
        counts=_counts(body, parts),
        body=[_with_grid(block) for block in body],
        parts=[(part, [_with_grid(block) for block in blocks]) for part, blocks in parts],
        left=left,
        private=reasons_against_words(_page(fields, body, parts)),
    )


def _label(name):
    return DocumentPage._meta.get_field(name).verbose_name


def _words(name, value):
    if name in {"written_on", "printed_on"}:
        return official_date(value)
    return Urgency(value).label if name == "urgency" else value


def _counts(body, parts):
    blocks = [*body, *(block for _, each in parts for block in each)]
    kinds = [block["type"] for block in blocks]
    rows = [(label, kinds.count(kind)) for kind, label in WRITTEN.items()]
    return [(label, number) for label, number in rows if number] + (
        [("组成部分", len(parts))] if parts else []
    )


def _with_grid(block):
    """A block with the grid of its table."""
    is_table = block["type"] == "table"
    return {**block, "grid": Grid(block["value"]) if is_table else None}


def _page(fields, body, parts):
    """The draft as it would be, without pictures: for the gate only, never stored."""
    page = DocumentPage(**fields)
    page.body = json.dumps(_worded(body))
    page.parts = [
        DocumentPart(title=part.title, body=json.dumps(_worded(blocks))) for part, blocks in parts
    ]
    return page


def _worded(blocks):
    return [block for block in blocks if block["type"] != "figure"]
