"""Pieces of a Word document as the raw blocks of a body: headings, paragraphs, tables, pictures."""

import re

from django.utils.html import escape

from ..documents.richtext import clean_html
from ..documents.table_grid import FIGURE, Grid
from ..models.blocks import AT_RIGHT, CENTRE
from ..models.table_block import MOST_COLUMNS, MOST_ROWS, table_value

#: How a heading of a level begins (GB/T 9704-2012, 7.3.3), from 一、 down.
LEVELS = (
    ("2", re.compile(r"[一二三四五六七八九十百]+、")),
    ("3", re.compile(r"[（(][一二三四五六七八九十百]+[）)]")),
    ("4", re.compile(r"\d{1,2}\s*[.．、](?!\d)")),
    ("5", re.compile(r"[（(]\d{1,2}[）)]")),
)
CHAPTERS = re.compile(r"第[一二三四五六七八九十百\d]+(?P<kind>[编章节])")
LONGEST_HEADING = 60
ENDS = "。；：，！？.;:,!?"
TABLE_NAME = re.compile(r"(附?表|续表)\s*[\d一二三四五六七八九十]*")
FIGURE_NAME = re.compile(r"图\s*[\d一二三四五六七八九十]+")
LONGEST_CAPTION = 120
UNIT = re.compile(r"[（(]?(计量)?单位[：:]\s*\S{1,20}[）)]?")
WEB = ("http://", "https://")


class Blocks:
    """Makes blocks of pieces, one after the other; ``left`` counts what no block can show."""

    def __init__(self, notes=(), pictures=None):
        self.notes = list(notes)
        self.keys = {} if pictures is None else pictures
        self.blocks, self.noted, self.left = [], [], {}
        self.html, self.bullets = [], []

    def add(self, pieces):
        """The raw blocks of ``pieces``, with the notes they mention below them."""
        self.blocks, self.noted = [], []
        for three in zip(pieces, pieces[1:], pieces[2:], strict=False):
            _name_with_unit(*three)
        for place, piece in enumerate(pieces):
            if not piece.role:
                after = pieces[place + 1] if place + 1 < len(pieces) else None
                self._add_one(piece, after)
        self._close()
        for number in self.noted:
            self.html.append(f"<p>{escape(f'［{number}］{self.notes[number - 1]}')}</p>")
        self._close()
        return self.blocks

    def _add_one(self, piece, after):
        if piece.is_table:
            self._close()
            self._table(piece)
            self._pictures(piece, after)
        elif after is not None and after.is_table and names_table(piece):
            after.raw["caption"] = piece.text
        elif level := heading_level(piece):
            self._close()
            self._block("heading", {"level": level, "text": piece.text})
        else:
            self._text(piece)
            self._pictures(piece, after)

    def _block(self, kind, value):
        self.blocks.append({"type": kind, "value": value})

    def _close(self):
        """The paragraphs so far are one block."""
        self._close_bullets()
        if self.html:
            self._block("paragraph", clean_html("\n".join(self.html)))
        self.html = []

    def _close_bullets(self):
        if self.bullets:
            items = "".join(f"<li>{item}</li>" for item in self.bullets)
            self.html.append(f"<ul>{items}</ul>")
        self.bullets = []

    def _text(self, piece):
        html = self._runs(piece)
        if not html:
            return
        if piece.raw["bullet"]:
            self.bullets.append(html)
            return
        self._close_bullets()
        self.html.append(f"<p{_place(piece)}>{html}</p>")

    def _runs(self, piece):
        whole_bold = all(
            run.get("bold") for run in piece.raw["runs"] if run.get("text", "").strip()
        )
        words = "".join(self._run(run, whole_bold) for run in piece.raw["runs"]).strip()
        return f"{escape(piece.raw['mark'])}{words}"

    def _run(self, run, is_all_bold):
        if "note" in run:
            if run["note"] not in self.noted:
                self.noted.append(run["note"])
            return f"［{run['note']}］"
        text = escape(run.get("text", "")).replace("\n", "<br>")
        if not text.strip():
            return text
        if run["bold"] and not is_all_bold:
            text = f"<b>{text}</b>"
        if run["href"].lower().startswith(WEB):
            return f'<a href="{escape(run["href"])}">{text}</a>'
        return text

    def _pictures(self, piece, after):
        for number, place in enumerate(piece.pictures, 1):
            self._close()
            is_last = number == len(piece.pictures)
            caption = self._figure_name(after) if is_last else ""
            options = self.keys.get(place)
            if options is None:
                self._leave("picture_refused")
                continue
            value = {"image": options["key"], "alt": options["alt"], "caption": caption}
            self._block("figure", value)

    def _figure_name(self, after):
        if after is None or after.is_table or after.role:
            return ""
        named = after.is_captioned or (after.is_centred and FIGURE_NAME.match(after.text))
        if not named or len(after.text) > LONGEST_CAPTION:
            return ""
        after.role = "caption"
        return after.text

    def _table(self, piece):
        raw = piece.raw
        self.noted += [note for note in raw["notes"] if note not in self.noted]
        if not piece.words.strip():
            return
        rows, merged, caption = raw["rows"], raw["merged"], raw.get("caption", "")
        if not caption and _is_title_row(rows, merged):
            caption, rows = rows[0][0], rows[1:]
            merged = [[at - 1, *rest] for at, *rest in merged[1:]]
            raw = raw | {"sides": [[at - 1, *rest] for at, *rest in raw["sides"] if at]}
        if len(rows) > MOST_ROWS or (rows and len(rows[0]) > MOST_COLUMNS):
            self._leave("table_refused")
            return
        options = {"caption": caption, "merged": merged, "sides": raw["sides"]}
        head = "row" if raw["head"] or _looks_like_head(table_value(rows, **options)) else "neither"
        self._block("table", table_value(rows, **options, head=head))

    def _leave(self, kind):
        self.left[kind] = self.left.get(kind, 0) + 1


