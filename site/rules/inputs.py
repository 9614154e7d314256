"""Days, numbers and amounts of money as people write them: by hand, in a form, in a spreadsheet.

Every reader raises ValueError with what to do, in Chinese; ``title`` is what the place is called.
"""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

TIME = re.compile(
    r"[ T]*(?:上午|下午|AM|PM)?[ T]*\d{1,2}"
    r"(?::\d{1,2}(?::\d{1,2}(?:\.\d+)?)?|[时点]\d{1,2}分?(?:\d{1,2}秒)?) *(?:AM|PM)?"
)
DAY = re.compile(r"(\d{4})(?: ?[-/.年] ?| )(\d{1,2})(?: ?[-/.月] ?| )(\d{1,2}) ?[日号]?")
WEEKDAY = re.compile(r" *\((?:周|星期|礼拜)[一二三四五六日天]\)")
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
#: Thousands in groups of three, or as the Chinese count, of four.
GROUPED = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d+)?")
#: Day 0 of a workbook, and how many days later one from an old Macintosh begins to count.
EPOCH, MACINTOSH = date(1899, 12, 30), timedelta(days=1462)
#: The serials of 2000-01-01 and 2099-12-31: any other number of five digits is no day of ours.
FIRST_SERIAL, LAST_SERIAL = 36526, 73050
#: A day outside of these is a typing error whatever it is of; both leave room to reckon further.
FIRST_YEAR, LAST_YEAR = 1900, 2199
LARGEST = 10**12
PLACES = "零一两三四五六"


def plain(text: object) -> str:
    """``text`` with full-width characters made plain and no blanks at its ends."""
    return unicodedata.normalize("NFKC", str(text)).strip()


def day(text: object, *, title: str = "日期", is_1904: bool = False) -> date:
    """The day that ``text`` names; a time of day after it is left out.

    Taken are 2026-01-15, 2026/1/15 9:05, 2026.1.15, 2026 1 15, 2026年1月15日 or 号, 20260115, each
    with its weekday in brackets or without (nobody reckons it anew), and the number under
    which a spreadsheet keeps a day (``is_1904``: counted as an old Macintosh does). A day without
    its century, or with the month in front, could be two days, and is refused.
    """
    written = TIME.sub("", WEEKDAY.sub("", plain(text).upper())).strip()
    match = DAY.fullmatch(written) or COMPACT.fullmatch(written)
    serial = SERIAL.fullmatch(written)
    try:
        if match:
            year, month, number_of_day = map(int, match.groups())
            if FIRST_YEAR <= year <= LAST_YEAR:
                return date(year, month, number_of_day)
        if serial and FIRST_SERIAL <= int(serial[1]) <= LAST_SERIAL:
            later = MACINTOSH if is_1904 else timedelta()
            return EPOCH + timedelta(days=int(serial[1])) + later
    except ValueError:
        pass  # the 30th of February: told below like any other
    raise ValueError(f"{title}“{text}”不正确，应如 2026-01-15")


def number(text: object, *, title: str = "数字", places: int | None = None) -> Decimal:
    """The decimal that ``text`` writes, digits in groups or not; at most ``places`` decimals."""
    written = re.sub(r"\s", "", plain(text))
    if GROUPED.fullmatch(written):
        written = written.replace(",", "")
    try:
        value = Decimal(written)
    except InvalidOperation:
        raise ValueError(f"{title}“{text}”不是数字，请只填数字，例如 1200 或 12.5") from None
    if not value.is_finite() or abs(value) >= LARGEST:
        raise ValueError(f"{title}“{text}”超出范围")
    if places is not None and value != round(value, places):
        raise ValueError(f"{title}“{text}”最多{PLACES[places]}位小数")
    return value


def fen(text: object, *, title: str = "金额") -> int:
    """An amount of yuan as whole fen; a sign of the currency before or after it is left out."""
    written = re.sub(r"\s", "", plain(text)).upper()
    written = re.sub(r"^([+-]?)(?:¥|RMB|CNY|人民币)", r"\1", written)
    written = re.sub(r"[元圆]整?$", "", written)
    try:
        return int(number(written, title=title, places=2) * 100)
    except ValueError as error:
        raise ValueError(str(error).replace(f"“{written}”", f"“{text}”", 1)) from None
