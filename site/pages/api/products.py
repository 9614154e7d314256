"""The catalogue as JSON: what is certified now."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import Q
from django.utils import timezone
from ninja import Field, FilterLookup, Query, Router, Schema
from ninja.pagination import paginate

from rules.vocabulary import CATEGORIES, PRODUCT_TAGS

from ..models import ProductPage
from ..models.asking import CUTS, SORTS, Wish
from ..models.products import certificate_key
from .listing import Filters, Paging, PublicText, address, at_path, one

router = Router(tags=["产品目录"])
TagWord = Literal[tuple(word for word, _ in PRODUCT_TAGS)]
Category = Literal[tuple(word for word, _ in CATEGORIES)]
#: 即将到期 is read off the days, so it is no status: such a certificate is as active as any.
STATUS = "目录状态：active 有效（含即将到期的，到期日见 valid_until），suspended 暂停"


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
    status: str = Field(alias="status_at", description=STATUS)
    status_label: str

    @staticmethod
    def resolve_url(product, context):
        return address(product, context)

    @staticmethod
    def resolve_township_code(product):
        township = product.certificate.version.origin_township
        return township and township.gb_code


class ProductDetail(ProductOut):
    listed_on: date = at_path("certificate.listed_on")
    sales_spec: PublicText = at_path("certificate.version.sales_spec")
    annual_output: str = at_path("certificate.version.output_text")
    output_is_planned: bool = at_path("certificate.version.output_is_planned")
    supply_months: list[int] = at_path("certificate.version.supply_months")
    supply_text: PublicText = at_path("certificate.version.supply_text")
    reference_price_fen: int | None = at_path("certificate.version.reference_price_fen")
    reference_price_unit: PublicText = at_path("certificate.version.sales_unit")
    standard_no: PublicText = at_path("certificate.version.standard_no")
    certifications: list[str] = at_path("certificate.version.certifications")
    mechanisms: list[str] = at_path("certificate.version.mechanisms")
    households: int | None = at_path("certificate.version.households")
    persons: int | None = at_path("certificate.version.persons")


class ProductFilters(Filters):
    category: Annotated[Category | None, FilterLookup("certificate__version__category")] = None
    township: Annotated[
        str | None, FilterLookup("certificate__version__origin_township__gb_code")
    ] = None
    certificate_no: str | None = None
    status: Annotated[
        Literal["active", "suspended"] | None,
        FilterLookup("status_at"),
        Query(description=STATUS),
    ] = None
    q: str | None = None
    applicant: str | None = None
    tag: TagWord | None = None
    month: Annotated[int | None, Query(ge=1, le=12)] = None
    sort: Literal[tuple(SORTS)] = ""

    def filter_certificate_no(self, value):
        return Q(certificate__number=certificate_key(value)) if value else Q()

    def filter_q(self, value):
        return Q()

    filter_applicant = filter_tag = filter_month = filter_sort = filter_q

    def asked_of(self, request, rows, at):
        """What the catalogue's page can be asked, too, answered by the same code."""
        wish = Wish(request, at)
        for name in ("q", "applicant", "tag", "month"):
            if value := wish[name]:
                rows = CUTS[name](wish, rows, value)
        return rows.order_by(SORTS[self.sort][1], "certificate__number")


@router.get("", response=list[ProductOut], summary="目录内产品，新列入的在前")
@paginate(Paging)
def products(request, filters: Query[ProductFilters]):
    return filters.asked_of(request, filters.narrow(request, _visible()), timezone.now())


@router.get("/{slug}", response=ProductDetail, summary="一个产品")
def product(request, slug: str):
    return one(_visible(), slug, "产品")


def _visible():
    return ProductPage.objects.visible(timezone.now()).with_facts()
