"""The columns of the site as JSON: their place, their words, their list, what it is narrowed by."""

from collections import Counter
from typing import Literal

from django.db.models import Count
from ninja import Router
from ninja.errors import HttpError

from records.prepared import KEYS, MOMENT, Prepared, among, listed

from ...models import (
    CatalogIndexPage,
    ColumnSettings,
    DocumentIndexPage,
    DocumentPage,
    NoticeIndexPage,
)
from ...models.document_words import KINDS, Section
from ...of_generation import remembered
from .kinds import CrumbOut, Kind, PageOut
from .listing import Counted, asked_at, at_path, json, represent, set_changed, whole
from .problems import answers, list_answers
from .references import api_path, set_crumbs

router = Router(tags=["网站"])
COLUMN_TYPES = (DocumentIndexPage, NoticeIndexPage, CatalogIndexPage)
LISTS = {NoticeIndexPage: ("notices", "notices"), CatalogIndexPage: ("catalogue", "products")}
SectionWord = Literal[(*Section.values, "notices", "catalogue")]


class ColumnOut(PageOut):
    type: Literal["column"] = "column"
    section: SectionWord
    column_type: str
    introduction: str
    description: str
    in_menu: bool = at_path("show_in_menus")
    list_url: str

    @staticmethod
    def resolve_section(page):
        return getattr(page, "section", None) or LISTS[type(page)][0]

    @staticmethod
    def resolve_introduction(page):
        return getattr(page, "introduction", "")

    @staticmethod
    def resolve_description(page):
        return page.words.description if page.words else page.search_description

    @staticmethod
    def resolve_column_type(page):
        return page.words.column_type if page.words else getattr(page, "column_type", "")

    @staticmethod
    def resolve_list_url(page, context):
        request = context["request"]
        if isinstance(page, DocumentIndexPage):
            return api_path(f"documents?section={page.section}", request)
        return api_path(LISTS[type(page)][1], request)


class ColumnDetail(ColumnOut):
    kinds: list[Counted]
    topics: list[Counted]
    issuers: list[Counted]
    years: list[Counted]
    breadcrumbs: list[CrumbOut] = at_path("crumbs")


#: What the site's settings say of columns, by their keys.
SETTINGS = Prepared(lambda keys: ColumnSettings.objects.filter(page__in=among(keys)), KEYS)


def prepare(pages, request, *, is_whole):
    """The words of the site's settings about each column; alone also what its list offers."""
    words = {each.page_id: each for each in SETTINGS(listed([page.pk for page in pages]))}
    for page in pages:
        page.words = words.get(page.pk)
    if is_whole:
        set_crumbs(pages, request)
        for page in pages:
            _offer(page, request)


def _offer(page, request):
    page.kinds, page.topics, page.issuers, page.years = [], [], [], []
    if not isinstance(page, DocumentIndexPage):
        return
    at = asked_at(request)
    rows = remembered(request, ("offered", page.pk), lambda: list(COUNTS[page.section](at)))
    kinds, topics, issuers, years = (_counted(rows, place) for place in range(4))
    labels = {each.value: each.label for each in KINDS[page.section]}
    page.kinds = _facets(kinds, labels.get)
    page.topics, page.issuers = _facets(topics), _facets(issuers)
    page.years = _facets(years[::-1], lambda year: f"{year}年")


def _counts(section):
    """How many documents there are of each kind, topic, issuer and year together: one statement.

    There are few of these; one reading of the documents gives all that a list can be cut by.
    """
    words = ("kind", "topic", "issuer", "published_year")
    documents = DocumentPage.objects.in_section(section).with_year().order_by()
    return Prepared(
        lambda at: documents.visible(at).values_list(*words).annotate(many=Count("pk")), MOMENT
    )


COUNTS = {section: _counts(section) for section in Section}


def _counted(rows, place):
    """``[(word, how many)]`` of the words in this place of ``rows``, in order."""
    counts = Counter()
    for row in rows:
        counts[row[place]] += row[-1]
    return sorted((word, many) for word, many in counts.items() if word)


def _facets(counted, label=lambda word: word):
    return [
        {"value": str(word), "label": label(word) or word, "count": many} for word, many in counted
    ]


def _live(model):
    return Prepared(lambda: model.objects.live().defer_streamfields())


LIVE = [_live(model) for model in COLUMN_TYPES]


def columns_of(at):
    """Every live column of the site, in the order of the tree."""
    return sorted((page for each in LIVE for page in each()), key=lambda page: page.path)


KIND = Kind("column", "栏目", None, ColumnOut, ColumnDetail, rows=columns_of, prepare=prepare)


@router.get("", response=list_answers(ColumnOut), summary="全部栏目，按导航次序")
def columns(request):
    pages = columns_of(asked_at(request))
    prepare(pages, request, is_whole=False)
    set_changed(KIND, pages)
    items = [represent(ColumnOut, page, request) for page in pages]
    return json({"items": items, "count": len(items)})


@router.get("/{slug}", response=answers(ColumnDetail), summary="一个栏目，及其可按哪些条件查找")
def column(request, slug: str):
    pages = [page for page in columns_of(asked_at(request)) if page.slug == slug]
    if not pages:
        raise HttpError(404, "没有此栏目")
    return whole(request, KIND, pages[0])
