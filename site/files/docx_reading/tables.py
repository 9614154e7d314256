"""A table of a DOCX as a rectangle of texts with merged ranges."""

from .parts import W, child, is_on, local, number, value

#: Wider than what any paper holds; a table that says more was made to break readers.
MOST_COLUMNS = 200
SIDES = {"center": "centre", "right": "right", "end": "right"}


class Table:
    """Reads ``w:tbl``; ``read`` is how the words of a cell are read, ``(cell) -> (text, side)``."""

    def __init__(self, node, read):
        self.read = read
        self.rows, self.spans, self.sides = [], {}, []
        self.head = 0
        self.above = {}
        for row in _below(node, "tr"):
            if child(row, "trPr", "del") is None:
                self._row(row)

    def as_data(self):
        """Rows of texts, ranges ``[row, column, rows, columns]``, sides, rows of the head."""
        width = max((len(row) for row in self.rows), default=0)
        rows = [row + [""] * (width - len(row)) for row in self.rows]
        merged = [[*at, *size] for at, size in self.spans.items() if size != [1, 1]]
        return {
            "kind": "table",
            "rows": rows,
            "merged": merged,
            "sides": self.sides,
            "head": self.head,
        }

    def _row(self, node):
        at, properties = len(self.rows), child(node, "trPr")
        if self.head == at and is_on(properties, "tblHeader"):
            self.head += 1
        row, above = [], {}
        self._pad(row, number(value(properties, "gridBefore")))
        for cell in _below(node, "tc"):
            is_struck = child(cell, "tcPr", "cellDel") is not None
            if len(row) < MOST_COLUMNS and not is_struck:
                self._cell(cell, at, row, above)
        self.rows.append(row)
        self.above = above

    def _pad(self, row, count):
        row += [""] * min(count, MOST_COLUMNS)

    def _cell(self, node, at, row, above):
        properties, column = child(node, "tcPr"), len(row)
        wide = min(max(number(value(properties, "gridSpan"), 1), 1), MOST_COLUMNS)
        origin = self.above.get(column) if self._goes_on(properties) else None
        text, side = self.read(node)
        if origin is None:
            origin = (at, column)
            self.spans[origin] = [1, wide]
        else:
            self.spans[origin][0] = at - origin[0] + 1
            text = self._added(origin, text)
        if side in SIDES and origin == (at, column):
            self.sides.append([at, column, SIDES[side]])
        row += [text, *[""] * (wide - 1)]
        above[column] = origin

    def _goes_on(self, properties):
        """``w:vMerge`` without a value, or with ``continue``, belongs to the cell above."""
        merge = child(properties, "vMerge")
        return merge is not None and merge.get(f"{W}val", "continue") == "continue"

    def _added(self, origin, text):
        """Words that stand in a part of a merged cell that nobody sees are words all the same."""
        row, column = origin
        if text.strip() and text not in self.rows[row][column]:
            self.rows[row][column] = f"{self.rows[row][column]}\n{text}".strip()
        return ""


def _below(node, name):
    """Rows of a table, cells of a row: also those inside controls and tracked insertions."""
    for each in node:
        if local(each) == name:
            yield each
        elif local(each) in {"sdt", "sdtContent", "ins", "customXml", "smartTag"}:
            yield from _below(each, name)
