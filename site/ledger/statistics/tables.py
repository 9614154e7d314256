"""Tables over sales: each row a sum, each sum to be drawn down to the lines that it counts."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from rules.amounts import yuan
from rules.suppression import Cell, fold

from .dimensions import BY_NAME, DIMENSIONS, PUBLIC

REST = "其他"


@dataclass(frozen=True)
class Row:
    """One row of a summary; ``value`` is as stored, ``units`` how many sellers it covers."""

    value: object
    label: str
    count: int
    fen: int
    units: int

    @property
    def amount(self):
        return yuan(self.fen)

    @property
    def text(self):
        """``value`` as an address carries it."""
        return "" if self.value is None else str(self.value)


def narrowed(sales, conditions):
    """``sales`` under ``{dimension name: text}``; words that no dimension knows filter nothing."""
    for name, text in conditions.items():
        condition = BY_NAME[name].condition(text) if name in BY_NAME else Q()
        sales = sales.none() if condition is None else sales.filter(condition)
    return sales


def summary(sales, dimension):
    """The counted ``sales`` by ``dimension`` as :class:`Row`, in the order of its list or by sum.

    Two statements, however many rows.
    """
    sums = sales.counted().order_by().values_list(dimension.column)
    sums = list(sums.annotate(Count("pk"), Sum("amount_fen"), Count("applicant", distinct=True)))
    words = dimension.words([value for value, *_ in sums])
    rows = [Row(value, words[value], *figures) for value, *figures in sums]
    order = {word: place for place, (word, _) in enumerate(dimension.list_of_words)}
    if dimension.name == "quarter":
        return sorted(rows, key=lambda row: row.value)
    return sorted(rows, key=lambda row: (order.get(row.value, len(order)), -row.fen))


def tables(sales):
    """``{dimension: [[value, label, count, fen, units], …]}`` as plain JSON, names as of today."""
    return {
        each.name: [
            [row.text, row.label, row.count, row.fen, row.units] for row in summary(sales, each)
        ]
        for each in DIMENSIONS
        if each.name != "quarter"
    }


def public_tables(sales):
    """``{dimension: [[label, count, fen], …]}`` without what would tell of fewer than three units.

    A dimension is left out whose sellers are too few altogether.
    """
    every = {each.name: _public(sales, each) for each in PUBLIC}
    return {name: rows for name, rows in every.items() if rows}


def _public(sales, dimension):
    rows = sales.counted().order_by().values_list(dimension.column, "applicant")
    cells = {}
    for value, unit, count, fen in rows.annotate(Count("pk"), Sum("amount_fen")):
        cell = Cell(value, count, fen, frozenset({unit}))
        cells[value] = cells[value] + cell if value in cells else cell
    cells_left = fold(cells.values(), rest=REST)
    words = dimension.words([cell.key for cell in cells_left if cell.key != REST])
    return [[words.get(cell.key, REST), cell.count, cell.fen] for cell in cells_left]
