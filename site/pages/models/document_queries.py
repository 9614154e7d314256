"""Asking for documents: what is public, what is in force, what a visitor looks for."""

import re
import unicodedata

from django.apps import apps
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, ExtractYear

from records.prepared import KEYS, MOMENT, TEXT, WORDS, Prepared, among, among_words, listed
from rules.numbers import normalise_document_number

from ..search.asking import Match, ways_of_holding
from .document_words import ANNOUNCED, KINDS, STANDING, Validity
from .visibility import PageQuerySet, scheduled

#: An 索引号, whoever gave it: its last part is a number, and so is what has but one part.
INDEX_NO = re.compile(r"(?:[0-9A-Za-z]+[-/])*[0-9]+")
#: From which day a document does what it says to another.
SINCE = Coalesce(F("effective_from"), F("written_on"))


def document_key(doc_no):
    """The 文号 in its one spelling, so that any spelling finds it; as it is when it has none."""
    try:
        return normalise_document_number(doc_no)
    except ValueError:
        return doc_no.strip()


def whole_number(text):
    """Whether a 文号, an 索引号 or a number is all of ``text``."""
    try:
        return bool(normalise_document_number(text))
    except ValueError:
        return bool(INDEX_NO.fullmatch(unicodedata.normalize("NFKC", text).strip()))


class DocumentQuerySet(PageQuerySet):
    def visible(self, at):
        """Published and not past its hour of leaving at ``at``, whether or not a scheduler ran."""
        begun = (Q(live=True) | Q(expired=True)) & Q(first_published_at__lte=at)
        not_over = Q(expire_at__isnull=True) | Q(expire_at__gt=at)
        return self.filter(begun | scheduled(approved_go_live_at__lte=at)).filter(not_over)

    def without_text(self):
        """For lists, which show none: the texts are most of what a row holds."""
        return self.defer("body_text").defer_streamfields()

    def newest(self):
        return self.order_by(published().desc(), "-pk")

    def with_validity(self, at):
        """Each with the days from which a document visible at ``at`` repeals it, whole or partly.

        ``repealed_on`` and ``partly_repealed_on``; None where there is none.
        """
        return self.annotate(
            repealed_on=self._first_day(at, repeals=OuterRef("pk")),
            partly_repealed_on=self._first_day(at, partly_repeals=OuterRef("pk")),
        )

    def with_repeal(self, at):
        """Each with ``repealer_at``: when the public first could read what repeals it."""
        repealers = self._repealers(at, repeals=OuterRef("pk")).annotate(told_at=published())
        return self.annotate(repealer_at=Subquery(repealers.values("told_at")[:1]))

    def _first_day(self, at, **repealing):
        return Subquery(self._repealers(at, **repealing).values("since")[:1])

    def _repealers(self, at, **repealing):
        """What is public at ``at`` and repeals, the earliest to do so first."""
        repealers = self.model.objects.visible(at).filter(**repealing)
        return repealers.annotate(since=SINCE).order_by("since", "pk")

    def having(self, validity, on):
        """Those with this :class:`Validity` on day ``on``; after :meth:`with_validity`."""
        return self.filter(_conditions(on)[validity])

    def standing(self, on):
        """Those that hold, whole or in part, on day ``on``; after :meth:`with_validity`."""
        conditions = _conditions(on)
        return self.filter(conditions[STANDING[0]] | conditions[STANDING[1]])

    def announcements(self):
        return self.filter(kind__in=ANNOUNCED)

    def policies(self):
        return self.exclude(kind__in=ANNOUNCED)

    def in_section(self, section):
        return self.filter(kind__in=KINDS[section])

    def of_year(self, year):
        return self.with_year().filter(published_year=year)

    def with_year(self):
        return self.annotate(published_year=ExtractYear(published()))

    def find(self, text):
        """``(rows, Match)``: what search finds with ``text`` in the strictest way that finds any of
        these rows; or its number, in any spelling of its brackets.
        """
        number = Q(index_no__iexact=text) | Q(doc_no_key__icontains=document_key(text))
        for keys, match in ways_of_holding(self.model, text, is_number=whole_number(text)):
            rows = self.filter(number | Q(pk__in=keys))
            if rows.exists():
                return rows, match
        return self.filter(number), Match.ALL


def set_validity(pages, at):
    """Give rows that were read what :meth:`DocumentQuerySet.with_validity` would have given them.

    For rows that are only shown: what is narrowed by it needs it in its own question.
    """
    first_days = {}
    keys = [page.pk for page in pages if page.pk]
    for relation, key, day in REPEALED(at, listed(keys)) if keys else ():
        first_days[relation, key] = min(first_days.get((relation, key), day), day)
    for page in pages:
        page.repealed_on = first_days.get(("repeals", page.pk))
        page.partly_repealed_on = first_days.get(("partly_repeals", page.pk))


def _repealed(at, keys):
    """``(relation, key, from which day)`` of those of ``keys`` that a visible document repeals."""
    visible = apps.get_model("pages", "DocumentPage").objects.visible(at).order_by()
    one, other = (
        visible.filter(**{f"{relation}__in": among(keys)}).values_list(
            Value(relation), relation, SINCE
        )
        for relation in ("repeals", "partly_repeals")
    )
    return one.union(other, all=True)


REPEALED = Prepared(_repealed, MOMENT, KEYS)


def by_numbers(numbers, at):
    """``{number as it was given: the document}`` for those that are public at ``at``."""
    keys = {number: document_key(number) for number in numbers if number}
    rows = NUMBERED(at, listed(sorted(set(keys.values())))) if keys else ()
    pages = {page.doc_no_key: page for page in rows}
    return {number: pages[key] for number, key in keys.items() if key in pages}


def _numbered(at, keys):
    documents = apps.get_model("pages", "DocumentPage").objects
    return documents.visible(at).filter(doc_no_key__in=among_words(keys))


def _with_slug(at, slug):
    return apps.get_model("pages", "DocumentPage").objects.visible(at).filter(slug=slug)


NUMBERED = Prepared(_numbered, MOMENT, WORDS)
BY_SLUG = Prepared(_with_slug, MOMENT, TEXT)


def published():
    """When the public first could read it, or will."""
    return Coalesce("first_published_at", "go_live_at")


def _conditions(on):
    unrepealed = Q(repealed_on__isnull=True) | Q(repealed_on__gt=on)
    unlapsed = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    begun = Q(effective_from__isnull=True) | Q(effective_from__lte=on)
    whole = Q(partly_repealed_on__isnull=True) | Q(partly_repealed_on__gt=on)
    return {
        Validity.REPEALED: Q(repealed_on__lte=on),
        Validity.LAPSED: unrepealed & Q(expires_on__lt=on),
        Validity.NOT_YET: unrepealed & unlapsed & Q(effective_from__gt=on),
        Validity.PARTLY: unrepealed & unlapsed & begun & Q(partly_repealed_on__lte=on),
        Validity.IN_FORCE: unrepealed & unlapsed & begun & whole,
    }
