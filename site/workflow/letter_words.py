"""The wording of a letter as an office reads and writes it: sentences with named gaps.

The shipped text of a kind is a template of ours. What it fills in are its *gaps*: each fact, and
each sentence that depends on the case, has a name in Chinese. An office's own wording is plain
text with those names in braces, never a template: nothing in it can be run, and every fact of the
shipped text has to stay in it.
"""

import re
from dataclasses import dataclass
from functools import cache

from django.template.loader import get_template

from .gap_names import BLOCKS, NAMES

TOKEN = re.compile(r"({%.*?%}|{{.*?}})", re.DOTALL)
GAP = re.compile(r"{([^{}\n]*)}")
AROUND = {"autoescape", "endautoescape", "oneline", "endoneline"}
BEGINS, ENDS = {"if", "for"}, {"endif", "endfor"}
BREAK = re.compile(r"\n *")


@dataclass(frozen=True)
class Gap:
    """One thing that a letter fills in: its name in Chinese, and the template of its value."""

    name: str
    source: str


@cache
def parts(kind):
    """The shipped text of ``kind``: a tuple of words (``str``) and :class:`Gap`."""
    source = get_template(f"workflow/letters/{kind}.txt").template.source
    reader = _Reader(kind)
    for piece in TOKEN.split(source):
        reader.read(piece)
    return tuple(reader.parts)


class _Reader:
    """Cuts a shipped text into words and gaps; a block with all that is in it is one gap."""

    def __init__(self, kind):
        self.kind, self.parts, self.block = kind, [], []
        self.depth, self.blocks, self.is_one_line = 0, 0, False

    def read(self, piece):
        word = word_of(piece)
        if word in AROUND:
            self.is_one_line = word == "oneline" or (self.is_one_line and word != "endoneline")
        elif self.depth or word in BEGINS:
            self._read_block(piece, word)
        elif TOKEN.fullmatch(piece):
            self.parts.append(Gap(NAMES[plain(piece)], piece))
        elif piece:
            self.parts.append(BREAK.sub("", piece) if self.is_one_line else piece)

    def _read_block(self, piece, word):
        is_words = self.is_one_line and not TOKEN.fullmatch(piece)
        self.block.append(BREAK.sub("", piece) if is_words else piece)
        self.depth += (word in BEGINS) - (word in ENDS)
        if not self.depth:
            name = BLOCKS[self.kind][self.blocks]
            self.parts.append(Gap(name, "".join(self.block)))
            self.block, self.blocks = [], self.blocks + 1


def word_of(piece):
    """``{% if x %}`` → ``if``; "" of what is no tag of a choice, a list or the like."""
    return piece.strip("{% }").split(maxsplit=1)[0] if piece.startswith("{%") else ""


def plain(piece):
    """``{{ a.b|c }}`` → ``a.b|c``; ``{% name "office" %}`` → ``name "office"``."""
    return piece[2:-2].strip()


def gaps(kind):
    """``{name: Gap}`` of what the letter ``kind`` fills in, in the order of the shipped text."""
    return {part.name: part for part in parts(kind) if isinstance(part, Gap)}


def names_all(kind, text):
    """Whether ``text`` names what the letter fills in, all of it and nothing else."""
    return {name.strip() for name in GAP.findall(text)} == set(gaps(kind))


def shipped_wording(kind):
    """The shipped text as an office would write it: the words, and each gap's name in braces."""
    words = (part if isinstance(part, str) else f"{{{part.name}}}" for part in parts(kind))
    return "".join(words).strip()
