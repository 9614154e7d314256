"""Privacy: finding the personal numbers that must not stand on a public page.

Sources: PIPL 28; requirements §5.7 and finding 9. The gate reads text, table cells, attachment
text and alt text. Credit codes, certificate numbers, hotlines and office lines are no one's own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from rules.check_characters import resident_digit
from rules.identifiers import PROVINCE, birth_date, check_credit_code
from rules.masks import mask_card, mask_name, mask_phone, mask_resident_id

__all__ = ["Finding", "mask_card", "mask_name", "mask_phone", "mask_resident_id", "scan"]

GAP = "[ -]{0,3}"
"""What people put between the digits of one number, once spaces and dashes are made plain."""
WIDE_GAP = r"[ \n.·/、,|_□▢☐-]{0,6}"
"""What stands between them where a number is wrapped, or set in cells, or parted by other marks."""

# Each pattern is a lookahead, so that a number is found even inside a longer row of digits
# that turned out to be no number.
RESIDENT_ID = re.compile(rf"(?<![0-9])(?=([1-9](?:{GAP}[0-9]){{16}}{GAP}[0-9X])(?![0-9]))")
OLD_ID = re.compile(rf"(?<![0-9])(?=([1-9](?:{GAP}[0-9]){{14}})(?!{GAP}[0-9]))")
PARTED_ID = re.compile(
    rf"(?<![0-9])(?=([1-9](?:{WIDE_GAP}[0-9]){{16}}{WIDE_GAP}[0-9X])(?![0-9A-Z]))"
)
PARTED_MOBILE = re.compile(
    r"(?<![0-9.])(?=(1[3-9][0-9](?P<mark>[.·/、_])[0-9]{4}(?P=mark)[0-9]{4}"
    r"|1[3-9] [0-9]{3} [0-9]{6}|1[3-9](?: ?[0-9]){1,8} ?\n(?: ?[0-9]){1,8})(?![0-9]))"
)
CARDS = tuple(
    re.compile(rf"(?<![0-9.])(?=([1-9](?:{GAP}[0-9]){{{length - 1}}})(?![0-9]))")
    for length in (19, 18, 17, 16)
)
MOBILE = re.compile(
    rf"(?<![0-9.])(?=0?(?:(?:\+|00)?86{GAP})?(1{GAP}[3-9](?:{GAP}[0-9]){{9}})(?![0-9]))"
)

OWN_NUMBERS = re.compile(
    r"ZG-[0-9]{6}-[0-9]{4}-[0-9]{4}-[0-9A-Z]"
    r"|[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"
    r"|(?<![0-9A-Z])(?=[0-9]*[A-Z])[0-9A-Z]{32,}"
)
"""Certificate numbers, UUIDs and digests."""

CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
OFFICE_LINE = re.compile(
    rf"(?<![0-9])(?:0[0-9]{{2,3}}{GAP}[2-9][0-9]{{6,7}}|[48]00-?[0-9]{{3}}-?[0-9]{{4}})(?![0-9])"
)

ID_LABEL = re.compile(r"(?:身份证|身份号|证件)[^0-9]{0,8}$")
PHONE_LABEL = re.compile(r"(?:电话|手机|联系|微信|TEL)[^0-9]{0,8}$")
CARD_LABEL = re.compile(r"(?:卡号|账号|帐号|银行卡|存折)[^0-9]{0,8}$")
CREDIT_LABEL = re.compile(r"信用代码[^0-9]{0,8}$")
LABEL_REACH = 16

CARD_SHAPE = re.compile("62[0-9]{14,17}|[4569][0-9]{15}|[49][0-9]{18}|35[0-9]{14}")
"""UnionPay; Visa, Mastercard and older domestic cards; their long forms; JCB."""
CARD_GROUPS = re.compile(
    r"\d{16,19}|\d{4}(?: \d{4}){3}(?: ?\d{1,3})?|\d{6} \d{10,13}|\d(?: \d){15,18}", re.ASCII
)
UNITS = re.compile("[ ]?(?:元|万|亿|公斤|千克|斤|吨|亩|株|袋|箱|瓶|KG)")
"""Behind a figure; nobody's telephone is counted in them."""
MOBILE_GROUPS = re.compile(r"\d{3,}(?: \d{3,})*|\d(?: \d){10}", re.ASCII)


