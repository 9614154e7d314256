"""The catalogue as JSON: what is certified now; what has left it answers 410 with its story."""

from typing import Annotated, Literal

from django.db.models import F, Q
from ninja import FilterLookup, Query, Router, Schema

from pages.models import NoticePage, ProductPage
from pages.models.catalogue_facets import Facets
from pages.models.catalogue_filters import (
    CUTS,
    LEFT,
    SORTS,
    STATUSES,
    THIS_MONTH,
    CatalogueFilters,
)
from pages.models.product_queries import certificate_key
from records.prepared import KEYS, MOMENT, Prepared, among
from records.prepared import listed as listed_keys
from registry.listed_words import categories
from rules.vocabulary import PRODUCT_TAGS

from ...addresses import misuse_url
from .kinds import Kind
from .listing import (
    Choice,
    Counted,
    Filters,
    asked_at,
    by_slug,
    is_of_all,
    json,
    listed,
    one,
    part_of_all,
    refuse_unknown,
    whole,
)
from .problems import ProblemOut, Unreadable, answers, list_answers, problem
from .product_schemas import CATEGORY, STATUS, ProductDetail, ProductOut, StoryOut, track_rows
from .references import page_ref, set_crumbs

router = Router(tags=["产品目录"])
TagWord = Literal[tuple(word for word, _ in PRODUCT_TAGS)]
STATUS_ASKED = (
    f"{STATUS}；expiring 只要即将到期的，left 已不在目录的；不填的，是目录内的（有效和暂停）"
)
ENDED_BY = {"removed": "已清理", "exited": "已退出", "expired": "已到期"}


class GoneOut(ProblemOut):
    """410 of a product that was in the catalogue: a problem with its story."""

    story: StoryOut


class FacetsOut(Schema):
    """What the list can be narrowed by now, with how many there are of each."""

    category: list[Counted]
    township: list[Counted]
    applicant: list[Counted]
    tag: list[Counted]
    month: list[Counted]
    status: list[Counted]


class ProductChoices(Filters):
    """What the catalogue is asked by: its page, the list and the counts of its choices."""

    category: Annotated[str | None, Query(description=CATEGORY)] = None
    township: Annotated[
        str | None, FilterLookup("certificate__version__origin_township__gb_code")
    ] = None
    status: Annotated[Literal[tuple(dict(STATUSES))] | None, Query(description=STATUS_ASKED)] = None
    q: str | None = None
    applicant: str | None = None
    tag: TagWord | None = None
    month: Annotated[int | None, Query(ge=1, le=12)] = None

    def filter_category(self, value):
        """A misspelt code is refused, as every misspelt filter."""
        if value is not None and value not in dict(categories()):
            raise Unreadable([("category", "不在可用的取值之内")])
        return Q(certificate__version__category=value) if value else Q()

    def filter_q(self, value):
        return Q()

    filter_status = filter_applicant = filter_tag = filter_month = filter_q


class ProductFilters(ProductChoices):
    certificate_no: str | None = None
    sort: Literal[tuple(SORTS)] = ""

    def filter_certificate_no(self, value):
        return Q(certificate__number=certificate_key(value)) if value else Q()

    def filter_sort(self, value):
        return Q()

    def asked_of(self, request, rows, at):
        """``(rows, Match)``: what the catalogue's page can be asked, too, by the same code."""
        filters = CatalogueFilters(request, at)
        for name in ("q", "status", "applicant", "tag", "month"):
            if value := filters[name]:
                rows = CUTS[name](filters, rows, value)
        return rows.order_by(SORTS[self.sort][1], "certificate__number"), filters.match


def prepare(pages, request, *, is_whole):
    """Crumbs and the notices in which each stood."""
    if not is_whole:
        return
    notices = _notices([page.certificate_id for page in pages], request)
    for page in pages:
        page.notice_refs = notices.get(page.certificate_id, [])
    set_crumbs(pages, request)


def _notices(certificates, request):
    """``{certificate: [reference of a visible notice]}``: one query."""
    references = {}
    for notice in NOTICES(asked_at(request), listed_keys(sorted(certificates))):
        references.setdefault(notice.stood, []).append(page_ref(notice, request))
    return references


