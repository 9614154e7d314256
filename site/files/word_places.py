"""Where the paragraphs and tables of a Word file stand, as who looks for them would say it."""

from .xml_names import WORD

BOX, TABLE, ROW, CELL, PARAGRAPH = (
    f"{WORD}{each}" for each in ("txbxContent", "tbl", "tr", "tc", "p")
)


def places_in(root, part):
    """``({paragraph: where}, [(where, table)])``; ``where`` is empty for a paragraph that only
    its number tells from others. ``part``: 页眉, 脚注 …, and nothing for the body.

    Elements may lie in each other more deeply than functions of Python can.
    """
    paragraphs, tables, number = {}, [], 0
    waiting = [(root, "")]
    while waiting:
        node, where = waiting.pop()
        if node.tag == PARAGRAPH:
            paragraphs[node] = where
        elif node.tag == BOX:
            where = f"{part}文本框"
        elif node.tag == TABLE:
            number += not where
            name = f"{where}中的表格" if where else f"{part}第{number}个表格"
            tables.append((name, node))
            waiting += reversed(list(_cells_with_places(node, name)))
            continue
        waiting += [(each, where) for each in reversed(node)]
    return paragraphs, tables


def _cells_with_places(table, name):
    for down, row in enumerate(cells_of(table), 1):
        for across, cell in enumerate(row, 1):
            yield cell, f"{name}第{down}行第{across}列"


def cells_of(table):
    """The cells of each row of ``table`` itself: those of a table within it are its own."""
    return [list(_own(row, CELL)) for row in _own(table, ROW)]


def _own(node, tag):
    """What lies under ``node``, however wrapped, and not within another such or a table."""
    waiting = list(reversed(node))
    while waiting:
        each = waiting.pop()
        if each.tag == tag:
            yield each
        elif each.tag != TABLE:
            waiting += reversed(each)
