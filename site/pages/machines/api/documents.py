"""Policy documents and announcements as JSON."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import Q
from django.utils import timezone
from ninja import FilterLookup, Query, Router, Schema
from ninja.pagination import paginate

from rules.periods import local_day

from ...models import DocumentPage
from ...models.documents import Kind, document_key
from .listing import Filters, LocalTime, Paging, address, at_path, one

router = Router(tags=["文件"])
KindWord = Literal[tuple(Kind.values)]


class DocumentOut(Schema):
    slug: str
    index_no: str
    title: str
    url: str
    kind: str
    kind_label: str = at_path("get_kind_display")
    doc_no: str
    issuer: str
    topic: str
    written_on: date
    published_at: LocalTime
    effective_from: date | None
    expires_on: date | None
    validity: str
    validity_label: str
    disclosure: str
    disclosure_label: str = at_path("get_disclosure_display")
    keywords: list[str] = at_path("keyword_list")
    summary: str

    @staticmethod
    def resolve_url(document, context):
        return address(document, context)

    @staticmethod
    def resolve_validity(document):
        return document.validity(local_day(timezone.now()))

    @staticmethod
    def resolve_validity_label(document):
        return document.validity(local_day(timezone.now())).label


class PartOut(Schema):
    role: str
    role_label: str = at_path("get_role_display")
    label: str
    title: str
    body: str

    @staticmethod
    def resolve_body(part):
        return _html(part.body)


class AttachmentOut(Schema):
    title: str
    url: str
    extension: str
    size: int
    sha256: str

    @staticmethod
    def resolve_url(attachment, context):
        return context["request"].build_absolute_uri(attachment.file.url)

    @staticmethod
    def resolve_extension(attachment):
        return attachment.file.file_extension

    @staticmethod
    def resolve_size(attachment):
        return attachment.file.get_file_size()


class FigureOut(Schema):
    group: str
    label: str
    amount: str
    unit: str

    @staticmethod
    def resolve_amount(figure):
        return f"{figure.amount:.2f}"


class VersionOut(Schema):
    number: int
    published_at: LocalTime
    note: str
    text_sha256: str


class DocumentDetail(DocumentOut):
    category: str = at_path("category_label")
    joint_issuers: list[str]
    drafting_unit: str
    recipients: str
    source: str
    targets: list[str]
    body: str
    parts: list[PartOut]
    attachments: list[AttachmentOut]
    figures: list[FigureOut]
    versions: list[VersionOut]
    repeals: list[str]
    repealed_by: list[str]
    partly_repeals: list[str]
    partly_repealed_by: list[str]
    amends: list[str]
    amended_by: list[str]
    interprets: str | None
    interpretations: list[str]

    @staticmethod
    def resolve_joint_issuers(document):
        return document.issuers[1:]

    @staticmethod
    def resolve_body(document):
        return _html(document.body)

    @staticmethod
    def resolve_parts(document):
        return list(document.parts.all())

    @staticmethod
    def resolve_attachments(document):
        return list(document.attachments.select_related("file"))

    @staticmethod
    def resolve_figures(document):
        return list(document.figures.all())

    @staticmethod
    def resolve_versions(document):
        return document.public_versions()

    @staticmethod
    def resolve_repeals(document):
        return _slugs(repealed_by=document.pk)

    @staticmethod
    def resolve_repealed_by(document):
        return _slugs(repeals=document.pk)

    @staticmethod
    def resolve_partly_repeals(document):
        return _slugs(partly_repealed_by=document.pk)

    @staticmethod
    def resolve_partly_repealed_by(document):
        return _slugs(partly_repeals=document.pk)

    @staticmethod
    def resolve_amends(document):
        return _slugs(amended_by=document.pk)

    @staticmethod
    def resolve_amended_by(document):
        return _slugs(amends=document.pk)

    @staticmethod
    def resolve_interprets(document):
        return next(iter(_slugs(pk=document.interprets_id)), None)

    @staticmethod
    def resolve_interpretations(document):
        return _slugs(interprets=document.pk)


class DocumentFilters(Filters):
    kind: KindWord | None = None
    topic: str | None = None
    issuer: str | None = None
    doc_no: str | None = None
    since: Annotated[date | None, FilterLookup("written_on__gte")] = None
    until: Annotated[date | None, FilterLookup("written_on__lte")] = None

    def filter_doc_no(self, value):
        return Q(doc_no_key=document_key(value)) if value else Q()


@router.get("", response=list[DocumentOut], summary="文件列表，新的在前")
@paginate(Paging)
def documents(request, filters: Query[DocumentFilters]):
    return filters.narrow(request, _visible().newest())


@router.get("/{slug}", response=DocumentDetail, summary="一份文件及其正文")
def document(request, slug: str):
    return one(_visible(), slug, "文件")


def _visible():
    at = timezone.now()
    return DocumentPage.objects.visible(at).with_validity(at)


def _slugs(**related):
    rows = DocumentPage.objects.visible(timezone.now()).filter(**related)
    return list(rows.order_by("slug").values_list("slug", flat=True))


def _html(body):
    """The blocks of a body as the page shows them."""
    return "\n".join(block.render().strip() for block in body)
