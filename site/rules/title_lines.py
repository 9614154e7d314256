"""Where the title of an official paper is broken (GB/T 9704-2012, 7.3.1).

A title of several lines is to be broken between whole words, its lines of about the same length.
"""

import re
from itertools import pairwise

#: Characters of a line of titles: 22 points in a type area of 156 mm, one left over.
MOST = 19
#: What no line begins with, and what no line ends with.
CLOSING, OPENING = "的了和与及或等之、，。；：！？）》〉”’〕】", "（《〈“‘〔【第"
NUMBER = re.compile(r"[0-9０-９A-Za-z.]+")


def width(text: str) -> float:
    """How many full characters wide ``text`` is: letters and figures are half as wide."""
    return sum(0.5 if ord(character) < 0x2000 else 1 for character in text)


def title_lines(title: str, most: int = MOST) -> list[str]:
    """``title`` in as few lines of at most ``most`` characters as can be, of even length.

    One line where it fits, or where a word is longer than a line.
    """
    words = _unbroken(title)
    if width(title) <= most or any(width(word) > most for word in words):
        return [title]
    number = int(-(-width(title) // most))
    while not (places := _best(words, number, most)):
        number += 1
    return ["".join(words[begin:end]) for begin, end in pairwise(places)]


def _unbroken(title: str) -> list[str]:
    """The words, each with the marks and particles that stay with it; a number with its unit."""
    import rjieba  # a dictionary of 34 MB

    words: list[str] = []
    for word in rjieba.cut(title):
        last = words[-1] if words else ""
        stays = word[0] in CLOSING or (last and (last[-1] in OPENING or NUMBER.fullmatch(last)))
        if words and stays:
            words[-1] += word
        else:
            words.append(word)
    return words


def _best(words: list[str], number: int, most: int) -> tuple[int, ...]:
    """Where ``number`` lines begin, and the end: the most even way; empty when none fits."""
    even = sum(map(width, words)) / number
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for _ in range(number):
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for begin, (cost, places) in best.items():
            for end in range(begin + 1, len(words) + 1):
                length = width("".join(words[begin:end]))
                if length > most:
                    break
                total = cost + (length - even) ** 2
                if total < longer.get(end, (total + 1, ()))[0]:
                    longer[end] = total, (*places, end)
        best = longer
    return best.get(len(words), (0.0, ()))[1]