def _place(piece):
    """The class of a line in the middle or at the right, as the editor's buttons write it."""
    if piece.is_centred:
        return f' class="{CENTRE}"'
    return f' class="{AT_RIGHT}"' if piece.raw["side"] in {"right", "end"} else ""


def _is_title_row(rows, merged):
    """A first row merged over all columns is the caption of what follows."""
    wide = len(rows[0]) if rows else 0
    whole = len(rows) > 1 and wide > 1 and [0, 0, 1, wide] in merged
    return whole and merged[0] == [0, 0, 1, wide] and len(rows[0][0]) <= LONGEST_CAPTION


def _looks_like_head(value):
    """Where Word says nothing, a first row is a head when each of its cells says what is below."""
    first, *others = Grid(value).first_row
    named = all(cell.text and not FIGURE.fullmatch(cell.text) for cell in others)
    return len(value["data"]) > 1 and named and (bool(others) or bool(first.text))


def _name_with_unit(before, unit, table):
    """单位：万元, between a table and its name, belongs to the name."""
    is_unit = table.is_table and not unit.is_table and UNIT.fullmatch(unit.text)
    if is_unit and not before.is_table and names_table(before):
        table.raw["caption"] = f"{before.text}（{unit.text.strip('（()）')}）"
        before.role = unit.role = "caption"


def names_table(piece):
    """Whether a paragraph right above a table is its caption."""
    is_aside = piece.text.startswith(("（", "("))  # 题注 of a form: when it was agreed or revised
    if len(piece.text) > LONGEST_CAPTION or piece.pictures or is_aside:
        return False
    return piece.is_captioned or (piece.is_centred and not piece.text.endswith(tuple(ENDS)))


def heading_level(piece):
    """``2`` to ``5`` of a heading, empty of a paragraph.

    A heading stands in a line of its own: in a heading's style, or begun by its number, not long,
    and without a stop at its end.
    """
    text = piece.text
    if not text or len(text) > LONGEST_HEADING or text.endswith(tuple(ENDS)) or piece.pictures:
        return ""
    outline = piece.raw["outline"]
    own = next((level for level, begins in LEVELS if begins.match(text)), "")
    if chapter := CHAPTERS.match(text):
        return "3" if chapter["kind"] == "节" else "2"
    if outline is not None:
        return own or str(min(outline + 2, 5))
    return own if own in {"2", "3"} or _is_bold(piece) else ""


def _is_bold(piece):
    runs = [run for run in piece.raw["runs"] if run.get("text", "").strip()]
    return bool(runs) and all(run.get("bold") for run in runs)
