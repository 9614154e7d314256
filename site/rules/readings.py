"""How Chinese words sound: for questions typed in pinyin, by initials, or in the wrong characters.

An index stores of each run of Han characters its syllables in a row and their initials in a row,
each marked, so that a phrase of them finds any part of a name and no ordinary word.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice

from .segmentation import RUN_END, is_han, tokens

SYLLABLE, INITIAL = "zzs", "zzi"
#: Sounds that people of the south do not tell apart, also when they type.
ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))
LONGEST_SYLLABLE = 6
VOWELS = frozenset("aeiouv")
#: A sound of one character that nobody means: it would cut 变更 wrongly.
UNUSUAL = {"biang"}
#: Letters of a question that are read as pinyin, and ways to cut them that are tried.
MOST_LETTERS, MOST_WAYS = 40, 4


def reading_text(text: str) -> str:
    """The sounds of ``text`` as an index stores them."""
    terms: list[str] = []
    for run in filter(is_han, tokens(text)):
        sounds = syllables(run)
        terms += [*map(_syllable, sounds), RUN_END, *map(_initial, sounds), RUN_END]
    return " ".join(terms)


def syllables(run: str) -> list[str]:
    """The pinyin of each character of a run, without tones; rare characters are left out."""
    from pypinyin import lazy_pinyin  # its dictionaries take a while: only who needs them waits

    return [each for each in lazy_pinyin(run) if each.isascii() and each.isalpha()]


def address_of(title: str, most: int = 60) -> str:
    """A short address in ASCII for a page called ``title``: its pinyin, cut between syllables.

    "" where nothing of the title can be said so.
    """
    parts: list[str] = []
    for token in tokens(title):
        parts += syllables(token) if is_han(token) else re.findall("[a-z0-9]+", token.lower())
    address = ""
    for part in parts:
        longer = f"{address}-{part}" if address else part[:most]
        if len(longer) > most:
            break
        address = longer
    return address


def sounds_like(word: str) -> list[str]:
    """The phrases of an index that sound as ``word`` is written, in characters or in letters."""
    if is_han(word):
        sounds = syllables(word)
        return [_phrase(_syllable, sounds)] if len(sounds) > 1 else []
    if not (word.isascii() and word.isalpha() and 1 < len(word) <= MOST_LETTERS):
        return []
    ways = islice(_ways(word), MOST_WAYS)
    return [*(_phrase(_syllable, way) for way in ways), _phrase(_initial, word)]


def _phrase(term: Callable[[str], str], parts: Iterable[str]) -> str:
    return " ".join(map(term, parts))


def _syllable(sound: str) -> str:
    for start, plain in ALIKE:
        if sound.startswith(start):
            sound = plain + sound.removeprefix(start)
    return SYLLABLE + (sound.removesuffix("g") if sound.endswith("ng") else sound)


def _initial(sound: str) -> str:
    return INITIAL + sound[0]


def _ways(letters: str) -> Iterator[list[str]]:
    """The ways to cut ``letters`` into syllables, those with longer beginnings first."""
    whole = len(letters)
    ends: dict[int, list[int]] = {whole: []}  # where a rest begins that can be cut: its next cuts
    for start in reversed(range(whole)):
        longest = min(start + LONGEST_SYLLABLE, whole)
        cuts = [end for end in range(longest, start, -1) if end in ends]
        if cuts := [end for end in cuts if letters[start:end] in _every_syllable()]:
            ends[start] = cuts
    return _cut(letters, 0, ends) if 0 in ends else iter(())


def _cut(letters: str, start: int, ends: dict[int, list[int]]) -> Iterator[list[str]]:
    if start == len(letters):
        yield []
    for end in ends[start]:
        for rest in _cut(letters, end, ends):
            yield [letters[start:end], *rest]


@cache
def _every_syllable() -> frozenset[str]:
    """Every syllable that a character can have."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    marked = {each for readings in PINYIN_DICT.values() for each in readings.split(",")}
    plain = {to_normal(each).replace("ü", "v") for each in marked}
    return frozenset(each for each in plain - UNUSUAL if each.isascii() and _is_sung(each))


def _is_sung(sound: str) -> bool:
    return sound.isalpha() and not VOWELS.isdisjoint(sound)
