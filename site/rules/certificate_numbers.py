"""证书编号: how ours are built, and how people spell them when they type, paste or scan one.

The last character is that of GB 32100-2015, whose alphabet has no I, O, S, V, Z. So a letter O, I,
S or Z behind the ZG can only be a 0, 1, 5 or 2, and is read as one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from rules.check_characters import mod_31

SHAPE = "ZG-区划代码-年份-序号-校验码"
LAST_SERIAL = 9999
"""Of a year: the receivers' schemas (catalog-record, sales-record) know four digits and no more."""

LONGEST = 400
"""Characters of what somebody typed that are read: an address with a number at its end fits."""

LOOKALIKES = str.maketrans("OISZ", "0152")
BETWEEN = "[^0-9A-Z\u3400-\u9fff]{0,3}"
"""What stands between two characters of one number: any mark or gap, no letter and no Han."""
BODY = BETWEEN.join([*["([0-9OISZ])"] * 14, "([0-9A-Z])(?![0-9A-Z])"])
MORE = f"({BETWEEN}[0-9A-Z])?"
CERTIFICATE = re.compile(f"(?=(?:[Z2]{BETWEEN}G{BETWEEN}|(?<![0-9A-Z])){BODY}{MORE})")
PREFIXED = re.compile(f"Z{BETWEEN}G((?:{BETWEEN}[0-9A-Z])*)")


class Spelling(StrEnum):
    """What a text is that was given as a certificate number."""

    MALFORMED = "malformed"
    CHECK_CHARACTER = "check_character"
    WELL_FORMED = "well_formed"


@dataclass(frozen=True)
class CertificateNumber:
    """证书编号, ours: region of six digits, year, serial within the year from 1 to 9999.

    ``str()`` composes ZG-360702-2020-0001-E. The last character is that of GB 32100-2015 taken
    over the fourteen digits before it: the c with Σ digit·3^position + c ≡ 0 (mod 31), positions
    from 0, in the alphabet without I, O, S, V, Z. Raises ValueError on parts that do not fit.
    """

    region: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        if reasons := list(_reasons(self.region, self.year, self.serial)):
            raise ValueError("；".join(reasons))

    @property
    def digits(self) -> str:
        return f"{self.region}{self.year:04d}{self.serial:04d}"

    @property
    def check_character(self) -> str:
        return mod_31(self.digits)

    def __str__(self) -> str:
        return f"ZG-{self.region}-{self.year:04d}-{self.serial:04d}-{self.check_character}"


@dataclass(frozen=True)
class Reading:
    """How a text reads as a certificate number.

    ``number`` is None when the text is none; with a wrong check character it is the number of the
    digits that were typed, and ``check`` the character that was typed for it. ``reason`` says in
    Chinese what is wrong, and is empty for a well-formed number.
    """

    spelling: Spelling
    number: CertificateNumber | None = None
    check: str = ""
    reason: str = ""


def example(region: str) -> str:
    """What the first number of 2020 looks like in ``region``; the shape where that is no code."""
    try:
        return str(CertificateNumber(region, 2020, 1))
    except ValueError:
        return SHAPE


def read_certificate_number(raw: str) -> Reading:
    """The first certificate number in ``raw`` whose check character is right, however spelled.

    Any dashes, dots, gaps or none, any width and case, words or an address around it: all read.
    """
    text = unicodedata.normalize("NFKC", unquote(raw[:LONGEST])).upper()
    readings = [_reading(match.groups()) for match in CERTIFICATE.finditer(text)]
    for spelling in (Spelling.WELL_FORMED, Spelling.CHECK_CHARACTER):
        for reading in readings:
            if reading.spelling is spelling:
                return reading
    reasons = [reading.reason for reading in readings if reading.reason]
    return Reading(Spelling.MALFORMED, reason=next(iter(reasons), _why_none(text)))


def parse_certificate_number(raw: str) -> CertificateNumber:
    """The number in ``raw`` as a citizen may type it; ValueError with the reason in Chinese."""
    reading = read_certificate_number(raw)
    if reading.number is None or reading.reason:
        raise ValueError(reading.reason)
    return reading.number


def near_numbers(reading: Reading) -> list[str]:
    """Right numbers that differ from a wrong one by one character or by two that changed places.

    Whoever asks looks which of them exist: only a single one is worth a suggestion.
    """
    if reading.spelling is not Spelling.CHECK_CHARACTER or reading.number is None:
        return []
    written = reading.number.digits
    near = {written}
    for place, digit in enumerate(written):
        near.update(f"{written[:place]}{other}{written[place + 1 :]}" for other in "0123456789")
        if place:
            near.add(f"{written[: place - 1]}{digit}{written[place - 1]}{written[place + 1 :]}")
    right = (each for each in near if each == written or mod_31(each) == reading.check)
    return sorted(str(number) for each in right if (number := _number(each)))


def whole_parts(raw: str) -> str:
    """``0001-T`` of a text that is some parts of a number in a row; empty when it is anything else.

    At least four characters, one of them a digit; what stands between the parts is a dash then.
    """
    text = unicodedata.normalize("NFKC", raw[:LONGEST]).upper().strip()
    parts = re.findall("[0-9A-Z]+", text)
    is_other = re.search(r"[^0-9A-Z\s\W_]", text) or not re.search("[0-9]{4}", text)
    return "" if is_other else "-".join(parts)


def _reading(parts: tuple[str, ...]) -> Reading:
    """``parts``: fourteen digits, the check character, and what follows it closely."""
    digits, check = "".join(parts[:14]).translate(LOOKALIKES), parts[14].translate(LOOKALIKES)
    try:
        number = CertificateNumber(digits[:6], int(digits[6:10]), int(digits[10:]))
    except ValueError as error:
        return Reading(Spelling.MALFORMED, reason="" if parts[15] else f"{error}")
    if number.check_character == check:
        return Reading(Spelling.WELL_FORMED, number, check)
    if parts[15]:
        return Reading(Spelling.MALFORMED)
    reason = "证书编号的校验码不正确，请逐位核对"
    return Reading(Spelling.CHECK_CHARACTER, number, check, reason)


def _number(digits: str) -> CertificateNumber | None:
    try:
        return CertificateNumber(digits[:6], int(digits[6:10]), int(digits[10:]))
    except ValueError:
        return None


def _why_none(text: str) -> str:
    """What keeps ``text`` (plain width, upper case) from being a number."""
    reason = f"证书编号格式不正确，应为“{SHAPE}”"
    begun = PREFIXED.search(text)
    written = re.sub("[^0-9A-Z]", "", begun[1]) if begun else ""
    if not written or len(written) == 15:
        return reason
    return f"{reason}：ZG后面应有15位字母和数字，现有{len(written)}位"


def _reasons(region: str, year: int, serial: int) -> Iterator[str]:
    if not re.fullmatch("[0-9]{6}", region):
        yield "证书编号中的行政区划代码应为6位数字"
    if not 2000 <= year <= 2999:
        yield "证书编号中的年份不正确"
    if not 1 <= serial <= LAST_SERIAL:
        yield "证书编号中的序号应在0001至9999之间"
