"""What an official document in Word consists of: fields, the text, its parts, and what is left out.

Only what is sure becomes a field; whatever is doubtful stays text, where the editor sees it.
"""

import re
from dataclasses import dataclass, field

from ..models.document_words import Kind
from .head import LONGEST_TITLE, TITLE_SIZE, Head
from .pieces import pieces_of
from .tail import day_in, heads_list, take_attached, take_imprint, take_signature

LABEL = re.compile(r"附\s*件\s*(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})?\s*[：:]?")
#: The end of a title → the kind of the document, the longest first.
KINDS = (
    ("政策解读", Kind.INTERPRETATION),
    ("解读", Kind.INTERPRETATION),
    ("办事指南", Kind.GUIDE),
    ("通知", Kind.NOTICE),
    ("办法", Kind.MEASURE),
    ("规定", Kind.MEASURE),
    ("细则", Kind.MEASURE),
    ("公告", Kind.ANNOUNCEMENT),
    ("公示", Kind.PUBLICITY),
    ("通报", Kind.BULLETIN),
)
FORMS = ("表", "样表", "申请书", "样稿", "样式")


@dataclass
class Part:
    """A part of the document with its own page: 附件, or a plan that is issued."""

    role: str
    label: str
    title: str
    pieces: list


@dataclass
class Paper:
    """``fields`` are those of :class:`DocumentPage` that were recognised; ``left`` sentences."""

    fields: dict
    pieces: list
    parts: list = field(default_factory=list)
    left: list = field(default_factory=list)


def paper_of(raw):
    """The :class:`Paper` of the reader's ``pieces``; ``Refused`` for a classified one."""
    pieces = pieces_of(raw)
    contents = [piece for piece in pieces if piece.is_of_contents]
    pieces = [piece for piece in pieces if not piece.is_of_contents]
    head = Head(pieces)
    fields = head.take()
    take_imprint(pieces, fields)
    text, rest = _parted(pieces)
    take_signature(text, fields)
    named = take_attached(text)
    parts = _parts(rest)
    left = [f"{name}（公开的文件不印{name}）" for name in head.left]
    left += ["目录（网页和 PDF 自动生成）"] if contents else []
    left += _missing(named, parts)
    fields |= _issuers(fields) | _kind(fields.get("title", ""))
    return Paper(fields, text, parts, left)


def _parted(pieces):
    """The text, and the pieces of what follows it on pages of its own."""
    for place, piece in enumerate(pieces):
        if place and _begins_part(pieces, place, piece):
            return pieces[:place], pieces[place:]
    return pieces, []


def _begins_part(pieces, place, piece):
    if piece.is_table:
        return False
    if LABEL.fullmatch(piece.text):
        return not heads_list(piece, pieces[place + 1 : place + 2])
    after_date = any(_is_date(each) for each in pieces[max(place - 3, 0) : place])
    return after_date and piece.is_centred and piece.size >= TITLE_SIZE and len(piece.text) > 4


def _is_date(piece):
    return not piece.is_table and day_in(piece.text) is not None


def _parts(pieces):
    parts = []
    for piece in pieces:
        label = None if piece.is_table else LABEL.fullmatch(piece.text)
        if label:
            parts.append(Part("annex", f"附件{label['number'] or ''}", "", []))
        elif not parts:
            parts.append(Part("plan", "", "", [piece]))
        else:
            parts[-1].pieces.append(piece)
    for part in parts:
        _name(part)
    return [part for part in parts if part.pieces or part.title]


def _name(part):
    """The title of a part: its first centred lines."""
    lines = []
    while part.pieces and _is_title_line(part.pieces[0], lines):
        lines.append(part.pieces.pop(0))
    title = "".join("".join(line.words.split()) for line in lines)
    if len(title) > LONGEST_TITLE:
        part.pieces[:0] = lines
        return
    part.title = title
    if part.label and part.title.endswith(FORMS):
        part.role = "form"


def _is_title_line(piece, lines):
    if piece.is_table or piece.pictures or not (piece.is_centred or piece.is_titled):
        return False
    return not lines or piece.size == lines[0].size


def _missing(named, parts):
    """Annexes that 附件说明 names and that are not in this file."""
    there = {"".join(part.title.split()) for part in parts}
    return [
        f"附件“{name}”不在这个文件里，请作为附件上传"
        for name in named
        if "".join(name.split()) not in there
    ]


def _issuers(fields):
    """Who signs is who issues; the red head says it where nobody signs."""
    red, signed = fields.pop("_red", []), fields.pop("_signed", [])
    names = signed if len(signed) >= len(red) else red
    if not names:
        return {}
    return {"issuer": names[0], "joint_issuers": "、".join(names[1:])}


def _kind(title):
    bare = re.sub(r"[（(][^（()）]*[）)]$", "", title)
    return next(({"kind": kind} for word, kind in KINDS if bare.endswith(word)), {})
