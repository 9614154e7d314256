"""Does a sale count? (R46, R47, requirements §2.10): by the day, from the events of its entry.

An entry must be in use the whole day: the day on which it is suspended or removed is out already,
whatever the hour, and the day on which it is resumed is not yet in. The first and the last day of
validity count; so does the day on which its holder leaves of its own will.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from rules.periods import day_ends, day_starts

#: How far an amount may lie from quantity × price, in fen, when no discount is given.
TOLERANCE_FEN = 1
#: [ours] A price this many times the reference price, or that part of it, is told as an outlier.
OUTLIER_TIMES = 5


def flag(
    sold_on: date, *, valid_from: date, valid_until: date, events: Iterable[tuple[datetime, str]]
) -> str:
    """Why a sale on ``sold_on`` does not count: a word of ``SALE_FLAGS``, or "" when it does.

    ``events`` are ``(effective_at, status thereafter)`` of the entry, in their order.
    """
    began, ends = day_starts(sold_on), day_ends(sold_on)
    events = list(events)
    reached = [status for at, status in events if at <= began][-1:]
    out = {*reached, *(status for at, status in events if began < at < ends)}
    if "removed" in out:
        return "after_removal"
    if not valid_from <= sold_on <= valid_until:
        return "outside_validity"
    if "suspended" in out:
        return "while_suspended"
    return "outside_validity" if not reached or reached == ["expired"] else ""


def amount_fen(quantity: Decimal, unit_price_fen: int) -> int:
    """Quantity × price in whole fen, half up."""
    return int((quantity * unit_price_fen).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def is_outlier(unit_price_fen: int, reference_price_fen: int) -> bool:
    """Whether a price is so far from the reference price that somebody should look (§2.10)."""
    if not reference_price_fen:
        return False
    return not (
        reference_price_fen <= unit_price_fen * OUTLIER_TIMES
        and unit_price_fen <= reference_price_fen * OUTLIER_TIMES
    )


def quarter(day: date) -> str:
    """The quarter of a day, as 2020Q4."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def next_quarter(word: str) -> str:
    """The quarter after ``word``."""
    year, number = int(word[:4]), int(word[5])
    return f"{year + number // 4}Q{number % 4 + 1}"


def quarter_starts(word: str) -> date:
    """The first day of a quarter."""
    return date(int(word[:4]), 3 * int(word[5]) - 2, 1)


def quarter_words(word: str) -> str:
    """2020Q4 as official papers write it: 2020年第四季度."""
    return f"{word[:4]}年第{'一二三四'[int(word[5]) - 1]}季度"


def quarter_ends(word: str) -> date:
    """The last day of a quarter."""
    return quarter_starts(next_quarter(word)) - timedelta(days=1)


def term_days(word: str) -> tuple[date, date]:
    """The first and the last day of a year as 2020 or a quarter as 2020Q2."""
    if len(word) == 4:
        return date(int(word), 1, 1), date(int(word), 12, 31)
    return quarter_starts(word), quarter_ends(word)
