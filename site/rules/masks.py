"""Masks: how a person's name and numbers may be shown on a page the public can see.

Sources: PIPL 6 and 28; requirements §5.7 (154****0001, 3****…8, 王某某). Every function is total:
it takes any text, and what it hides cannot be read from what it gives.
"""

import re
import unicodedata

HIDDEN = "****"
COMPOUND_SURNAME = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|"
    "濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|"
    "令狐|呼延|轩辕|百里|东郭|南门|西门|第五"
)


def mask_phone(number: str) -> str:
    """A mobile as 154****0001; of any other number only the last two digits, if it has seven."""
    digits = _digits(number)
    if re.fullmatch(r"(?:86)?1[3-9][0-9]{9}", digits):
        return digits[-11:-8] + HIDDEN + digits[-4:]
    return _all_but_last(digits, 2) if number.strip() else ""


def mask_resident_id(number: str) -> str:
    """An 18-character resident number as its first and last with sixteen stars between."""
    characters = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number)).upper()
    if re.fullmatch(r"[0-9]{17}[0-9X]", characters):
        return characters[0] + "*" * 16 + characters[-1]
    return HIDDEN if characters else ""


def mask_email(address: str) -> str:
    """An address as its first letter, stars and what follows the @: z****@example.com."""
    name, at, domain = address.strip().rpartition("@")
    return name[:1] + HIDDEN + at + domain if name else (HIDDEN if domain else "")


def mask_card(number: str) -> str:
    """A bank card as its last four digits."""
    digits = _digits(number)
    return _all_but_last(digits, 4) if number.strip() else ""


def mask_name(name: str) -> str:
    """The surname and 某 for the rest, at most two, so that the length tells nothing: 王某某.

    A lone character, being perhaps the whole name, becomes 某.
    """
    letters = re.sub(r"\s", "", name)
    if len(letters) < 2:
        return "某" if letters else ""
    length = 2 if COMPOUND_SURNAME.match(letters) and len(letters) > 2 else 1
    return letters[:length] + "某" * min(len(letters) - length, 2)


def star_name(name: str) -> str:
    """The surname and stars for the rest, as lists of names are published: 张*, 欧阳**."""
    letters = re.sub(r"\s", "", name)
    length = 2 if COMPOUND_SURNAME.match(letters) and len(letters) > 2 else 1
    return letters[:length] + "*" * min(max(len(letters) - length, 1), 2) if letters else ""


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", unicodedata.normalize("NFKC", text))


def _all_but_last(digits: str, length: int) -> str:
    return HIDDEN + (digits[-length:] if len(digits) >= 7 else "")
