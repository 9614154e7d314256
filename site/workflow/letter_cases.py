"""The sentences among which a letter chooses by the case, each as an office reads it.

They are read off the shipped text, so that none can be forgotten: whoever words a letter sees every
one of them, with examples for what it fills in, and what the letter says with each.
"""

from functools import cache

from .gap_names import BLOCKS, EXAMPLES, NAMES, WITHIN
from .letter_words import BEGINS, ENDS, TOKEN, fill_in, gaps, plain, word_of

#: Where nothing is known of what stands there.
SOMETHING = "……"
BRANCHES = {"elif", "else"}


@cache
def cases(kind):
    """``{name of a gap: its sentences}`` of letters of ``kind``; "" where the case says nothing."""
    rows = gaps(kind)
    return {name: _sentences(rows[name].source) for name in BLOCKS.get(kind, ())}


def _sentences(source):
    branches = _branches(TOKEN.split(source))
    return tuple(_words(branch) for branch in branches)


def _branches(pieces):
    """What stands between the outermost tags; the last is empty where nothing else is said."""
    branches, depth, has_else = [[]], 0, False
    for piece in pieces:
        word = word_of(piece)
        depth += (word in BEGINS) - (word in ENDS)
        if depth == 1 and word in BRANCHES:
            branches.append([])
            has_else = has_else or word == "else"
        elif not _is_outermost(word, depth):
            branches[-1].append(piece)
    is_list = any(word_of(piece) == "for" for piece in pieces[:2])
    return branches if has_else or is_list else [*branches, []]


def _is_outermost(word, depth):
    return (word in BEGINS and depth == 1) or (word in ENDS and depth == 0)


def _words(pieces):
    """Examples for what is filled in; a choice within the sentence stands with a stroke between."""
    text = []
    for piece in pieces:
        word = word_of(piece)
        if word in BRANCHES:
            text.append("／")
        elif word not in BEGINS | ENDS:
            text.append(_example(piece) if TOKEN.fullmatch(piece) else piece)
    return "".join(text)


def _example(piece):
    source = plain(piece)
    return WITHIN.get(source) or EXAMPLES.get(NAMES.get(source, ""), SOMETHING)


def example(kind, text, chosen=None):
    """The letter in that wording with facts of no real unit.

    ``chosen`` is ``{gap: number of its sentence}``; the first ones where it says nothing.
    """
    values = {name: EXAMPLES.get(name, "") for name in gaps(kind)}
    for name, sentences in cases(kind).items():
        values[name] = sentences[(chosen or {}).get(name, 0)]
    return fill_in(text, values)
