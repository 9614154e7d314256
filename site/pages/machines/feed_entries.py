"""What the feeds tell: documents with their corrections, notices, changes of the catalogue, heads.

Everything is visible at the moment of asking and names no person: an entry of the catalogue names
the product and its producer. A correction and a repeal are entries of their own, so that whoever
has read the document hears of them; the document's own entry says when it was last changed.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localtime

from catalog.models import CertificateEvent
from records.models import TreeHead
from rules.periods import day_starts, local_day
from rules.plain_text import plain

from ..catalogue.public_text import masked
from ..models import (
    BulletinPage,
    DocumentPage,
    DocumentVersion,
    NoticePage,
    ProductPage,
    RemovalPage,
    ResultPage,
)
from ..models.document_words import KINDS
from .metadata import article

#: More than ever are listed on one day: nothing may leave a feed before anybody has asked for it.
MOST = 100
EPOCH = datetime.fromisoformat("2020-01-01T00:00:00+08:00")
VERSION = "certificate__version__"
#: What a feed can be narrowed by: the parameter, and the column of its rows that must be equal.
FILTERS = {
    "catalogue": {
        "category": f"{VERSION}category",
        "township": f"{VERSION}origin_township__gb_code",
        "applicant": "certificate__applicant__credit_code",
        "certificate": "certificate__number",
        # of whatever certificate the product has had and will have: named by one of them
        "product": "certificate__product__certificates__number",
    },
    "documents": {"kind": "kind", "section": "kind__in"},
    "notices": {"category": "category", "township": "origin_township__gb_code"},
}
#: How each kind of page in the feed of notices comes to its products.
PRODUCTS_OF = {
    NoticePage: "publicity__entries__item__",
    ResultPage: "notice__publicity__entries__item__",
    RemovalPage: "event__certificate__version__",
}


@dataclass(frozen=True)
class Entry:
    """One entry: a lasting id, an absolute address, words, since when it stands, its last change,
    and from whom it comes.
    """

    key: str
    url: str
    title: str
    summary: str
    at: datetime
    updated_at: datetime
    source: str = ""


def entries(name, request, *, at, chosen=None):
    """The newest entries of feed ``name``, newest first; ``chosen`` narrows it (``FILTERS``)."""
    build = {
        "documents": _documents,
        "notices": _notices,
        "catalogue": _changes,
        "bulletins": _bulletins,
        "evidence": _heads,
    }[name]
    rows = build(request, at, conditions(name, chosen or {}))
    rows = sorted(rows, key=lambda each: (each.at, each.key), reverse=True)
    return [_plain(row) for row in rows[:MOST]]


def chosen_of(name, parameters):
    """What of ``parameters`` narrows feed ``name``; what it does not know is no question to it."""
    return {key: parameters[key] for key in FILTERS.get(name, ()) if parameters.get(key)}


def conditions(name, chosen):
    """``chosen`` as conditions on the rows of feed ``name``: ``{column: value}``."""
    lookups = {FILTERS[name][key]: value for key, value in chosen.items()}
    if "kind__in" in lookups:
        lookups["kind__in"] = KINDS.get(lookups["kind__in"], ())
    return lookups


def _plain(entry):
    """One character that XML refuses would take the whole feed down."""
    words = {name: plain(getattr(entry, name)) for name in ("title", "summary", "source")}
    return replace(entry, **words)


def _documents(request, at, chosen):
    rows = DocumentPage.objects.visible(at).filter(**chosen)
    newest = list(rows.with_validity(at).with_repeal(at).newest()[:MOST])
    repealed = rows.with_validity(at).with_repeal(at).filter(repealed_on__lte=local_day(at))
    repealed = repealed.order_by("-repealer_at", "-pk")[:MOST]
    versions = _corrections(rows, at)
    changed = _last_corrected([*newest, *repealed], at)
    return [
        *(_document(each, request, at, changed) for each in newest),
        *(_repeal(each, request, at) for each in repealed),
        *(_correction(each, request) for each in versions),
    ]


def _corrections(rows, at):
    """The newest corrected wordings of ``rows``; a first wording corrects nothing."""
    versions = DocumentVersion.objects.filter(page__in=rows.values("pk"), number__gt=1)
    versions = versions.filter(published_at__lte=at).select_related("page")
    return versions.order_by("-published_at", "-pk")[:MOST]


def _last_corrected(pages, at):
    """``{page: the moment of its last correction}`` of those that were corrected."""
    versions = DocumentVersion.objects.filter(
        page__in=[each.pk for each in pages], number__gt=1, published_at__lte=at
    )
    rows = versions.order_by().values("page").annotate(last=Max("published_at"))
    return dict(rows.values_list("page", "last"))


def _document(page, request, at, corrected):
    entry = _page(page, request, at)
    moments = [entry.at, corrected.get(page.pk, entry.at)]
    if _is_repealed(page, at):
        entry = replace(entry, summary=f"（已废止）{entry.summary}")
        moments.append(_repealed_at(page))
    return replace(entry, updated_at=max(moments))


def _is_repealed(page, at):
    return page.repealed_on is not None and page.repealed_on <= local_day(at)


def _repealed_at(page):
    """From when the public could know it: its day has come, and what repeals it is public."""
    return max(day_starts(page.repealed_on), page.repealer_at or EPOCH)


def _repeal(page, request, at):
    entry, moment = _page(page, request, at), _repealed_at(page)
    summary = f"{page.title}自{page.repealed_on:%Y-%m-%d}起废止。"
    return replace(
        entry,
        key=f"{entry.url}#repealed",
        title=f"废止：{entry.title}",
        summary=masked(summary),
        at=moment,
        updated_at=moment,
    )


def _correction(version, request):
    url = request.build_absolute_uri(version.page.get_url(request))
    day = localtime(version.published_at)
    return Entry(
        key=f"{url}#v{version.number}",
        url=url,
        title=masked(f"更正：{version.page.title}（第{version.number}版）"),
        summary=masked(f"更正说明：{version.note}（{day:%Y-%m-%d}）"),
        at=version.published_at,
        updated_at=version.published_at,
        source=version.page.issuer,
    )


def _notices(request, at, chosen):
    rows = _about(NoticePage, at, chosen).with_end(at).with_changes(at).newest()[:MOST]
    results = _about(ResultPage, at, chosen).with_facts().newest()[:MOST]
    removals = _about(RemovalPage, at, chosen).with_facts().newest()[:MOST]
    notices = [replace(_page(each, request, at), updated_at=each.changed_at) for each in rows]
    return [*notices, *(_page(each, request, at) for each in (*results, *removals))]


def _about(model, at, chosen):
    """The visible pages of ``model``; where something was chosen, those of such products."""
    rows = model.objects.visible(at)
    if not chosen:
        return rows
    products = {f"{PRODUCTS_OF[model]}{column}": value for column, value in chosen.items()}
    return rows.filter(pk__in=model.objects.filter(**products).values("pk"))


def _bulletins(request, at, chosen):
    rows = BulletinPage.objects.visible(at).select_related("bulletin__unit", "bulletin__close")
    return [_page(each, request, at) for each in rows.newest()[:MOST]]


def _page(page, request, at):
    facts = article(page, at)
    url = request.build_absolute_uri(page.get_url(request))
    moment = facts.published_at or EPOCH
    return Entry(url, url, facts.title, facts.description, moment, moment, facts.source)


def _changes(request, at, chosen):
    """Events of certificates whose page still answers; what ended is told, too."""
    events = CertificateEvent.objects.filter(**chosen, effective_at__lte=at).select_related(
        "certificate__version", "certificate__applicant", "product_version"
    )
    newest = list(events.order_by("-effective_at", "-pk")[:MOST])
    pages = ProductPage.objects.filter(certificate__in=[each.certificate_id for each in newest])
    pages_by_certificate = {page.certificate_id: page for page in pages}
    return [
        _change(each, pages_by_certificate[each.certificate_id], request)
        for each in newest
        if each.certificate_id in pages_by_certificate
    ]


def _change(event, page, request):
    certificate = event.certificate
    url = request.build_absolute_uri(page.get_url(request))
    product = masked(event.product_version.name)
    decision = f"，决定文号：{masked(event.basis_doc_no)}" if event.basis_doc_no else ""
    return Entry(
        key=f"{url}#{event.version}",
        url=url,
        title=f"{event.get_op_display()}：{product}（{certificate.number}）",
        summary=(
            f"{masked(certificate.applicant.name)}的{product}{event.get_op_display()}，"
            f"原因：{event.get_reason_display()}{decision}，有效期至{certificate.valid_until:%Y-%m-%d}"
        ),
        at=event.effective_at,
        updated_at=event.effective_at,
    )


def _heads(request, at, chosen):
    """The heads of the evidence log: whoever subscribes keeps them where we cannot reach."""
    url = request.build_absolute_uri(reverse("public:evidence"))
    return [
        Entry(
            key=f"{url}#d{head.day}",
            url=f"{url}#d{head.day}",
            title=f"{head.day}公开凭证根摘要",
            summary=head.statement,
            at=head.made_at,
            updated_at=head.made_at,
        )
        for head in TreeHead.objects.filter(made_at__lte=at).order_by("-day")[:MOST]
    ]
