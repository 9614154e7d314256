"""What is found by its sound: the field that is read to the index, the phrase that asks for it."""

from wagtail.search.index import SearchField
from wagtail.search.query import Phrase

from rules.readings import reading_text


class SpokenField(SearchField):
    """Goes into the index as pinyin; the words themselves are another field's."""

    cut = staticmethod(reading_text)


class Terms(Phrase):
    """A phrase of terms as the index holds them: nothing in it is cut any more."""
