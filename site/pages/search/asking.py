"""A question as a query of the search backend: each word, what it means, how it sounds."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.apps import apps
from wagtail.search.query import And, Or, PlainText

from rules.certificate_numbers import Spelling, read_certificate_number
from rules.readings import sounds_like
from rules.segmentation import LONGEST, asked_words, tokens, without_asking

from .candidates import KIND
from .spoken import Terms


class Match(StrEnum):
    """How results hold what was asked for."""

    ALL = "all"  # every word, or what the office says it means
    SOUND = "sound"  # every word, or what sounds like it
    ANY = "any"  # some of the words


@dataclass(frozen=True)
class Question:
    """What somebody looks for: words, of which kind (a page type's name), between which days."""

    text: str
    kind: str = ""
    since: object = None
    until: object = None
    by_date: bool = False

    @property
    def is_dated(self):
        """Whether the days on which pages came out matter to it."""
        return bool(self.since or self.until or self.by_date)

    @property
    def looked_for(self):
        """The text without what only asks; or, when a certificate number is in it, that number in
        its one spelling.
        """
        reading = read_certificate_number(self.text)
        is_number = reading.spelling is Spelling.WELL_FORMED
        return str(reading.number) if is_number else without_asking(self.text)

    @cached_property
    def words(self):
        """What somebody types is never read as a term of the index's own, which pages hold."""
        return [word for word in asked_words(self.looked_for) if not word.startswith(KIND)]

    @property
    def matches(self):
        """The ways of holding it, the strictest first; one word alone has no parts."""
        ways = [each for each in Match if each is not Match.ANY or len(self.words) > 1]
        return ways if self.words else []

    @cached_property
    def office_words(self):
        """The office's words (``pages.SearchWord``) that are in the text, the longest first."""
        within = apps.get_model("pages", "SearchWord").within
        return within("".join(tokens(self.text[:LONGEST]))) if self.words else []

    def alternatives(self, word):
        """What is looked for in place of ``word``: itself, and what the office says it means."""
        meanings = (each.meanings for each in self.office_words if each.key in word)
        return [word, *(meaning for each in meanings for meaning in each)]

    def query(self, match=Match.ALL):
        """This question, which has words, as a query of the search backend."""
        parts = [_any(self._leaves(word, match)) for word in self.words]
        if match is Match.ANY:
            return _any(parts)
        whole = And(parts) if len(parts) > 1 else parts[0]
        return _any([whole, *map(PlainText, self._meanings_of_phrases())])

    def _leaves(self, word, match):
        sounds = map(Terms, sounds_like(word)) if match is Match.SOUND else ()
        return [*map(PlainText, self.alternatives(word)), *sounds]

    def _meanings_of_phrases(self):
        """What the office says of words of its own that are cut into several here."""
        phrases = [each for each in self.office_words if not any(each.key in w for w in self.words)]
        return [meaning for each in phrases for meaning in each.meanings]


def _any(parts):
    return Or(parts) if len(parts) > 1 else parts[0]


def ways_of_holding(model, text, *, is_number=False):
    """``(keys, Match)`` of the pages of ``model`` that hold ``text``, the strictest way first.

    Whoever asks takes the first that leaves something of what may be seen: pages that nobody may
    read must not decide it. A number (``is_number``) is like no other, and is no part of itself.
    """
    question = Question(text)
    for match in question.matches[: 1 if is_number else None]:
        pages = model.objects.only("pk").search(question.query(match), order_by_relevance=False)
        yield [page.pk for page in pages], match
