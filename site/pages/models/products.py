"""The public catalogue: one page per certificate, standing exactly as long as the certificate."""

from django.db import models
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from records.beside import read_beside
from records.prepared import MOMENT, NUMBER, TEXT, Prepared
from rules.lifecycle import CertificateStatus
from rules.periods import day_starts, local_day
from rules.vocabulary import CERTIFICATE_REASONS

from ..addresses import misuse_url, verify_url
from ..catalogue.public_text import masked
from ..catalogue.signed import statement
from ..catalogue.standing import Standing, standing_at
from ..catalogue.track import certificate_track
from ..moment import asked_at
from ..search.spoken import SpokenField
from .catalogue_facets import Facets
from .catalogue_filters import SORTS, CatalogueFilters
from .document_form import DatedForm
from .document_queries import by_numbers
from .gated import Gated
from .hands import ByFlow, ByThreeHands
from .item_routes import ReadAsItem, ReadsItems
from .notices import NoticePage
from .paging import paged
from .product_queries import PHOTOS, ProductQuerySet
from .visibility import PageManager, standing

REASONS = dict(CERTIFICATE_REASONS)
#: What a page of a product reads beside its certificate.
BESIDE_CERTIFICATE = ("events", "milestones", "publications")
#: The heads of the table by which it can be ordered.
HEADS = (("price", "参考价格（元）"), ("households", "带动户数"), ("ending", "有效期至"))


class CatalogIndexPage(ReadsItems, ByThreeHands, Gated, Page):
    """目录栏目: what is certified today, by category and township, or by certificate number; and
    what has left it, when that is asked for.
    """

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.ProductPage"]
    base_form_class = DatedForm
    private_page_options = []

    class Meta:
        verbose_name = verbose_name_plural = "目录栏目"

    @property
    def products(self):
        return ProductPage.objects.child_of(self)

    def get_context(self, request, *args, **kwargs):
        at = asked_at(request)
        filters = CatalogueFilters(request, at)
        products = self.products
        rows = filters.narrow(products.left(at) if filters.is_of_left else products.visible(at))
        facets = Facets(products, filters, at, request, key=self.pk)
        page = paged(request, rows.with_facts(), count=facets.count())
        page["page_obj"].object_list = list(page["page_obj"])
        read_beside(page["page_obj"], PHOTOS)
        choices = facets.choices()
        return {
            **super().get_context(request, *args, **kwargs),
            **page,
            "filters": filters,
            "parameters": filters.parameters,
            "suspended_count": facets.suspended(),
            **self._stopped(filters, page["page_obj"], at),
            "choices": facets.counted(choices),
            "sorts": [(word, title) for word, (title, _order) in SORTS.items()],
            "ordered": HEADS,
            "order_query": filters.with_sort(""),
            "chosen": filters.chosen(choices),
            "reset": filters.without(*(name for name in filters.parameters if name != "view")),
            "views": [
                ("图片", filters.with_view(""), not filters.is_table),
                ("表格", filters.with_view("table"), filters.is_table),
            ],
            "today": local_day(at),
        }

    def _stopped(self, filters, products, at):
        """``stopped``: what may not be used, each with day, reason and decision, when asked for."""
        if not filters.is_of_stopped:
            return {}
        products = list(products)
        read_beside(products, "certificate__events")
        stops = [(each, *each.stop(filters.today)) for each in products]
        public = by_numbers([number for *_, number in stops], at)
        return {
            "stopped": [
                (each, day, reason, number, public.get(number))
                for each, day, reason, number in stops
            ]
        }


