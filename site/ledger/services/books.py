"""What a file can be of: sales of a platform, or entries of a ledger; judged and saved alike."""

from dataclasses import dataclass, field

from ..columns import OFFICE_COLUMNS, parsed
from ..ledgers import LEDGERS
from ..models import SalesRecord
from ..models.imports import SALES
from .entries import drafted_entry, entry_reasons, make_void
from .imports import AT_ONCE, judge_rows
from .quarters import last_closed
from .sales import opposite, own_numbers

__all__ = ["AT_ONCE", "book_of", "columns_of"]


def columns_of(word):
    """The columns of a file of ``word``: each with its name, heading and whether it is required."""
    return OFFICE_COLUMNS if word == SALES else LEDGERS[word].all_columns


def book_of(batch, *, at):
    """The :class:`SalesBook` or :class:`EntryBook` that ``batch`` is booked in."""
    return (SalesBook if batch.ledger == SALES else EntryBook)(batch, at)


@dataclass
class SalesBook:
    """Sales of a platform, of whichever holders."""

    batch: object
    at: object

    def judge(self, rows, earlier):
        """An answer per row; ``earlier``: :class:`ledger.earlier.Earlier`, None when booked."""
        who = {"by": self.batch.uploaded_by, "at": self.at}
        return judge_rows([_of_platform(parsed(row)) for row in rows], earlier=earlier, **who)

    def save(self, answers):
        """Book the good ones, the sales before their reversals; how many."""
        good = [answer.sale for answer in answers if answer.state in ("counted", "flagged")]
        for sale in good:
            sale.batch = self.batch
        for is_reversal in (False, True):
            rows = [sale for sale in good if (sale.reverses is not None) == is_reversal]
            SalesRecord.objects.bulk_create(rows)
        return len(good)

    def standing(self):
        return SalesRecord.objects.filter(batch=self.batch).standing().order_by("pk")

    def undo(self, sales, *, reason, by, day):
        if not sales:
            return
        numbers = own_numbers(sales[0], len(sales), at=self.at)
        who = {"day": day, "closed": last_closed(), "by": by, "at": self.at}
        SalesRecord.objects.bulk_create(
            opposite(sale, number, reason=reason, **who)
            for sale, number in zip(sales, numbers, strict=True)
        )


def _of_platform(row):
    """A platform writes a word or a nickname where a person bought: it is no unit's name."""
    return {**row, "buyer_name": ""} if row["buyer_type"] == "individual" else row


@dataclass
class EntryAnswer:
    """What became, or would become, of one row of a file of a ledger."""

    line: int
    entry: object = None
    reasons: list[str] = field(default_factory=list)
    is_duplicate: bool = False
    is_skipped: bool = False

    @property
    def state(self):
        if self.is_skipped or self.is_duplicate:
            return "skipped" if self.is_skipped else "duplicate"
        return "wrong" if self.reasons else "counted"


@dataclass
class EntryBook:
    """Entries of one ledger of the unit that brought the file."""

    batch: object
    at: object

    def __post_init__(self):
        self.ledger = LEDGERS[self.batch.ledger]
        self.cells, self.drawn = {}, {}

    def judge(self, rows, earlier):
        numbers = [str(row["cells"].get("number", "")).strip() for row in rows]
        own = self.ledger.rows().standing().filter(unit=self.batch.unit, number__in=numbers)
        used = set(own.values_list("number", flat=True))
        before = set() if earlier is None else earlier.among(numbers).keys()
        used |= before
        answers = [self._answer(row, used) for row in rows]
        if earlier is not None:
            earlier.add(dict.fromkeys(used - before))
        return answers

    def _answer(self, row, used):
        if row.get("skip"):
            return EntryAnswer(row["line"], reasons=[row["skip"]], is_skipped=True)
        values, reasons = self._values(row)
        number = values.get("number")
        if number in used:
            return EntryAnswer(row["line"], reasons=[f"编号{number}已登记"], is_duplicate=True)
        if reasons:
            return EntryAnswer(row["line"], reasons=reasons)
        who = {"by": self.batch.uploaded_by, "at": self.at}
        entry = drafted_entry(self.ledger, self.batch.unit, **who, **values)
        entry.batch = self.batch
        against = entry_reasons(self.ledger, entry, at=self.at)
        against = against or list(self.ledger.clashes(entry, self.drawn))
        if not against:
            used.add(number)
        return EntryAnswer(row["line"], entry, [why for _, why in against])

    def _values(self, row):
        values, reasons = {}, list(row.get("reasons", []))
        for column in self.ledger.all_columns:
            try:
                values[column.name] = self._read(column, row["cells"].get(column.name, ""))
            except ValueError as error:
                reasons.append(str(error))
        return values, reasons

    def _read(self, column, text):
        """The value of a cell; rows of other tables are asked for once in a file."""
        if not column.field.is_relation:
            return column.read(text)
        if (column.name, text) not in self.cells:
            self.cells[column.name, text] = column.read(text)
        return self.cells[column.name, text]

    def save(self, answers):
        good = [answer.entry for answer in answers if answer.state == "counted"]
        self.ledger.model.objects.bulk_create(good)
        return len(good)

    def standing(self):
        return self.ledger.rows().standing().filter(batch=self.batch).order_by("pk")

    def undo(self, entries, *, reason, by, day):
        for entry in entries:
            make_void(entry, reason=reason, by=by, at=self.at)
