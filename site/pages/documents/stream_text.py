"""The words of a document's blocks as lines, for finding them."""

from wagtail.blocks import StructValue
from wagtail.rich_text import RichText, get_text_for_indexing

from .table_grid import Grid


def plain_text(body):
    """The words of every block of ``body`` (a ``StreamValue``), a line each."""
    return "\n".join(line for block in body for line in _lines(block.value) if line)


def reasons_against_pictures(page):
    """Why ``page`` may not be handed in: pictures that say nothing to who cannot see them."""
    reasons = _silent_pictures(page.body)
    for part in page.parts.all():
        reasons += _silent_pictures(part.body, f"组成部分“{part.title}”")
    return [("body", reason) for reason in reasons]


def _silent_pictures(body, where=""):
    figures = [block.value for block in body if block.block_type == "figure"]
    return [
        f"{where}第{number}张图片没有替代文字"
        for number, value in enumerate(figures, 1)
        if not value["alt"].strip()
    ]


def _lines(value):
    if isinstance(value, RichText):
        yield get_text_for_indexing(value.source).strip()
    elif isinstance(value, StructValue):
        for each in value.values():
            yield from _lines(each)
    elif isinstance(value, dict):
        yield from _rows(Grid(value))
    elif isinstance(value, str):
        yield value


def _rows(grid):
    yield grid.caption
    for row in [*grid.head, *grid.rows]:
        yield " ".join(cell.text for cell in row if cell.text)
