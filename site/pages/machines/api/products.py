"""The catalogue as JSON: what is certified now."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import Q
from django.utils import timezone
from ninja import Field, FilterLookup, Query, Router, Schema
from ninja.pagination import paginate

from pages.catalogue.standing import Standing
from pages.models import ProductPage
from pages.models.catalogue_filters import CUTS, LEFT, SORTS, STATUSES, CatalogueFilters
from pages.models.product_queries import certificate_key
from rules.lifecycle import CertificateStatus
from rules.periods import local_day
from rules.vocabulary import CATEGORIES, PRODUCT, PRODUCT_TAGS

from .listing import Filters, Paging, PublicText, address, at_path, one

router = Router(tags=["产品目录"])
TagWord = Literal[tuple(word for word, _ in PRODUCT_TAGS)]
Category = Literal[tuple(word for word, _ in CATEGORIES)]
#: 即将到期 is read off the days, so it is no status: such a certificate is as active as any.
STATUS = (
    "目录状态：active 有效（含即将到期的，到期日见 valid_until），suspended 暂停，removed 已清理，"
    "expired 已到期或者退出"
)
STATUS_ASKED = (
    f"{STATUS}；expiring 只要即将到期的，left 已不在目录的；不填的，是目录内的（有效和暂停）"
)
STOPPED = f"不能使用{PRODUCT}名义的，自何日起、因何原因、依据的决定文号；有效的为空"


class StopOut(Schema):
    on: date
    reason: str
    decision_no: PublicText


class ProductOut(Schema):
    slug: str
    certificate_no: str = at_path("certificate.number")
    name: PublicText = at_path("certificate.version.name")
    url: str
    category: str = at_path("certificate.version.category")
    category_label: PublicText = at_path("certificate.version.category_text")
    applicant: PublicText = at_path("certificate.applicant.name")
    credit_code: str = at_path("certificate.applicant.credit_code")
    origin: PublicText = at_path("certificate.version.origin_text")
    township_code: str | None
    valid_from: date = at_path("certificate.valid_from")
    valid_until: date = at_path("certificate.valid_until")
    status: Literal["active", "suspended", "removed", "expired"] = Field(description=STATUS)
    status_label: str
    standing: Literal[tuple(Standing)]
    standing_label: str
    stopped: StopOut | None = Field(description=STOPPED)

    @staticmethod
    def resolve_status(product):
        return status_word(product.standing(_today()))

    @staticmethod
    def resolve_status_label(product):
        return status_word(product.standing(_today())).label

    @staticmethod
    def resolve_standing(product):
        return product.standing(_today())

    @staticmethod
    def resolve_standing_label(product):
        return product.standing(_today()).label

    @staticmethod
    def resolve_stopped(product):
        stop = product.stop(_today())
        return stop and dict(zip(("on", "reason", "decision_no"), stop, strict=True))

    @staticmethod
    def resolve_url(product, context):
        return address(product, context)

    @staticmethod
    def resolve_township_code(product):
        township = product.certificate.version.origin_township
        return township and township.gb_code


def fact(name):
    """A column of the product's sheet as it is certified."""
    return at_path(f"certificate.version.{name}")


class ProductDetail(ProductOut):
    """All columns of ``catalog.sheet`` that it shows to the API, under their own names."""

    listed_on: date = at_path("certificate.listed_on")
    category_other: PublicText = fact("category_other")
    tags: list[str] = fact("tags")
    sales_spec: PublicText = fact("sales_spec")
    sales_unit: PublicText = fact("sales_unit")
    input_sources: list[str] = fact("input_sources")
    input_source_text: PublicText = fact("input_source_text")
    annual_output: str = fact("output_text")
    output_unit: str = fact("output_unit")
    output_is_planned: bool = fact("output_is_planned")
    supply_months: list[int] = fact("supply_months")
    supply_text: PublicText = fact("supply_text")
    reference_price_fen: int | None = fact("reference_price_fen")
    standard_no: PublicText = fact("standard_no")
    certifications: list[str] = fact("certifications")
    mechanisms: list[str] = fact("mechanisms")
    households: int | None = fact("households")
    persons: int | None = fact("persons")
    average_income_fen: int | None = fact("average_income_fen")
    employed_workers: int | None = fact("employed_workers")


class ProductFilters(Filters):
    category: Annotated[Category | None, FilterLookup("certificate__version__category")] = None
    township: Annotated[
        str | None, FilterLookup("certificate__version__origin_township__gb_code")
    ] = None
    certificate_no: str | None = None
    status: Annotated[Literal[tuple(dict(STATUSES))] | None, Query(description=STATUS_ASKED)] = None
    q: str | None = None
    applicant: str | None = None
    tag: TagWord | None = None
    month: Annotated[int | None, Query(ge=1, le=12)] = None
    sort: Literal[tuple(SORTS)] = ""

    def filter_certificate_no(self, value):
        return Q(certificate__number=certificate_key(value)) if value else Q()

    def filter_q(self, value):
        return Q()

    filter_status = filter_applicant = filter_tag = filter_month = filter_sort = filter_q

    def asked_of(self, request, rows, at):
        """What the catalogue's page can be asked, too, answered by the same code."""
        filters = CatalogueFilters(request, at)
        for name in ("q", "status", "applicant", "tag", "month"):
            if value := filters[name]:
                rows = CUTS[name](filters, rows, value)
        return rows.order_by(SORTS[self.sort][1], "certificate__number")


@router.get("", response=list[ProductOut], summary="目录内产品，新列入的在前")
@paginate(Paging)
def products(request, filters: Query[ProductFilters]):
    at = timezone.now()
    listed = ProductPage.objects.left(at) if filters.status in LEFT else _visible()
    return filters.asked_of(request, filters.narrow(request, listed.with_facts()), at)


@router.get("/{slug}", response=ProductDetail, summary="一个产品")
def product(request, slug: str):
    return one(_visible(), slug, "产品")


def _visible():
    return ProductPage.objects.visible(timezone.now()).with_facts()


def status_word(standing):
    """The status that a standing comes to: what is about to end is as active as any."""
    return CertificateStatus.ACTIVE if standing.is_valid else CertificateStatus(standing.value)


def _today():
    return local_day(timezone.now())
