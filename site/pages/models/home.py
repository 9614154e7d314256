"""The home page: what is open to objection now, what is new, and the way into the catalogue."""

from wagtail.models import Page

from rules.periods import local_day

from ..moment import asked_at
from .document_columns import DocumentIndexPage
from .document_details import BulletinFigure
from .document_form import DatedForm
from .document_words import Section
from .documents import DocumentPage
from .gated import Gated
from .hands import ByThreeHands
from .notices import NoticeIndexPage, NoticePage, with_days
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

    def context_at(self, at):
        """What the home page shows at ``at``."""
        documents = DocumentPage.objects.visible(at).with_validity(at).newest()
        catalogue = ProductPage.objects.visible(at)
        categories, suspended = catalogue.counted()
        opened = list(NoticePage.objects.visible(at).with_end(at).open(at).newest()[:5])
        return {
            "open_notices": with_days(opened, at),
            "results": ResultPage.objects.visible(at).newest()[:3],
            "policies": documents.in_section(Section.POLICY)[:6],
            "announcements": documents.in_section(Section.ANNOUNCEMENT)[:6],
            "categories": categories,
            "product_count": sum(count for _word, _name, count in categories),
            "suspended_count": suspended,
            "newest_products": catalogue.valid()
            .with_facts()
            .with_photos()
            .newest()[:PRODUCT_COUNT],
            "today": local_day(at),
            "catalogue": CatalogIndexPage.objects.child_of(self).live().first(),
            "notice_index": NoticeIndexPage.objects.child_of(self).live().first(),
            "columns": self.document_columns(),
            "bulletin": latest_with_figures(at),
        }


def latest_with_figures(at):
    """The newest bulletin that has figures; None when there is none."""
    bulletins = DocumentPage.objects.in_section(Section.BULLETIN).visible(at).with_validity(at)
    return bulletins.filter(pk__in=BulletinFigure.objects.values("page")).newest().first()
