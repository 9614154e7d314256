"""Products of the catalogue as querysets: what is in it at a moment, and what has left it."""

from django.db.models import Count, OuterRef, Q, Subquery

from catalog.models import CertificateEvent
from catalog.models.certificates import ENDED, LIVE
from registry.listed_words import categories
from rules.certificate_numbers import parse_certificate_number, whole_parts
from rules.lifecycle import CertificateStatus
from rules.periods import local_day

from ..search.asking import Match, ways_of_holding
from .visibility import PageQuerySet, standing

ACTIVE = CertificateStatus.ACTIVE.value
#: Operations after which an entry may no longer be used; the end of the term is left to the days.
STOPPING = ("suspend", "remove", "expire")


#: From a product's page to its pictures in every size.
PHOTOS = "certificate__product__photos__image__renditions"


class ProductQuerySet(PageQuerySet):
    def with_status(self, at):
        """Each with ``status_at``: where its certificate's events had brought it at ``at``.

        The end of the term is left to the dates, so that it is exact to the second. With it
        ``stop_key``, the key of the last event that stopped the entry.
        """
        events = CertificateEvent.objects.filter(
            certificate=OuterRef("certificate_id"), effective_at__lte=at
        ).exclude(reason="expired")
        last = events.order_by("-version")
        stop = last.filter(op__in=STOPPING)
        return self.annotate(
            status_at=Subquery(last.values("status")[:1]),
            stop_key=Subquery(stop.values("pk")[:1]),
        )

    def visible(self, at):
        """Inside the validity and neither removed nor ended; a suspended one stays, marked."""
        today = local_day(at)
        return self.with_status(at).filter(
            standing(),
            status_at__in=LIVE,
            certificate__valid_from__lte=today,
            certificate__valid_until__gte=today,
        )

    def left(self, at):
        """What was in the catalogue and is no longer: removed, left, or past its last day."""
        today = local_day(at)
        over = Q(status_at__in=ENDED) | Q(certificate__valid_until__lt=today)
        return self.with_status(at).filter(standing(), over, certificate__valid_from__lte=today)

    def valid(self):
        """Of visible ones, those that may be used: not suspended."""
        return self.filter(status_at=ACTIVE)

    def suspended(self):
        return self.filter(status_at=CertificateStatus.SUSPENDED)

    def with_facts(self):
        return self.select_related(
            "certificate__version__origin_township",
            "certificate__applicant",
            "certificate__ruleset",
            "certificate__product",
        )

    def with_photos(self):
        return self.prefetch_related(PHOTOS)

    def counts(self):
        """``(category, status, how many)`` of each that occurs, for :func:`counted`."""
        rows = self.order_by().values_list("certificate__version__category", "status_at")
        return rows.annotate(count=Count("pk"))

    def newest(self):
        return self.order_by("-certificate__valid_from", "certificate__number")

    def in_or_left(self, at):
        """What is in the catalogue or has left it: what anybody may know of."""
        return self.with_status(at).filter(
            standing(), status_at__in=[*LIVE, *ENDED], certificate__valid_from__lte=local_day(at)
        )

    def find(self, text):
        """``({key}, Match)``: what search finds with ``text`` in the strictest way that finds any;
        or it is the certificate's number, or parts of it in a row.
        """
        parts = whole_parts(text)
        in_number = Q(certificate__number__regex=f"(^|-){parts}(-|$)") if parts else Q(pk__in=[])
        number = Q(certificate__number=certificate_key(text)) | in_number
        for keys, match in ways_of_holding(self.model, text, is_number=bool(parts)):
            rows = set(self.filter(number | Q(pk__in=keys)).values_list("pk", flat=True))
            if rows:
                return rows, match
        return set(self.filter(number).values_list("pk", flat=True)), Match.ALL


def counted(counts):
    """``([(category, its name, how many are valid)], how many are suspended)`` of ``counts``.

    In the order of the form, without empty ones.
    """
    counts = {(category, status): count for category, status, count in counts}
    valid = [(word, name, counts.get((word, ACTIVE), 0)) for word, name in categories()]
    suspended = sum(n for (_, status), n in counts.items() if status != ACTIVE)
    return [row for row in valid if row[2]], suspended


def certificate_key(text):
    """A certificate number in its one spelling; the text itself when it is none."""
    try:
        return str(parse_certificate_number(text))
    except ValueError:
        return text
