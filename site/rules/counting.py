"""How paper counts its headings: 一、二、三, （1）, ①, 甲, a, iv.

Source of the order 一、（一）1.（1）: GB/T 9704-2012, 7.3.3. The names of the ways of counting are
those of Office Open XML (ISO/IEC 29500-1, 17.18.59), since that is where numbers come from.
"""

from collections.abc import Callable

DIGITS = "〇一二三四五六七八九"
LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
#: Beyond these a number is written in digits.
MOST = 9999


def chinese(number: int) -> str:
    """一, 十, 十一, 一百零五: what counts up to 9999; digits beyond."""
    return _spoken(number, DIGITS.replace("〇", "零"), "十百千", drops_one=True)


def legal(number: int) -> str:
    """壹, 壹拾, 壹佰零伍: as amounts of money are written."""
    return _spoken(number, LEGAL_DIGITS, "拾佰仟", drops_one=False)


def _spoken(number: int, digits: str, units: str, *, drops_one: bool) -> str:
    if not 0 < number <= MOST:
        return str(number)
    text = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            text = digits[int(digit)] + (units[place - 1] if place else "") + text
        elif text and not text.startswith(digits[0]):
            text = digits[0] + text
    is_ten = drops_one and 10 <= number < 20
    return text[1:] if is_ten else text


def digit_by_digit(number: int) -> str:
    """二〇二〇: each digit by itself, as years are written."""
    return "".join(DIGITS[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def circled(number: int) -> str:
    """① to ⑳, ㉑ to ㊿; digits beyond."""
    for first, start, last in ((1, 0x2460, 20), (21, 0x3251, 35), (36, 0x32B1, 50)):
        if first <= number <= last:
            return chr(start + number - first)
    return str(number)


def letters(number: int) -> str:
    """a … z, then aa, bb, as Word goes on counting."""
    if not 0 < number <= MOST:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def roman(number: int) -> str:
    """i, ii, iii, iv; digits beyond 3999."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _from(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + each: ord("０") + each for each in range(10)})


WAYS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "taiwaneseCounting"),
            *("taiwaneseCountingThousand", "japaneseCounting", "koreanCounting"),
        ),
        chinese,
    ),
    "ideographDigital": digit_by_digit,
    "japaneseDigitalTenThousand": digit_by_digit,
    "taiwaneseDigital": digit_by_digit,
    "chineseLegalSimplified": legal,
    "ideographLegalTraditional": legal,
    "ideographTraditional": _from(STEMS),
    "ideographZodiac": _from(BRANCHES),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "none": lambda _: "",
}


def counted(number: int, way: str) -> str:
    """``number`` written in one of :data:`WAYS`; in digits where the way is not known."""
    return WAYS.get(way, str)(number)
