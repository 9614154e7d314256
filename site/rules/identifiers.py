"""Identifiers given by others: credit codes, resident identity numbers and telephone numbers.

A check that passes says the number is well formed, never that its holder exists: reviewers
compare with the licence by hand (requirements §4).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.check_characters import ALPHABET, mod_31, organisation_digit, resident_digit

CATEGORIES = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
"""GB 32100-2015, table 1: categories of body by registering department."""

PROVINCE = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
"""First two digits of resident numbers, residence permits of HK, Macao, Taiwan and foreigners."""

REGION = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{4}")
"""A code of GB/T 2260: its first two digits name the province."""

EARLIEST_BIRTH = date(1900, 1, 1)

MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([2-9][0-9]{6,7})(?:(?:#|转)([0-9]{1,6}))?")
TOLL_FREE = re.compile(r"([48]00)([0-9]{3})([0-9]{4})")
HOTLINE = re.compile(r"123[0-9]{2}")


@dataclass(frozen=True)
class Checked:
    """A normalised value with all the reasons against it, and what a reviewer should look at."""

    value: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors


def credit_code_check_character(first17: str) -> str:
    """The eighteenth character of a credit code (GB 32100-2015); ValueError on a foreign one."""
    return mod_31(first17)


def resident_id_check_character(first17: str) -> str:
    """The eighteenth character of a resident number (GB 11643-1999): a digit or X."""
    return resident_digit(first17)


def check_credit_code(
    raw: str, *, home_region: str = "", require_legal_person: bool = True
) -> Checked:
    """Check a 统一社会信用代码 of 18 characters (GB 32100-2015, requirements §4.1, A01–A03).

    Village collectives (N2) pass. A registrar elsewhere than in ``home_region`` only warns, for
    what counts is the domicile on the licence; so does a wrong inner GB 11714 digit. Without
    ``home_region`` no registrar is foreign.
    """
    code = _normalised(raw)
    if not code:
        return Checked(code, ("请填写统一社会信用代码",))
    errors = tuple(_credit_code_errors(code, require_legal_person))
    return Checked(code, errors, () if errors else tuple(_credit_code_warnings(code, home_region)))


def check_resident_id(raw: str, *, today: date) -> Checked:
    """Check an 18-character 公民身份号码 whose birth lies in 1900-01-01 … ``today`` (§4.2)."""
    number = _normalised(raw)
    if not number:
        return Checked(number, ("请填写公民身份号码",))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return Checked(number, ("公民身份号码应为18位，前17位为数字，末位为数字或者X",))
    province = PROVINCE.match(number)
    warnings = () if province else ("公民身份号码前两位不是现行省级行政区划代码，请核对证件",)
    return Checked(number, tuple(_resident_id_errors(number, today)), warnings)


def check_region(raw: str) -> Checked:
    """Check a 行政区划代码 of 6 digits (GB/T 2260); of it the province alone is known."""
    region = _normalised(raw)
    is_code = REGION.fullmatch(region)
    return Checked(region, () if is_code else ("请填写6位区划代码，例如360703",))


def check_phone(raw: str, *, allow_hotline: bool = False) -> Checked:
    """Check a telephone number in China and write it as 15400000001, 0797-8200001[#ext] or
    400-000-0000; hotlines (123××) pass only where ``allow_hotline`` (requirements §4.4).
    """
    typed = _normalised(raw)
    if not typed:
        return Checked(typed, ("请填写联系电话",))
    number = re.sub(r"[-‐‑‒–—―−()]", "", typed)
    number = re.sub(r"^(?:\+|00)86", "", number)
    if HOTLINE.fullmatch(number):
        return Checked(number, () if allow_hotline else ("此处不能填写服务热线，请填写联系电话",))
    written = _written_phone(number)
    if written is None:
        wrong = "联系电话格式不正确，应为11位手机号码，或者带区号的固定电话，如0797-8200001"
        return Checked(typed, (wrong,))
    return Checked(written)


def birth_date(number: str) -> date | None:
    """The birth written in digits 7–14 of a resident number; None where no such day exists."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _normalised(raw: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", raw)).upper()


def _credit_code_errors(code: str, require_legal_person: bool) -> Iterator[str]:
    foreign = "".join(dict.fromkeys(char for char in code if char not in ALPHABET))
    if len(code) != 18:
        yield f"统一社会信用代码应为18位，现为{len(code)}位"
    if foreign:
        yield f"含有不允许的字符“{foreign}”（只用数字和大写字母，不用I、O、S、V、Z）"
    if len(code) != 18 and code[:2] != "92":
        return  # whatever is told of its places would be told of the wrong ones
    if not re.fullmatch("[0-9]{6}", code[2:8]):
        yield "第3至8位应为登记机关行政区划代码，只能是数字"
    if code[1:2] not in (CATEGORIES.get(code[0]) or ()):
        yield f"前两位“{code[:2]}”不是有效的登记管理部门和机构类别代码"
    if require_legal_person and code[:2] == "92":
        yield "个体工商户不具有法人资格，不符合申请条件"
    if len(code) == 18 and not foreign and mod_31(code[:17]) != code[17]:
        yield "校验码不正确，请逐位核对营业执照"


def _credit_code_warnings(code: str, home_region: str) -> Iterator[str]:
    if home_region and code[2:8] != home_region:
        yield f"登记机关区划代码{code[2:8]}不是本区的{home_region}，请核对营业执照上的住所"
    if organisation_digit(code[8:16]) != code[16]:
        yield "第17位与组织机构代码的校验规则不符，请核对营业执照"


def _resident_id_errors(number: str, today: date) -> Iterator[str]:
    born = birth_date(number)
    if born is None:
        yield "公民身份号码中的出生日期不存在"
    elif not EARLIEST_BIRTH <= born <= today:
        yield "公民身份号码中的出生日期不在合理范围内"
    if resident_digit(number[:17]) != number[17]:
        yield "公民身份号码校验码不正确，请逐位核对证件"


def _written_phone(number: str) -> str | None:
    if MOBILE.fullmatch(number):
        return number
    if match := TOLL_FREE.fullmatch(number):
        return "-".join(match.groups())
    if match := LANDLINE.fullmatch(number):
        area, line, extension = match.groups()
        return f"{area}-{line}" + (f"#{extension}" if extension else "")
    return None
