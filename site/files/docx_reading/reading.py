"""A DOCX read whole for an editor: pieces of text in their order, and what could not be taken.

Run in the child that opens strange files. Nothing here knows what an official document is; that is
:mod:`pages.word_in`. Page and section furniture (headers, page numbers) is counted, not read.
"""

import base64
import io
import json
import re
from collections import Counter

from PIL import Image

from ..office_files import read_office
from ..opening import DOCX
from ..unreadable import BROKEN, Unreadable
from .lines import Line
from .numbering import Numbering
from .parts import MAIN, Parts, W, child, local
from .styles import Styles
from .tables import Table

MOST_PIECES = 20_000
MOST_PICTURES = 200
#: What a browser shows as it is; of other pictures their pixels, as PNG.
AS_THEY_ARE = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png"}
REDRAWN = {"GIF", "BMP", "TIFF", "WEBP"}
PAGE_NUMBER = re.compile(r"[\s—–\-－0-9]*")
#: Word can also write its files in the name spaces of the strict edition of the standard.
STRICT = "purl.oclc.org"
NOT_STRICT = "文件是“严格 Open XML 文档”，请在 Word 中另存为普通的“Word 文档（*.docx）”后上传"
ENDS = {"separator", "continuationSeparator", "continuationNotice"}


def text_of(data):
    """What :mod:`pages.word_in` reads of a DOCX, as JSON; raises ``Unreadable`` when it is none.

    ``pieces``: paragraphs (``runs``, ``mark``, ``bullet``, ``outline``, ``style``, ``side``,
    ``size`` in points, ``colour``, ``indents`` in twentieths of a point, ``breaks`` before it) and
    tables (:meth:`Table.as_data`). ``notes``: texts; ``pictures``: ``data`` in base 64, ``suffix``,
    ``alt``. ``left``: how often something was met that no piece can hold.
    """
    if not data.startswith(b"PK\x03\x04") or read_office(data) != DOCX:
        raise Unreadable("不是 Word 文档（DOCX）")
    return json.dumps(Reader(Parts(data)).whole())


