"""What the API says of a product: in lists what a card needs, alone all that the page says."""

from datetime import date
from typing import Literal

from ninja import Field, Schema

from catalog import sheet
from pages.catalogue.standing import Standing
from rules.lifecycle import CertificateStatus
from rules.periods import local_day
from rules.vocabulary import ENTITY_TYPES, PRODUCT

from ...addresses import intent_url, misuse_url, verify_url
from ...catalogue.public_text import masked
from ...catalogue.track import certificate_track
from .kinds import CrumbOut, PageOut
from .listing import PublicText, asked_at, at_path
from .photos import CARD, LEAD, PhotoOut, photo_data
from .references import PageRef

CATEGORY = (
    "产品类别代码。全国统一的代码之外，本区可以自设类别，代码和名称以 /enums 的 category 为准；"
    "向全国平台报送时按对应的统一类别"
)
EntityType = Literal[tuple(word for word, _ in ENTITY_TYPES)]
#: 即将到期 is read off the days, so it is no status: such a certificate is as active as any.
STATUS = (
    "目录状态：active 有效（含即将到期的，到期日见 valid_until），suspended 暂停，removed 已清理，"
    "expired 已到期或者退出"
)
STOPPED = f"不能使用{PRODUCT}名义的，自何日起、因何原因、依据的决定文号；有效的为空"


class StopOut(Schema):
    on: date
    reason: str
    decision_no: PublicText


def fact(name):
    """A column of the product's sheet as it is certified."""
    return at_path(f"certificate.version.{name}")


class ProductOut(PageOut):
    type: Literal["product"] = "product"
    certificate_no: str = at_path("certificate.number")
    name: PublicText = fact("name")
    category: str = at_path("certificate.version.category", description=CATEGORY)
    category_label: PublicText = fact("category_text")
    applicant: PublicText = at_path("certificate.applicant.name")
    credit_code: str = at_path("certificate.applicant.credit_code")
    origin: PublicText = fact("origin_text")
    township_code: str | None
    valid_from: date = at_path("certificate.valid_from")
    valid_until: date = at_path("certificate.valid_until")
    status: Literal["active", "suspended", "removed", "expired"] = Field(description=STATUS)
    status_label: str
    standing: Literal[tuple(Standing)]
    standing_label: str
    stopped: StopOut | None = Field(description=STOPPED)
    sales_spec: PublicText = fact("sales_spec")
    reference_price_fen: int | None = fact("reference_price_fen")
    households: int | None = fact("households")
    persons: int | None = fact("persons")
    tags: list[str] = fact("tags")
    tag_labels: list[str] = fact("tag_labels")
    photo: PhotoOut | None

    @staticmethod
    def resolve_status(product, context):
        return status_word(product.standing(_today(context)))

    @staticmethod
    def resolve_status_label(product, context):
        return status_word(product.standing(_today(context))).label

    @staticmethod
    def resolve_standing(product, context):
        return product.standing(_today(context))

    @staticmethod
    def resolve_standing_label(product, context):
        return product.standing(_today(context)).label

    @staticmethod
    def resolve_stopped(product, context):
        stop = product.stop(_today(context))
        return stop and dict(zip(("on", "reason", "decision_no"), stop, strict=True))

    @staticmethod
    def resolve_township_code(product):
        township = product.certificate.version.origin_township
        return township and township.gb_code

    @staticmethod
    def resolve_photo(product, context):
        first = product.lead_photo
        return first and photo_data(first, context["request"], (CARD, LEAD))


class HolderOut(Schema):
    """The applicant as the public reads it."""

    name: PublicText
    credit_code: str
    entity_type: EntityType
    entity_type_label: str = at_path("get_entity_type_display")
    public_phone: PublicText


class TrackStepOut(Schema):
    """One step of 认定过程; ``until`` where it lasted."""

    step: str
    on: date
    until: date | None


class FactOut(Schema):
    """One line of the page, in words."""

    title: str
    text: str


class ProductDetail(ProductOut):
    """All columns of ``catalog.sheet`` that it shows to the API, under their own names."""

    listed_on: date = at_path("certificate.listed_on")
    category_other: PublicText = fact("category_other")
    sales_unit: PublicText = fact("sales_unit")
    input_sources: list[str] = fact("input_sources")
    input_source_text: PublicText = fact("input_source_text")
    annual_output: str = fact("output_text")
    output_unit: str = fact("output_unit")
    output_is_planned: bool = fact("output_is_planned")
    supply_months: list[int] = fact("supply_months")
    supply_text: PublicText = fact("supply_text")
    standard_no: PublicText = fact("standard_no")
    certifications: list[str] = fact("certifications")
    mechanisms: list[str] = fact("mechanisms")
    mechanisms_text: str = fact("mechanisms_text")
    average_income_fen: int | None = fact("average_income_fen")
    employed_workers: int | None = fact("employed_workers")
    facts: list[FactOut] = Field(description="网页“产品情况”和“带贫减贫”各栏，已是文字")
    holder: HolderOut = at_path("certificate.applicant")
    photos: list[PhotoOut]
    track: list[TrackStepOut]
    notices: list[PageRef] = at_path("notice_refs")
    external_url: str = at_path("certificate.external_url")
    hotline: str = at_path("certificate.ruleset.hotline")
    second_hotline: str = at_path("certificate.ruleset.second_hotline")
    verify_url: str
    misuse_url: str
    intent_url: str | None = Field(description="登记认购意向的地址；暂停的为空")
    breadcrumbs: list[CrumbOut] = at_path("crumbs")

    @staticmethod
    def resolve_facts(product):
        lines = sheet.rows(product.certificate.version, "public")
        return [{"title": title, "text": masked(text)} for title, text in lines]

    @staticmethod
    def resolve_photos(product, context):
        return [photo_data(each, context["request"]) for each in product.photos]

    @staticmethod
    def resolve_track(product, context):
        return track_rows(product.certificate, asked_at(context["request"]))

    @staticmethod
    def resolve_verify_url(product, context):
        return verify_url(context["request"], product.certificate)

    @staticmethod
    def resolve_misuse_url(product, context):
        return _absolute(misuse_url(product.certificate.number), context)

    @staticmethod
    def resolve_intent_url(product, context):
        if product.is_suspended:
            return None
        return _absolute(intent_url(product.certificate.number), context)


class StoryOut(Schema):
    """Why a product is in the catalogue no longer: what its page says with 410."""

    type: Literal["product"] = "product"
    id: int
    slug: str
    certificate_no: str
    name: PublicText
    applicant: PublicText
    valid_from: date
    ended_on: date
    ended_by: Literal["removed", "exited", "expired"]
    ended_by_label: str
    reason: str
    decision_no: PublicText
    decision: PageRef | None
    successor: PageRef | None
    renewal_sought: bool
    track: list[TrackStepOut]
    hotline: str
    misuse_url: str
    breadcrumbs: list[CrumbOut]


def track_rows(certificate, at):
    names = ("step", "on", "until")
    return [dict(zip(names, row, strict=True)) for row in certificate_track(certificate, at)]


def status_word(standing):
    """The status that a standing comes to: what is about to end is as active as any."""
    return CertificateStatus.ACTIVE if standing.is_valid else CertificateStatus(standing.value)


def _absolute(path, context):
    return context["request"].build_absolute_uri(path)


def _today(context):
    return local_day(asked_at(context["request"]))
