"""The home page: what is open to objection now, what is new, and the way into the catalogue."""

from operator import attrgetter

from django.db.models import Q
from django.http import Http404
from wagtail.admin.panels import (
    FieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Page

from records.prepared import MOMENT, Prepared
from rules.periods import local_day

from ..moment import asked_at
from ..of_generation import child_of, children_of, is_remembered, remembered
from .document_columns import DocumentIndexPage
from .document_details import BulletinFigure
from .document_form import DatedForm
from .document_words import KINDS, Section
from .documents import DocumentPage
from .feature_blocks import STANDARD_SECTIONS, Banner, HomeSections, Link
from .gated import Gated
from .hands import ByThreeHands
from .notices import NoticeIndexPage, newest_open, with_days
from .product_queries import counted
from .products import CatalogIndexPage, ProductPage
from .results import ResultPage

#: How many of the newest products the home page shows with their photos.
PRODUCT_COUNT = 4
#: How many of the newest documents of each section.
NEWEST = 6


class HomePage(ByThreeHands, Gated, Page):
    """首页: its parts in the office's order, with the navigation and the foot of every page."""

    banners = StreamField([("banner", Banner())], verbose_name="横幅", blank=True, max_num=5)
    sections = StreamField(
        HomeSections(), verbose_name="首页各部分", blank=True, help_text="空着用系统的次序"
    )
    navigation = StreamField(
        [("link", Link())],
        verbose_name="导航",
        blank=True,
        max_num=12,
        help_text="按所排的次序；空着的，列出勾选“列入导航”的栏目和页面",
    )
    footer_links = StreamField(
        [("link", Link())],
        verbose_name="页脚链接",
        blank=True,
        max_num=20,
        help_text="排在系统的链接之后",
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.DocumentIndexPage",
        "pages.NoticeIndexPage",
        "pages.CatalogIndexPage",
        "pages.FeaturePage",
    ]
    max_count = 1
    base_form_class = DatedForm
    private_page_options = []
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    TitleFieldPanel("title", heading="标题", placeholder=False, classname=""),
                    FieldPanel("banners"),
                    FieldPanel("sections"),
                ],
                heading="首页",
            ),
            ObjectList(
                [FieldPanel("navigation"), FieldPanel("footer_links")], heading="导航和页脚"
            ),
            ObjectList(
                [
                    FieldPanel("search_description", heading="供搜索引擎的简介"),
                    PublishingPanel(),
                ],
                heading="发布",
            ),
        ]
    )

    class Meta:
        verbose_name = verbose_name_plural = "首页"

    def route(self, request, path_components):
        """Wagtail's, with the columns read once for all readers of a generation."""
        if not path_components or not is_remembered(request):
            return super().route(request, path_components)
        child = child_of(self, path_components[0], request)
        if child is None:
            raise Http404
        return child.route(request, path_components[1:])

    def section_blocks(self):
        """The parts as ``(kind, block or None)``, in the order in which they are shown."""
        chosen = [(block.block_type, block) for block in self.sections]
        return chosen or [(name, None) for name in STANDARD_SECTIONS]

    def banners_on(self, day):
        """The banners of a day, with the page each leads to where that is public."""
        values = [block.value for block in self.banners]
        return [
            value
            for value in values
            if (value["shows_from"] or day) <= day <= (value["shows_until"] or day)
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, **self.context_at(asked_at(request), request)}

    def leads_to(self, request):
        """The columns that its parts lead to: the first page of each kind; None where none is.

        ``columns`` holds those of documents by their section: „更多“ leads to the right one.
        """
        pages = sorted(children_of(self, request).values(), key=attrgetter("path"), reverse=True)
        first = {type(page): page for page in pages if page.live}
        return {
            "catalogue": first.get(CatalogIndexPage),
            "notice_index": first.get(NoticeIndexPage),
            "columns": {
                page.section: page
                for page in pages
                if page.live and isinstance(page, DocumentIndexPage)
            },
        }

    def context_at(self, at, request):
        """What the home page shows at ``at``."""
        counts = remembered(request, "catalogue_counts", lambda: list(CATALOGUE_COUNTS(at)))
        categories, suspended = counted(counts)
        return {
            "banners": self.banners_on(local_day(at)),
            "section_blocks": self.section_blocks(),
            "open_notices": with_days(newest_open(at), at, request),
            "results": RESULTS(at),
            **news(at),
            "categories": categories,
            "product_count": sum(count for _word, _name, count in categories),
            "suspended_count": suspended,
            "newest_products": NEWEST_PRODUCTS(at),
            "today": local_day(at),
            **self.leads_to(request),
        }


def _documents(at):
    return DocumentPage.objects.visible(at).newest()


def news(at):
    """``policies``, ``announcements``: the newest; ``bulletin``: the newest that has figures."""
    rows = list(NEWS(at))
    by_section = {each: [row for row in rows if row.kind in KINDS[each]] for each in Section}
    return {
        "policies": by_section[Section.POLICY],
        "announcements": by_section[Section.ANNOUNCEMENT],
        "bulletin": next(iter(by_section[Section.BULLETIN]), None),
    }


def _news(at):
    """All of them in one question, without their texts, which no list shows."""
    figures = BulletinFigure.objects.values("page")
    parts = (
        _documents(at).in_section(Section.POLICY)[:NEWEST],
        _documents(at).in_section(Section.ANNOUNCEMENT)[:NEWEST],
        _documents(at).in_section(Section.BULLETIN).filter(pk__in=figures)[:1],
    )
    keys = [Q(pk__in=part.values("pk")) for part in parts]
    return _documents(at).filter(keys[0] | keys[1] | keys[2]).without_text()


def _newest_products(at):
    return ProductPage.objects.visible(at).valid().with_facts().with_photos().newest()


def _newest_results(at):
    """Their keys first: else SQLite reads all pages, which it has in order, for three."""
    rows = ResultPage.objects.visible(at).filter(pk__in=ResultPage.objects.values("pk"))
    return rows.select_related("notice__publicity").newest()[:3]


NEWS = Prepared(_news, MOMENT)
RESULTS = Prepared(_newest_results, MOMENT)
CATALOGUE_COUNTS = Prepared(lambda at: ProductPage.objects.visible(at).counts(), MOMENT)
NEWEST_PRODUCTS = Prepared(lambda at: _newest_products(at)[:PRODUCT_COUNT], MOMENT)
