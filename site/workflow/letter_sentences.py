"""The sentences among which a letter chooses by the case, as an office may word them.

Which sentence a case takes is decided by the shipped text and by nothing else; what the sentence
says may be the office's own words. A sentence is plain text with named gaps in braces, like the
letter itself: each fact of the shipped sentence stays in it, and nothing in it can be run.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.template import engines

from .gap_names import BLOCKS, INNER, NAMES, NESTED
from .letter_words import BEGINS, ENDS, GAP, TOKEN, Gap, gaps, plain, word_of

BRANCHES = {"elif", "else"}


@dataclass(frozen=True)
class Sentence:
    """What the shipped text says in one case: words (``str``) and :class:`Gap`."""

    parts: tuple

    @property
    def words(self):
        """As an office writes it, gaps in braces; "" where the case says nothing."""
        return self._written.strip()

    @property
    def gaps(self):
        return {part.name: part for part in self.parts if isinstance(part, Gap)}

    @property
    def _written(self):
        return "".join(part if isinstance(part, str) else f"{{{part.name}}}" for part in self.parts)

    def around(self, words):
        """``words`` with the line ends before and after the shipped ones."""
        written = self._written
        if not written.strip():
            return words
        start = written[: len(written) - len(written.lstrip())]
        return f"{start}{words}{written[len(written.rstrip()) :]}"


@cache
def sentences(kind):
    """``{name of a gap: its Sentences}`` of letters of ``kind``; lists have none."""
    rows = gaps(kind)
    blocks = {name: rows[name].source for name in BLOCKS.get(kind, ())}
    return {
        name: _sentences(kind, name, source)
        for name, source in blocks.items()
        if word_of(TOKEN.split(source)[1]) != "for"
    }


def shipped_sentences(kind):
    """``{name: [words of each case]}`` as they are shipped."""
    return {name: [each.words for each in rows] for name, rows in sentences(kind).items()}


def own_sentences(kind, typed):
    """Of ``typed``, in the form of :func:`shipped_sentences`, the gaps that differ from it."""
    shipped = shipped_sentences(kind)
    rows = {name: [_clean(each) for each in words] for name, words in typed.items()}
    return {name: words for name, words in rows.items() if words != shipped.get(name)}


def conditions(kind, own):
    """A digest of what chooses between the sentences ``own`` and of what each names; "" of none.

    Sentences are bound to their cases by their place: they hold as long as this stays the same.
    """
    rows = [_conditions(kind, name) for name in sorted(own)]
    return sha256(repr(rows).encode()).hexdigest() if rows else ""


def _conditions(kind, name):
    cases = sentences(kind).get(name)
    if cases is None:
        return None
    facts = [(sorted(each.gaps), sorted(gaps_of(kind, each))) for each in cases]
    return name, _numbered(gaps(kind)[name].source), facts


def places(kind):
    """``[(field of a form, gap, number of the case, Sentence)]`` of every sentence."""
    return [
        (f"sentence_{row}_{number}", name, number, sentence)
        for row, (name, cases) in enumerate(sentences(kind).items())
        for number, sentence in enumerate(cases)
    ]


def gaps_of(kind, sentence):
    """What a sentence may name: its own facts, which must stay, and those of the letter."""
    plain_ones = {name: gap for name, gap in gaps(kind).items() if name not in BLOCKS.get(kind, ())}
    return plain_ones | sentence.gaps


def fill(kind, text, context, own=None):
    """The letter in the office's own wording ``text``, with the facts of ``context``.

    ``own`` are the office's own sentences by the case, as :func:`own_sentences` gives them.
    """
    values = {name: _value(gap.source, context) for name, gap in gaps(kind).items()}
    for name, words in (own or {}).items():
        values[name] = _chosen(kind, name, words, context)
    return fill_in(text, values)


def fill_in(text, values):
    """Each gap once: what a value says is never read as a gap."""
    return substitute(text, values).strip()


def substitute(text, values):
    return GAP.sub(lambda match: values[match[1].strip()], text)


def _chosen(kind, name, words, context):
    """The sentence among ``words`` that this case takes."""
    cases, source = sentences(kind)[name], gaps(kind)[name].source
    number = int(_value(_numbered(source), context) or len(cases) - 1)
    rows = gaps_of(kind, cases[number]).items()
    values = {gap_name: _value(gap.source, context) for gap_name, gap in rows}
    return substitute(cases[number].around(words[number]), values)


@cache
def _numbered(source):
    """The same choice with the number of each branch for its words."""
    pieces, number, depth = [], 0, 0
    for piece in TOKEN.split(source):
        word = word_of(piece)
        depth += (word in BEGINS) - (word in ENDS)
        if depth == 1 and word in BEGINS:
            pieces += [piece, "0"]
        elif depth == 1 and word in BRANCHES:
            number += 1
            pieces += [piece, f"{number}"]
        elif not depth and word in ENDS:
            pieces.append(piece)
    return "".join(pieces)


def branches(pieces):
    """What stands between the outermost tags; the last is empty where nothing else is said."""
    rows, depth, has_else = [[]], 0, False
    for piece in pieces:
        word = word_of(piece)
        depth += (word in BEGINS) - (word in ENDS)
        if depth == 1 and word in BRANCHES:
            rows.append([])
            has_else = has_else or word == "else"
        elif not _is_outermost(word, depth):
            rows[-1].append(piece)
    is_list = any(word_of(piece) == "for" for piece in pieces[:2])
    return rows if has_else or is_list else [*rows, []]


def _is_outermost(word, depth):
    return (word in BEGINS and depth == 1) or (word in ENDS and depth == 0)


def _sentences(kind, name, source):
    nested = iter(NESTED.get((kind, name), ()))
    return tuple(Sentence(tuple(_parts(rows, nested))) for rows in branches(TOKEN.split(source)))


def _parts(pieces, nested):
    """Words and gaps; a choice or a list within the sentence is one gap, named by ``nested``."""
    block, depth = [], 0
    for piece in pieces:
        word = word_of(piece)
        if depth or word in BEGINS:
            block.append(piece)
            depth += (word in BEGINS) - (word in ENDS)
            if not depth:
                yield Gap(next(nested), "".join(block))
                block = []
        elif TOKEN.fullmatch(piece):
            yield Gap(INNER.get(plain(piece)) or NAMES[plain(piece)], piece)
        elif piece:
            yield piece


def _clean(text):
    return (text or "").replace("\r\n", "\n").strip()


def _value(source, context):
    return _template(source).render(context)


@cache
def _template(source):
    """A letter is plain text: nothing is escaped."""
    return engines["django"].from_string(f"{{% autoescape off %}}{source}{{% endautoescape %}}")
