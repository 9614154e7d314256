"""Policy documents and announcements as JSON."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import Q
from django.utils import timezone
from ninja import FilterLookup, Query, Router, Schema
from ninja.pagination import paginate
from wagtail.rich_text import expand_db_html

from rules.periods import local_day

from ..models import DocumentPage
from ..models.documents import Kind, document_key
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


class DocumentDetail(DocumentOut):
    drafting_unit: str
    recipients: str
    source: str
    body: str
    repeals: list[str]
    repealed_by: list[str]
    interprets: str | None
    interpretations: list[str]

    @staticmethod
    def resolve_body(document):
        return expand_db_html(document.body)

    @staticmethod
    def resolve_repeals(document):
        return _slugs(repealed_by=document.pk)

    @staticmethod
    def resolve_repealed_by(document):
        return _slugs(repeals=document.pk)

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
    found = DocumentPage.objects.visible(timezone.now()).filter(**related)
    return list(found.order_by("slug").values_list("slug", flat=True))