STRETCH = re.compile(f"[0-9](?:{WIDE_GAP}[0-9X]){{10,}}")
"""Where numbers may be: digits as many as a mobile has, which has the fewest, and what parts them.

No pattern reaches from one stretch into another. Most lines of a public page have none.
"""

CHINESE = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "001234567891234567891")
WORD = f"[0-9{''.join(map(chr, CHINESE))}]"
CHINESE_RUN = re.compile(
    rf"(?<!{WORD})(?<![十百]){WORD}(?:{GAP}{WORD}){{10,16}}(?:{GAP}(?:X|{WORD}))?"
    rf"(?!{WORD}|[十百千万])"
)
"""Digits as words, as many as a telephone's or a resident number's; fewer are dates and sums."""
CROSSES = "×✕✖ХхΧ"
"""What is written for the X at the end of a resident number: a sign, a Cyrillic, a Greek letter."""


@dataclass(frozen=True)
class Finding:
    """A personal number at ``text[start:end]``; ``masked`` may be shown to the editor.

    ``kind`` is resident_id, bank_card or mobile.
    """

    kind: str
    start: int
    end: int
    masked: str

    def meets(self, other: "Finding") -> bool:
        return self.start < other.end and other.start < self.end


def scan(text: str) -> list[Finding]:
    """Every resident number, bank card and mobile in ``text``, in order of place.

    Full-width digits, and spaces, dashes, line ends or other marks inside a number, do not hide
    it. A resident number or a card with a wrong check digit, and a resident number of the old
    fifteen digits, is found only after a word such as 身份证 or 卡号.
    """
    plain = text.translate(_PLAIN)
    findings = _numbers_in(plain)
    if CHINESE_RUN.search(plain):  # beside it, for 张三 before a number is no part of one
        in_words = _numbers_in(CHINESE_RUN.sub(_in_figures, plain))
        findings += [each for each in in_words if not any(map(each.meets, findings))]
    return sorted(findings, key=lambda finding: finding.start)


def _numbers_in(plain: str) -> list[Finding]:
    stretches = [match.span() for match in STRETCH.finditer(plain)]
    if not stretches:
        return []
    plain = OWN_NUMBERS.sub(_blank, plain)
    findings = list(_find("resident_id", RESIDENT_ID, plain, stretches, _is_resident_id))
    for pattern, is_one in ((PARTED_ID, _is_parted_id), (OLD_ID, _is_old_id)):
        findings += _find("resident_id", pattern, _without(plain, findings), stretches, is_one)
    plain = CREDIT_CODE.sub(_blank_credit_code, _without(plain, findings))
    for pattern in CARDS:
        findings += _find("bank_card", pattern, _without(plain, findings), stretches, _is_card)
    plain = OFFICE_LINE.sub(_blank, _without(plain, findings))
    findings += _find("mobile", MOBILE, plain, stretches, _is_mobile)
    plain = _without(plain, findings)
    findings += _find("mobile", PARTED_MOBILE, plain, stretches, _is_parted_mobile)
    return findings


