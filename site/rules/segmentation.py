"""Chinese text as a search index reads it, and a question as the words it consists of.

In the index every run of Han characters becomes overlapping pairs (赣南脐橙: 赣南 南脐 脐橙), so no
dictionary can lose a word and a newer dictionary needs no new index. Only the question is cut into
words, and each word is asked for as its pairs in a row.
"""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
TOKEN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
IS_HAN = re.compile(f"[{HAN}]")
STOP = frozenset("的了和与及或之等为在是")
#: What turns words into a question, and is in no text that answers it.
ASKING = re.compile(
    "请问有?|我?想要?买|我?要买|我想要?|我要|在?哪[里儿]?能?买到?|在?哪[里儿]"
    "|(?:怎么样?|怎样|如何)(?:购?买)?|为什么|什么时候|什么|哪些|多少钱?|多久|多长时间|几天|几年"
    "|需要|可以|能不能|能否|是不是|有没有|[吗呢呀]"
)
RUN_END = "zzhan"
"""Stands behind every run, so that no phrase reaches over a mark of punctuation."""

LONGEST = 200
"""Characters of a question that are read."""
MOST = 16
"""Runs of a question that are read."""


def tokens(text: str) -> list[str]:
    """Runs of Han characters and runs of other letters and digits: in lower case, half width,
    in the simplified script whichever they were typed in.
    """
    return TOKEN.findall(_simplifying().convert(unicodedata.normalize("NFKC", text).lower()))


@cache
def _simplifying() -> OpenCC:
    return OpenCC("t2s")


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


def without_asking(question: str) -> str:
    """``question`` without the words that only ask; as it is when nothing else is in it."""
    return ASKING.sub(" ", question) if ASKING.sub("", question).strip("？?！!。 ") else question


def _words(run: str) -> list[str]:
    """Dictionary words; single characters in a row stay together, particles part them."""
    import rjieba  # its dictionary takes 34 MB: only who is asked something has it

    words: list[str] = []
    row = ""
    for word in rjieba.cut(run, False):
        if len(word) == 1 and (word not in STOP or len(run) <= 2):
            row += word
            continue
        words += [row, word if len(word) > 1 else ""]
        row = ""
    return [word for word in [*words, row] if word]