class Reader:
    """Walks through the body once, from its first paragraph to its last."""

    def __init__(self, parts):
        self.parts = parts
        self.styles = Styles(parts.root("word/styles.xml"))
        self.numbering = Numbering(parts.root("word/numbering.xml"))
        self.pieces, self.pictures, self.notes = [], [], []
        self.left = Counter()
        self.breaks = False
        self.taken, self.noted = {}, {}
        self.in_cells = {"pictures": [], "notes": []}

    def whole(self):
        root = self.parts.root(MAIN)
        body = child(root, "body")
        if body is None:
            is_strict = root is not None and STRICT in root.tag
            raise Unreadable(NOT_STRICT if is_strict else "文件已损坏，不能打开")
        self.read(body)
        self._count_furniture()
        return {
            "pieces": self.pieces,
            "pictures": self.pictures,
            "notes": self.notes,
            "left": {kind: count for kind, count in self.left.items() if count},
        }

    def read(self, container):
        for node in container:
            self._read_one(node)

    def _read_one(self, node):
        name = local(node)
        if name == "p":
            self._paragraph(node)
        elif name == "tbl":
            self._keep(self._table(node))
        elif name in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            self.read(node)
        elif name in {"del", "moveFrom"}:
            self.left["revision"] += 1
        elif name == "altChunk":
            self.left["chunk"] += 1

    def _paragraph(self, node):
        piece, line = self._piece(node)
        self._keep(piece)
        for box in line.boxes:
            self.read(box)
        self.breaks = line.breaks or child(node, "pPr", "sectPr") is not None

    def _keep(self, piece):
        if len(self.pieces) >= MOST_PIECES:
            raise Unreadable("文档过长，请分成几个文件")
        piece["breaks"] = piece.get("breaks", False) or self.breaks
        self.breaks = False
        self.pieces.append(piece)

    def _piece(self, node):
        """``(piece, line)`` of a ``w:p``; its number is counted now."""
        properties = child(node, "pPr")
        look = self.styles.look(properties)
        line = Line(self, look)
        line.read(node)
        mark, bullet = self._mark(look, line)
        return {
            "kind": "paragraph",
            "runs": line.runs,
            "mark": mark,
            "bullet": bullet,
            "outline": look.outline,
            "style": look.name,
            "side": look.side,
            "size": line.size or look.size,
            "colour": line.colour or look.colour,
            "indents": look.indents,
            "breaks": look.breaks or (line.breaks and not _says_before_break(line)),
        }, line

    def _mark(self, look, line):
        if look.numbering is None or not line.runs:
            return "", False
        key, level = look.numbering
        if level is None:
            level = self.numbering.level_of_style(key, look.key)
        return self.numbering.mark(key, level)

    def _table(self, node):
        """A table, with the pictures and notes of its cells in their order."""
        self.in_cells = {"pictures": [], "notes": []}
        return {**Table(node, self._cell).as_data(), **self.in_cells}

    def _cell(self, node):
        """The text of a cell, its paragraphs as lines, and the side of the first."""
        lines, side = [], ""
        for each in self._paragraphs(node):
            piece, line = self._piece(each)
            side = side or piece["side"]
            text = "".join(self._in_cell(run) for run in piece["runs"])
            lines.append(f"{piece['mark']}{text}")
            lines += [self._cell(box)[0] for box in line.boxes]
        return "\n".join(text.strip() for text in lines).strip(), side

    def _in_cell(self, run):
        """The words of a run in a cell: a note's place too; pictures go below the table."""
        if "picture" in run:
            self.left["picture_in_table"] += 1
            self.in_cells["pictures"].append(run["picture"])
        elif "note" in run:
            self.in_cells["notes"].append(run["note"])
            return f"［{run['note']}］"
        return run.get("text", "")

    def _paragraphs(self, node):
        for each in node:
            if local(each) == "p":
                yield each
            elif local(each) == "tbl":
                self.left["table_in_table"] += 1
                yield from (inner for inner in each.iter(f"{W}p"))
            elif local(each) in {"sdt", "sdtContent", "customXml", "ins"}:
                yield from self._paragraphs(each)

    # What a line hands on

    def note(self, kind, key):
        """The place of a note in ``notes``, from 1; 0 where there is none."""
        if (kind, key) not in self.noted:
            text = self._text_of_note(kind, key)
            if not text:
                return 0
            self.notes.append(text)
            self.noted[kind, key] = len(self.notes)
        return self.noted[kind, key]

    def _text_of_note(self, kind, key):
        root = self.parts.root(f"word/{kind}s.xml")
        for each in () if root is None else root.findall(f"{W}{kind}"):
            if each.get(f"{W}id") == key and each.get(f"{W}type") not in ENDS:
                return " ".join(self._cell(each)[0].split("\n"))
        return ""

    def picture(self, relation, alt):
        """The place of a picture in ``pictures``, None where it cannot be taken."""
        if relation not in self.taken:
            self.taken[relation] = self._taken(relation, alt)
        if self.taken[relation] is None:
            self.left["picture"] += 1
        return self.taken[relation]

    def _taken(self, relation, alt):
        data = self.parts.bytes_of(relation)
        plain = _as_shown(data) if data and len(self.pictures) < MOST_PICTURES else None
        if plain is None:
            return None
        data, suffix = plain
        self.pictures.append(
            {"data": base64.b64encode(data).decode(), "suffix": suffix, "alt": alt}
        )
        return len(self.pictures) - 1

    def _count_furniture(self):
        for name in self.parts.names:
            if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
                root = self.parts.root(name)
                text = "".join(each.text or "" for each in root.iter(f"{W}t"))
                if not PAGE_NUMBER.fullmatch(text):
                    self.left["furniture"] += 1


def _says_before_break(line):
    return any(run.get("text", "").strip() for run in line.runs)


def _as_shown(data):
    """``(bytes, suffix)`` of a picture that browsers show; None for drawings and broken ones."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            form = image.format
            if form in AS_THEY_ARE:
                return data, AS_THEY_ARE[form]
            if form not in REDRAWN:
                return None
            out = io.BytesIO()
            image.convert("RGBA" if "A" in image.getbands() else "RGB").save(out, "PNG")
            return out.getvalue(), "png"
    except (*BROKEN, Image.DecompressionBombError):
        return None
