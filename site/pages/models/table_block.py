"""The table that an editor fills, pastes into and merges cells in: Wagtail's own table block."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks import FieldBlock
from wagtail.contrib.table_block.blocks import TableBlock, TableInput, TableInputAdapter

from ..documents.table_grid import Grid, rectangle

MOST_ROWS, MOST_COLUMNS = 1000, 40
MENU = [
    *("row_above", "row_below", "---------", "col_left", "col_right", "---------"),
    *("remove_row", "remove_col", "---------", "mergeCells", "alignment", "---------"),
    *("undo", "redo"),
]
OPTIONS = {"contextMenu": MENU, "mergeCells": True, "language": "zh-CN"}
EMPTY = {"data": [[""] * 3 for _ in range(3)], "table_header_choice": "row"}


class TableValue(dict):
    """What the editor stores of a table; ``grid`` is the table as it is drawn."""

    @property
    def grid(self):
        return Grid(self)


class TableGridInput(TableInput):
    """Wagtail's widget with its menu in Chinese; a table pasted into a paragraph goes there."""

    @cached_property
    def media(self):
        ours = ["pages/table_editor.js", "pages/pasted_tables.js"]
        return super().media + forms.Media(js=[versioned_static("table_block/js/table.js"), *ours])


class TableGridAdapter(TableInputAdapter):
    js_constructor = "pages.widgets.TableGridInput"


register(TableGridAdapter(), TableGridInput)


class Table(TableBlock):
    """A rectangle of texts with merged cells, headings and a caption."""

    def __init__(self, **kwargs):
        super().__init__(table_options=OPTIONS, **kwargs)

    @cached_property
    def field(self):
        widget = TableGridInput(table_options=self.table_options)
        return forms.CharField(widget=widget, **self.field_options)

    def get_template(self, value=None, context=None):
        return "pages/blocks/table.html"

    def get_context(self, value, parent_context=None):
        return {**super().get_context(value, parent_context), "grid": Grid(value)}

    def render(self, value, context=None):
        """By the house's template; Wagtail's own knows one row of headings and no figures."""
        return FieldBlock.render(self, value, context)

    def value_from_form(self, value):
        try:
            read = json.loads(value or "null")
        except ValueError:
            read = None
        return self.normalize(read if isinstance(read, dict) else None)

    def to_python(self, value):
        return self.normalize(value)

    def normalize(self, value):
        return TableValue(_of_columns(value) if _is_of_columns(value) else value or {})

    def get_form_state(self, value):
        return dict(value) or None

    def clean(self, value):
        texts = rectangle(value.get("data"))
        refused = reasons_against_table(texts, is_draft=self.is_deferred_validation)
        if refused:
            raise ValidationError(refused)
        if self.is_deferred_validation and not value.get("table_header_choice"):
            return value
        return TableValue(super().clean(TableValue({**value, "data": texts})))


def reasons_against_table(texts, *, is_draft):
    """Why a table cannot be kept; an empty one may stand in a draft."""
    if len(texts) > MOST_ROWS or (texts and len(texts[0]) > MOST_COLUMNS):
        return [f"表格最多{MOST_ROWS}行、{MOST_COLUMNS}列；更大的表格请作为 XLSX 附件公开"]
    if not is_draft and not any(text for row in texts for text in row):
        return ["表格是空的，请填写，或者删除这一块"]
    return []


def _is_of_columns(value):
    """Whether it is a table of the earlier kind: a caption, and cells in named columns."""
    return isinstance(value, dict) and "cells" in value


def _of_columns(value):
    return table_value(
        [
            [column["heading"] for column in value["cells"]["columns"]],
            *(
                [cell["value"] if isinstance(cell, dict) else cell for cell in row["values"]]
                for row in value["cells"]["rows"]
            ),
        ],
        caption=value.get("caption") or value["cells"].get("caption") or "",
    )


def table_value(rows, *, caption="", merged=(), sides=(), head="row"):
    """The raw value of a table block.

    ``rows`` are lists of texts of one length; ``merged`` ranges as ``(row, column, rows, columns)``
    from 0; ``sides`` triples of row, column and ``left``, ``centre`` or ``right``; ``head`` says
    what the headings are: ``row``, ``column``, ``both`` or ``neither``.
    """
    names = ("row", "col", "rowspan", "colspan")
    cells = [{"row": row, "col": column, "className": CLASSES[side]} for row, column, side in sides]
    return {
        "data": [list(row) for row in rows],
        "cell": cells,
        "mergeCells": [dict(zip(names, each, strict=True)) for each in merged],
        "table_header_choice": head,
        "first_row_is_table_header": head in {"row", "both"},
        "first_col_is_header": head in {"column", "both"},
        "table_caption": caption,
    }


CLASSES = {"left": "htLeft", "centre": "htCenter", "right": "htRight"}