class ProductPage(ReadAsItem, ByFlow, Page):
    """产品: one entry of the catalogue as the public sees it; its facts are the certified ones."""

    certificate = models.OneToOneField(
        "catalog.Certificate", models.PROTECT, related_name="page", verbose_name="目录条目"
    )

    objects = PageManager.from_queryset(ProductQuerySet)()

    #: It names its certificate and nothing of the library: nobody asks where that is used.
    wagtail_reference_index_ignore = True
    parent_page_types = ["pages.CatalogIndexPage"]
    is_creatable = False
    content_panels = [
        FieldPanel("title", read_only=True),
        FieldPanel("certificate", read_only=True),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("searched_text"),
        SpokenField("spoken"),
        index.FilterField("certificate"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "产品"

    def get_indexed_instance(self):
        """As it is stored, with all that it is searched by."""
        return INDEXED.first(self.pk) or super().get_indexed_instance()

    @property
    def searched_text(self):
        """What search finds a product by, beside its title: whose, from where, of what kind."""
        facts, applicant = self.certificate.version, self.certificate.applicant
        words = (
            facts.name,
            facts.category_text,
            applicant.name,
            f"产地{facts.origin_text}",
            f"规格{facts.sales_spec}",
            f"证书编号{self.certificate.number}",
            f"统一社会信用代码{applicant.credit_code}",
        )
        return masked("，".join(words))

    @property
    def whose(self):
        """Whose it is and where it comes from: many products bear one name."""
        facts = self.certificate.version
        return masked(f"{self.certificate.applicant.name}　{facts.origin_text}")

    @property
    def spoken(self):
        """What people ask for by its sound: the product, whose it is, where it comes from."""
        facts = self.certificate.version
        return masked("，".join([facts.name, self.certificate.applicant.name, facts.origin_text]))

    @cached_property
    def status_at(self):
        """Where the certificate stands now; queries for a moment annotate theirs over it."""
        return self.certificate.status

    @property
    def is_suspended(self):
        return self.status_at == CertificateStatus.SUSPENDED

    def standing(self, on):
        """The :class:`Standing` on day ``on`` of a page that is, or was, in the catalogue."""
        if self.status_at == CertificateStatus.REMOVED:
            return Standing.REMOVED
        if self.status_at == CertificateStatus.EXPIRED or on > self.certificate.valid_until:
            return Standing.EXPIRED
        if self.is_suspended:
            return Standing.SUSPENDED
        ends_soon = on >= self.certificate.renewal_opens_on
        return Standing.EXPIRING if ends_soon else Standing.ACTIVE

    def stop(self, on):
        """``(day, reason, number of the decision)`` of what keeps the name from being used; None.

        What ended with its last day ended for no other reason, whatever had happened before.
        """
        standing = self.standing(on)
        if standing.is_valid:
            return None
        events = self.certificate.events.all()
        event = next((each for each in events if each.pk == self.stop_key), None)
        if standing is Standing.EXPIRED and (event is None or event.op != "expire"):
            return self.certificate.valid_until, REASONS["expired"], ""
        return local_day(event.effective_at), REASONS[event.reason], event.basis_doc_no

    @property
    def photos(self):
        return self.certificate.product.photos.all()

    @property
    def lead_photo(self):
        return next(iter(self.photos), None)

    @staticmethod
    def by_slug(at, slug):
        """The products of this slug that stand at ``at``, with all that their page shows."""
        return BY_SLUG(at, slug)

    def route(self, request, path_components):
        """Visible, or gone for good (410); before its first day, or taken down, not found."""
        if path_components:
            raise Http404
        if self.was_public:
            return RouteResult(self)
        at = timezone.now()
        page = PAGE_OF_PRODUCT.first(at, self.pk)
        if page is not None:
            return RouteResult(page)
        if at < day_starts(self.certificate.valid_from) or not self._stands():
            raise Http404
        return RouteResult(self, kwargs={"ended_at": at})

    def serve(self, request, *args, **kwargs):
        if "ended_at" not in kwargs:
            return super().serve(request, *args, **kwargs)
        context = {**self.get_context(request), **self.ended_context(kwargs["ended_at"])}
        return render(request, "pages/product_gone.html", context, status=410)

    def get_context(self, request, *args, **kwargs):
        at = asked_at(request)
        certificate = self.certificate
        read_beside([certificate], *BESIDE_CERTIFICATE)
        return {
            **super().get_context(request, *args, **kwargs),
            "certificate": certificate,
            "facts": certificate.version,
            "applicant": certificate.applicant,
            "track": certificate_track(certificate, at),
            "notices": self.notices(at),
            "decisions": self.decisions(at),
            "standing": standing_at(certificate, at).standing,
            "verify_url": verify_url(request, certificate),
            "statement": statement(certificate),
            "misuse_url": misuse_url(certificate.number),
        }

    def notices(self, at):
        """The district notices in which this product stood before it was certified."""
        return NOTICES(at, self.certificate_id)

    def decisions(self, at):
        """``[(what was decided, its number, the public document or None)]``, the first first."""
        events = sorted(self.certificate.events.all(), key=lambda each: each.version)
        events = [each for each in events if each.effective_at <= at and each.basis_doc_no]
        rows = [(each.title, each.basis_doc_no) for each in events]
        public = by_numbers([number for _, number in rows], at)
        return [(title, masked(number), public.get(number)) for title, number in rows]

    def ended_context(self, at):
        """Until when the product was certified, why it ended, and the page that succeeds this."""
        ending = self.certificate.events.filter(effective_at__lte=at, op__in=("expire", "remove"))
        last = ending.order_by("version").last()
        ended_on = self.certificate.valid_until
        if last is not None:
            stopped_on = local_day(last.effective_at)
            ended_on = stopped_on if last.op == "remove" else min(ended_on, stopped_on)
        renewed = ProductPage.objects.visible(at).filter(
            certificate__product=self.certificate.product_id
        )
        return {
            "ended_on": ended_on,
            "removed": last is not None and last.op == "remove",
            "ending": last,
            "decision": last and _decision(last, at),
            "exited": last is not None and last.reason == "voluntary_exit",
            "successor": renewed.first(),
        }

    def _stands(self):
        return ProductPage.objects.filter(standing(), pk=self.pk).exists()


def _decision(event, at):
    """The public document whose number an event gives as its basis, or None."""
    number = event.basis_doc_no
    return by_numbers([number], at).get(number)


def _whole(at):
    """What stands at ``at``, each with all that its page shows."""
    rows = ProductPage.objects.visible(at).with_facts().with_photos()
    beside = (f"certificate__{name}" for name in BESIDE_CERTIFICATE)
    return rows.select_related("certificate__ruleset__office").prefetch_related(*beside)


INDEXED = Prepared(
    lambda key: (
        ProductPage.objects.select_related("certificate__version", "certificate__applicant")
        .filter(pk=key)
        .order_by()
    ),
    NUMBER,
)
PAGE_OF_PRODUCT = Prepared(lambda at, key: _whole(at).filter(pk=key), MOMENT, NUMBER)
BY_SLUG = Prepared(lambda at, slug: _whole(at).filter(slug=slug), MOMENT, TEXT)
NOTICES = Prepared(
    lambda at, key: (
        NoticePage.objects.visible(at)
        .with_results(at)
        .filter(publicity__entries__item__certificate=key)
    ),
    MOMENT,
    NUMBER,
)
