"""What can be had by mail: a feed, whole or narrowed by what exists, under its official name."""

from urllib.parse import parse_qsl, urlencode

from catalog.models import Certificate
from registry.listed_words import categories
from registry.models import Applicant, Township

from ..catalogue.public_text import masked
from ..machines.feed_entries import FILTERS, chosen_of
from ..machines.feeding import TITLES
from ..models.document_words import Kind, Section

#: The longest name that is looked at; what narrows a feed is a handful of short words.
LONGEST = 200


def name_of(feed, chosen=None):
    """The one spelling of a topic: ``catalogue?category=fruit&township=360702101``."""
    narrowed = sorted((chosen or {}).items())
    return f"{feed}?{urlencode(narrowed)}" if narrowed else feed


def parts_of(name):
    """``(feed, chosen)`` of a topic's name, however it is spelt; ``("", {})`` of any other text."""
    feed, _, query = name[:LONGEST].partition("?")
    if feed not in TITLES:
        return "", {}
    return feed, chosen_of(feed, dict(parse_qsl(query)))


def title_of(feed, chosen):
    """What a topic is called; empty where the feed, or what narrows it, does not exist."""
    if feed not in TITLES:
        return ""
    words = [TITLED[key](chosen[key]) for key in FILTERS.get(feed, ()) if key in chosen]
    if not all(words):
        return ""
    return f"{TITLES[feed]}（{'、'.join(words)}）" if words else TITLES[feed]


def common():
    """``[(name, title)]`` of the topics that anybody may want, columns among the documents."""
    columns = [(name_of("documents", {"section": each.value}), each.label) for each in Section]
    rest = [(name, title) for name, title in TITLES.items() if name != "documents"]
    return [*rest, ("documents", "全部文件"), *columns]


def _township(code):
    return Township.objects.filter(gb_code=code).values_list("name", flat=True).first() or ""


def _applicant(code):
    name = Applicant.objects.filter(credit_code=code, certificates__isnull=False).values_list(
        "name", flat=True
    )
    return masked(name.first() or "")


def _certificate(number):
    rows = Certificate.objects.filter(number=number).select_related("version")
    certificate = rows.first()
    return f"{masked(certificate.version.name)}，证书{number}" if certificate else ""


def _product(number):
    """Whatever certificate the product has: a renewal has another number."""
    certificate = Certificate.objects.filter(number=number).select_related("version").first()
    return f"{masked(certificate.version.name)}，含续期后的证书" if certificate else ""


TITLED = {
    "township": _township,
    "applicant": _applicant,
    "certificate": _certificate,
    "product": _product,
    "category": lambda word: dict(categories()).get(word, ""),
    "kind": lambda word: dict(Kind.choices).get(word, ""),
    "section": lambda word: dict(Section.choices).get(word, ""),
}
