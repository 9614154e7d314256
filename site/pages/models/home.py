"""The home page: what is open to objection now, what is new, and the way into the catalogue."""

from wagtail.models import Page

from rules.periods import local_day

from ..moment import asked_at
from ..prepared import MOMENT, Prepared
from .document_columns import DocumentIndexPage
from .document_details import BulletinFigure
from .document_form import DatedForm
from .document_words import Section
from .documents import DocumentPage
from .gated import Gated
from .hands import ByThreeHands
from .notices import NoticeIndexPage, newest_open, with_days
from .product_queries import counted
from .products import CatalogIndexPage, ProductPage
from .results import ResultPage

#: How many of the newest products the home page shows with their photos.
PRODUCT_COUNT = 4


class HomePage(ByThreeHands, Gated, Page):
    """首页."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.DocumentIndexPage", "pages.NoticeIndexPage", "pages.CatalogIndexPage"]
    max_count = 1
    base_form_class = DatedForm
    private_page_options = []

    class Meta:
        verbose_name = verbose_name_plural = "首页"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, **self.context_at(asked_at(request))}

    def document_columns(self):
        """The columns of documents by their section; „更多“ leads to the right one."""
        columns = DocumentIndexPage.objects.child_of(self).live().order_by("-path")
        return {column.section: column for column in columns}

    def lists(self):
        """``catalogue`` and ``notice_index``: the first page of each kind; None where none is."""
        types = {CatalogIndexPage: "catalogue", NoticeIndexPage: "notice_index"}
        pages = self.get_children().live().type(*types).specific(defer=True)
        by_name = {types[type(page)]: page for page in pages.order_by("-path")}
        return {name: by_name.get(name) for name in types.values()}

    def context_at(self, at):
        """What the home page shows at ``at``."""
        categories, suspended = counted(CATALOGUE_COUNTS(at))
        return {
            "open_notices": with_days(newest_open(at), at),
            "results": RESULTS(at),
            "policies": POLICIES(at),
            "announcements": ANNOUNCEMENTS(at),
            "categories": categories,
            "product_count": sum(count for _word, _name, count in categories),
            "suspended_count": suspended,
            "newest_products": NEWEST_PRODUCTS(at),
            "today": local_day(at),
            **self.lists(),
            "columns": self.document_columns(),
            "bulletin": LATEST_WITH_FIGURES.first(at),
        }


def _documents(at):
    return DocumentPage.objects.visible(at).newest()


def _bulletins_with_figures(at):
    return (
        _documents(at)
        .in_section(Section.BULLETIN)
        .filter(pk__in=BulletinFigure.objects.values("page"))
    )


def _newest_products(at):
    return ProductPage.objects.visible(at).valid().with_facts().with_photos().newest()


POLICIES = Prepared(lambda at: _documents(at).in_section(Section.POLICY)[:6], MOMENT)
ANNOUNCEMENTS = Prepared(lambda at: _documents(at).in_section(Section.ANNOUNCEMENT)[:6], MOMENT)
#: The newest bulletin that has figures.
LATEST_WITH_FIGURES = Prepared(lambda at: _bulletins_with_figures(at)[:1], MOMENT)
RESULTS = Prepared(
    lambda at: ResultPage.objects.visible(at).select_related("notice__publicity").newest()[:3],
    MOMENT,
)
CATALOGUE_COUNTS = Prepared(lambda at: ProductPage.objects.visible(at).counts(), MOMENT)
NEWEST_PRODUCTS = Prepared(lambda at: _newest_products(at)[:PRODUCT_COUNT], MOMENT)
