"""The table: one row for each fault and database, printed and written into the documents."""

import json
from dataclasses import asdict, dataclass

HEAD = ("故障", "数据库", "次数", "条件", "丢失", "结果")


@dataclass(frozen=True)
class Row:
    """``tried`` must reach ``wanted`` and ``lost`` be 0, or ``why`` says what went wrong.

    ``proof`` names what tries it elsewhere, where this run has not: such a row claims nothing.
    """

    fault: str
    database: str
    tried: int
    wanted: int
    condition: str
    lost: int = 0
    why: str = ""
    proof: str = ""

    @property
    def has_passed(self):
        return self.tried >= self.wanted and not self.lost and not self.why

    @property
    def cells(self):
        if self.proof:
            return self.fault, self.database, "—", self.condition, "—", f"另试：{self.proof}"
        why = " ".join(self.why.split())[:300].replace("|", "/")
        result = "通过" if self.has_passed else f"失败 {why}".strip()
        return (
            *(self.fault, self.database, f"{self.tried}", self.condition),
            *(f"{self.lost}", result),
        )


def markdown(rows):
    """The table as it stands in docs/faults.md."""
    lines = [HEAD, ("---",) * len(HEAD), *(row.cells for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def write_rows(rows, path):
    """Write the rows to ``path`` as JSON, so that a table of hours is not lost with its window."""
    words = [asdict(row) for row in rows]
    path.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")


def read_rows(path):
    """The rows that ``write_rows`` wrote."""
    return [Row(**words) for words in json.loads(path.read_text(encoding="utf-8"))]
