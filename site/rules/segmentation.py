"""Chinese text as a search index reads it, and a question as the words it consists of.

In the index every run of Han characters becomes overlapping pairs (赣南脐橙: 赣南 南脐 脐橙), so no
dictionary can lose a word and a newer dictionary needs no new index. Only the question is cut into
words, and each word is asked for as its pairs in a row.
"""

import re
import unicodedata

import rjieba

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
TOKEN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
IS_HAN = re.compile(f"[{HAN}]")
STOP = frozenset("的了和与及或之等为在是")
RUN_END = "zzhan"
"""Stands behind every run, so that no phrase reaches over a mark of punctuation."""

LONGEST = 200
"""Characters of a question that are read."""
MOST = 16
"""Runs of a question that are read."""


def tokens(text: str) -> list[str]:
    """Runs of Han characters and runs of other letters and digits, in lower case, half width."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def is_han(token: str) -> bool:
    return bool(IS_HAN.match(token))


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run; the run itself when it is one character."""
    return [run[start : start + 2] for start in range(len(run) - 1)] or [run]


def index_text(text: str) -> str:
    """``text`` as the words an index stores; every character once more, for questions of one."""
    words: list[str] = []
    characters: dict[str, None] = {}
    for token in tokens(text):
        if is_han(token):
            words += [*pairs(token), RUN_END]
            characters.update(dict.fromkeys(token))
        else:
            words.append(token)
    return " ".join([*words, *characters])


def asked_words(question: str) -> list[str]:
    """The words of a question, in their order; nothing that an index would read as an operator."""
    words: list[str] = []
    for token in tokens(question[:LONGEST])[:MOST]:
        words += _words(token) if is_han(token) else [token]
    return list(dict.fromkeys(words))


def _words(run: str) -> list[str]:
    """Dictionary words; single characters in a row stay together, particles part them."""
    words: list[str] = []
    row = ""
    for word in rjieba.cut(run, False):
        if len(word) == 1 and (word not in STOP or len(run) <= 2):
            row += word
            continue
        words += [row, word if len(word) > 1 else ""]
        row = ""
    return [word for word in [*words, row] if word]
