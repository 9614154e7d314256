"""The sentences among which a letter chooses by the case, each as an office reads it.

They are read off the shipped text, so that none can be forgotten: whoever words a letter sees every
one of them, with examples for what it fills in, and what the letter says with each.
"""

from functools import cache

from .gap_names import BLOCKS, EXAMPLES, NAMES, WITHIN
from .letter_sentences import BRANCHES, branches, fill_in, gaps_of, sentences, substitute
from .letter_words import BEGINS, ENDS, TOKEN, gaps, plain, word_of

#: Where nothing is known of what stands there.
SOMETHING = "……"


@cache
def cases(kind):
    """``{name of a gap: its sentences}`` of letters of ``kind``; "" where the case says nothing."""
    rows = gaps(kind)
    return {name: _sentences(rows[name].source) for name in BLOCKS.get(kind, ())}


def _sentences(source):
    return tuple(_words(branch) for branch in branches(TOKEN.split(source)))


def own_cases(kind, own=None):
    """The same with the office's own sentences ``own`` in the places of the shipped ones."""
    rows = dict(cases(kind))
    for name, words in (own or {}).items():
        pairs = zip(sentences(kind)[name], words, strict=True)
        rows[name] = tuple(_own_words(kind, sentence, each) for sentence, each in pairs)
    return rows


def _own_words(kind, sentence, words):
    values = {
        name: EXAMPLES.get(name) or _words(TOKEN.split(gap.source))
        for name, gap in gaps_of(kind, sentence).items()
    }
    return substitute(sentence.around(words), values)


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


def example(kind, text, chosen=None, own=None):
    """The letter in that wording with facts of no real unit.

    ``chosen`` is ``{gap: number of its sentence}``; the first ones where it says nothing. ``own``
    are the office's own sentences.
    """
    values = {name: EXAMPLES.get(name, "") for name in gaps(kind)}
    for name, rows in own_cases(kind, own).items():
        values[name] = rows[(chosen or {}).get(name, 0)]
    return fill_in(text, values)
