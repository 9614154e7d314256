"""What of a table of sums may be published: no cell, no difference of cells tells of few units.

The rows that hide are put together in one row. It is published with the total only when it covers
enough units itself; until then the smallest of the rows that were open joins it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

#: From how many units on a sum may be told ([ours], requirements §2.10).
LEAST_UNITS = 3


@dataclass
class Cell:
    """One row of a table: its key, its figures, and the units (any hashable) it is the sum of."""

    key: str
    count: int
    fen: int
    units: frozenset[object] = frozenset()

    def __add__(self, other: "Cell") -> "Cell":
        count, fen = self.count + other.count, self.fen + other.fen
        return Cell(self.key, count, fen, self.units | other.units)


def fold(cells: Iterable[Cell], *, rest: str, least: int = LEAST_UNITS) -> list[Cell]:
    """``cells`` with those of fewer than ``least`` units put together under the key ``rest``.

    Empty when the whole table covers fewer than ``least`` units: then not even the total is told.
    """
    cells = list(cells)
    open_cells = sorted(
        (each for each in cells if len(each.units) >= least), key=lambda cell: -cell.fen
    )
    hidden = [each for each in cells if len(each.units) < least]
    if not hidden:
        return open_cells
    folded = sum(hidden[1:], Cell(rest, hidden[0].count, hidden[0].fen, hidden[0].units))
    while len(folded.units) < least and open_cells:
        folded = folded + open_cells.pop()
    return [*open_cells, folded] if len(folded.units) >= least else []