def _stood(at, keys):
    way = "publicity__entries__item__certificate"
    rows = NoticePage.objects.visible(at).filter(**{f"{way}__in": among(keys)})
    return rows.annotate(stood=F(way)).order_by("pk").distinct()


NOTICES = Prepared(_stood, MOMENT, KEYS)


def rows(at):
    """What is in the catalogue at ``at`` with its photos, its steps and its events."""
    return _with_all(ProductPage.objects.visible(at)).newest()


def _with_all(rows):
    return (
        rows.with_facts()
        .with_photos()
        .prefetch_related(
            "certificate__milestones", "certificate__events", "certificate__publications"
        )
    )


#: A product of the catalogue by its slug.
ONE = by_slug(rows)
KIND = Kind("product", "产品", ProductPage, ProductOut, ProductDetail, rows=rows, prepare=prepare)


@router.get(
    "", response=list_answers(ProductOut, has_words=True), summary="目录内产品，新列入的在前"
)
def products(request, filters: Query[ProductFilters], choice: Query[Choice]):
    if is_of_all(request):
        return part_of_all(request, KIND, choice)
    at = asked_at(request)
    pages = ProductPage.objects
    every = pages.left(at) if filters.status in LEFT else pages.visible(at)
    narrowed = filters.narrow(request, _with_all(every))
    matching, match = filters.asked_of(request, narrowed, at)
    return listed(request, KIND, matching, choice, match)


@router.get("/facets", response=answers(FacetsOut), summary="目录可按哪些条件查找，各有几个")
def facets(request, filters: Query[ProductChoices]):
    """Each choice with what the list would answer to it beside the other conditions."""
    refuse_unknown(request, ProductChoices, is_list=False)
    filters.filter_category(filters.category)
    at = asked_at(request)
    counted = Facets(ProductPage.objects.all(), CatalogueFilters(request, at), at, request)
    counts = counted.counts(counted.choices())
    return json({name: _offered_choices(name, counts[name]) for name in FacetsOut.model_fields})


def _offered_choices(name, counts):
    """Of what is told however many there are, all; of the others, those that find something."""
    return [
        {"value": word, "label": label, "count": count}
        for word, label, count in counts
        if word != THIS_MONTH and (count or name in ("tag", "month", "status"))
    ]


@router.get(
    "/{slug}",
    response=answers(ProductDetail) | {410: GoneOut},
    summary="一个产品；已不在目录的，答复410和去向",
)
def product(request, slug: str):
    at = asked_at(request)
    if page := ONE(at, slug):
        return whole(request, KIND, page)
    return gone(request, one(ProductPage.objects.left(at), slug, "产品"))


def gone(request, page):
    """The 410 of a product page that has left the catalogue."""
    story = story_of(request, page)
    detail = f"此产品已不在公开期内：{ENDED_BY[story['ended_by']]}，{story['ended_on']}"
    return problem(request, 410, detail, story=story)


def story_of(request, page):
    """What :class:`StoryOut` holds of a page that has left the catalogue, as plain data."""
    at, certificate = asked_at(request), page.certificate
    set_crumbs([page], request)
    ended = page.ended_context(at)
    how = "removed" if ended["removed"] else "exited" if ended["exited"] else "expired"
    story = StoryOut(
        id=page.pk,
        slug=page.slug,
        certificate_no=certificate.number,
        name=certificate.version.name,
        applicant=certificate.applicant.name,
        valid_from=certificate.valid_from,
        ended_on=ended["ended_on"],
        ended_by=how,
        ended_by_label=ENDED_BY[how],
        reason=ended["ending"].get_reason_display() if ended["ending"] else "",
        decision_no=ended["ending"].basis_doc_no if ended["ending"] else "",
        decision=ended["decision"] and page_ref(ended["decision"], request),
        successor=ended["successor"] and page_ref(ended["successor"], request),
        renewal_sought=certificate.renewal_sought_on is not None,
        track=track_rows(certificate, at),
        hotline=certificate.ruleset.hotline,
        misuse_url=request.build_absolute_uri(misuse_url(certificate.number)),
        breadcrumbs=page.crumbs,
    )
    return story.model_dump(mode="json")