class _PlainCharacters(dict[int, str]):
    """For ``str.translate``: one plain character for each, so that places stay the same."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain_character(chr(code))
        return plain


_PLAIN = _PlainCharacters()
_PLAIN.update(dict.fromkeys(map(ord, CROSSES), "X") | dict.fromkeys(map(ord, "()（）"), " "))


def _plain_character(char: str) -> str:
    if char in "\n\x0b\x0c\x85\u2028\u2029":
        return "\n"
    if char in "\r\t":
        return " " if char == "\r" else "|"
    if char in "•‧・⋅∙":
        return "·"
    if unicodedata.category(char) in {"Zs", "Cf", "Mn", "Me"}:
        return " "
    if unicodedata.category(char) == "Pd" or char == "−":
        return "-"
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char).upper()
    return plain if len(plain) == 1 else char


MASKS = {"resident_id": mask_resident_id, "bank_card": mask_card, "mobile": mask_phone}


def _find(
    kind: str,
    pattern: re.Pattern[str],
    plain: str,
    stretches: list[tuple[int, int]],
    is_one: Callable[[str, str, str], bool],
) -> Iterator[Finding]:
    """The matches for which ``is_one(written, before, after)`` holds, none overlapping another.

    A pattern looks one character behind a stretch, and as far before it as it likes.
    """
    reached = 0
    places = (pattern.finditer(plain, first, last + 1) for first, last in stretches)
    for match in chain.from_iterable(places):
        start, end = match.span(1)
        before = plain[max(0, start - 2 * LABEL_REACH) : start].replace(" ", "")[-LABEL_REACH:]
        after = plain[end : end + LABEL_REACH]
        if start >= reached and is_one(match[1], before, after):
            reached = end
            yield Finding(kind, start, end, MASKS[kind](_bare(match[1])))


def _is_resident_id(written: str, before: str, _after: str = "") -> bool:
    number = _bare(written)
    born = birth_date(number)
    if not PROVINCE.match(number) or born is None or not 1900 <= born.year < 2100:
        return False
    if _is_credit_code(number) and (number[0] == "9" or CREDIT_LABEL.search(before)):
        return False
    return resident_digit(number[:17]) == number[17] or bool(ID_LABEL.search(before))


def _is_parted_id(written: str, before: str, _after: str) -> bool:
    """In few pieces, as a line or a cell parts it, or in boxes of one digit or of two."""
    pieces = re.split("[^0-9X]+", written)
    shaped = len(pieces) <= 4 or len(pieces) == 18 or {len(each) for each in pieces} == {2}
    return shaped and _is_resident_id(written, before)


def _is_old_id(written: str, before: str, _after: str) -> bool:
    """Fifteen digits of before 1999 have no check digit: only the word before them tells."""
    number = _bare(written)
    born = birth_date(f"{number[:6]}19{number[6:]}0")
    return bool(ID_LABEL.search(before) and PROVINCE.match(number) and born)


def _is_card(written: str, before: str, _after: str) -> bool:
    if CARD_LABEL.search(before):
        return True
    number, groups = _bare(written), re.sub("[ -]+", " ", written)
    grouped = CARD_GROUPS.fullmatch(groups) and CARD_SHAPE.fullmatch(number)
    return bool(grouped) and _passes_luhn(number)


def _is_mobile(written: str, before: str, after: str) -> bool:
    if UNITS.match(after) and not PHONE_LABEL.search(before):
        return False
    return bool(MOBILE_GROUPS.fullmatch(re.sub("[ -]+", " ", written)))


def _is_parted_mobile(written: str, before: str, after: str) -> bool:
    """Over a line end: after a word such as 电话, or where the rest stands alone in its line."""
    if len(_bare(written)) != 11 or UNITS.match(after):
        return False
    head, wraps, _rest = written.partition("\n")
    alone = len(_bare(head)) >= 7 and (not after or after[0] == "\n")
    return not wraps or alone or bool(PHONE_LABEL.search(before))


def _is_credit_code(number: str) -> bool:
    return check_credit_code(number, require_legal_person=False).ok


def _passes_luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _bare(written: str) -> str:
    return re.sub("[^0-9A-Z]", "", written)


def _in_figures(match: re.Match[str]) -> str:
    return match[0].translate(CHINESE)


def _blank(match: re.Match[str]) -> str:
    return "■" * len(match[0])


def _blank_credit_code(match: re.Match[str]) -> str:
    return _blank(match) if _is_credit_code(match[0]) else match[0]


def _without(plain: str, findings: list[Finding]) -> str:
    pieces, reached = [], 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        pieces += [plain[reached : finding.start], "■" * (finding.end - finding.start)]
        reached = finding.end
    return "".join([*pieces, plain[reached:]])
