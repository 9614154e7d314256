"""The words of a document's blocks as lines, for finding them."""

from wagtail.blocks import StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText, get_text_for_indexing


def plain_text(body):
    """The words of every block of ``body`` (a ``StreamValue``), a line each."""
    return "\n".join(line for block in body for line in _lines(block.value) if line)


def _lines(value):
    if isinstance(value, RichText):
        yield get_text_for_indexing(value.source).strip()
    elif isinstance(value, StructValue):
        for each in value.values():
            yield from _lines(each)
    elif isinstance(value, TypedTable):
        yield " ".join(column["heading"] for column in value.columns)
        for row in value.rows:
            yield " ".join(str(cell.value) for cell in row).strip()
    elif isinstance(value, str):
        yield value
