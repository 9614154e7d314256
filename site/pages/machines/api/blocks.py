"""The body of a document as data: every block with its type, rich text as HTML and as words."""

from typing import Annotated, Literal

from django.utils.html import strip_tags
from ninja import Schema
from pydantic import Discriminator
from wagtail.rich_text import expand_db_html

from .references import with_absolute_links

#: The size in which a figure stands on the page.
FIGURE = "width-1200"


class ImageOut(Schema):
    url: str
    width: int
    height: int
    alt: str


class FileOut(Schema):
    title: str
    url: str
    extension: str
    size: int


class ParagraphBlock(Schema):
    type: Literal["paragraph"]
    html: str
    text: str


class HeadingBlock(Schema):
    type: Literal["heading"]
    level: Literal[2, 3, 4, 5]
    text: str


class TableCell(Schema):
    """One cell as it is drawn; a heading has a ``scope``."""

    text: str
    rowspan: int
    colspan: int
    scope: Literal["", "col", "colgroup", "row", "rowgroup"]
    align: Literal["left", "center", "right"]


class TableBlock(Schema):
    """``columns`` and ``rows`` as plain texts, merged cells filled; ``head``, ``body`` as drawn."""

    type: Literal["table"]
    caption: str
    columns: list[str]
    rows: list[list[str]]
    head: list[list[TableCell]]
    body: list[list[TableCell]]


class FigureBlock(Schema):
    type: Literal["figure"]
    image: ImageOut
    caption: str


class AttachmentBlock(Schema):
    type: Literal["attachment"]
    file: FileOut


class QuoteBlock(Schema):
    type: Literal["quote"]
    text: str
    source: str


class QuestionBlock(Schema):
    type: Literal["question"]
    question: str
    answer_html: str
    answer_text: str


class VideoBlock(Schema):
    type: Literal["video"]
    title: str
    url: str
    transcript: str


Block = Annotated[
    ParagraphBlock
    | HeadingBlock
    | TableBlock
    | FigureBlock
    | AttachmentBlock
    | QuoteBlock
    | QuestionBlock
    | VideoBlock,
    Discriminator("type"),
]


def as_data(body, request):
    """The blocks of a body, each as what its schema holds."""
    return [
        {"type": each.block_type, **READ[each.block_type](each.value, request)} for each in body
    ]


def as_html(body, request):
    """The blocks of a body as the page shows them, every address absolute."""
    html = "\n".join(block.render().strip() for block in body)
    return with_absolute_links(html, request)


def file_data(file, title, request):
    """What :class:`FileOut` holds of a library file."""
    return {
        "title": title,
        "url": request.build_absolute_uri(file.url),
        "extension": file.file_extension,
        "size": file.get_file_size() or 0,
    }


def _rich(value, request):
    html = with_absolute_links(expand_db_html(value.source), request)
    return html, strip_tags(html)


def _paragraph(value, request):
    return dict(zip(("html", "text"), _rich(value, request), strict=True))


def _heading(value, request):
    return {"level": int(value["level"]), "text": value["text"]}


def _table(value, request):
    grid = value.grid
    return {
        "caption": grid.caption,
        "columns": grid.columns,
        "rows": grid.whole_rows[grid.head_size :],
        "head": [[_cell(cell) for cell in row] for row in grid.head],
        "body": [[_cell(cell) for cell in row] for row in grid.rows],
    }


def _cell(cell):
    return {
        "text": cell.text,
        "rowspan": cell.down,
        "colspan": cell.across,
        "scope": cell.scope,
        "align": "center" if cell.side == "centre" else cell.side,
    }


def _figure(value, request):
    picture = value["image"].get_rendition(FIGURE)
    image = {
        "url": request.build_absolute_uri(picture.url),
        "width": picture.width,
        "height": picture.height,
        "alt": value["alt"],
    }
    return {"image": image, "caption": value["caption"]}


def _attachment(value, request):
    file = value["document"]
    return {"file": file_data(file, value["text"] or file.title, request)}


def _quote(value, request):
    return {"text": value["text"], "source": value["source"]}


def _question(value, request):
    html, text = _rich(value["answer"], request)
    return {"question": value["question"], "answer_html": html, "answer_text": text}


def _video(value, request):
    return {name: value[name] for name in ("title", "url", "transcript")}


READ = {
    "paragraph": _paragraph,
    "heading": _heading,
    "table": _table,
    "figure": _figure,
    "attachment": _attachment,
    "quote": _quote,
    "question": _question,
    "video": _video,
}
