"""Policy documents and announcements as JSON."""

from datetime import date
from typing import Annotated, Literal

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from ninja import FilterLookup, Query, Router, Schema

from records.beside import read_beside
from rules.periods import local_day

from ...models import (
    BulletinFigure,
    DocumentPage,
    DocumentPart,
)
from ...models.document_queries import set_validity
from ...models.document_words import TARGETS, Section, section_of
from ...models.documents import Disclosure, Kind, Validity, document_key
from .blocks import Block, FileOut, as_data, as_html, file_data
from .kinds import CrumbOut, PageOut
from .kinds import Kind as KindOfPage
from .listing import (
    Choice,
    Day,
    Filters,
    LocalTime,
    asked_at,
    at_path,
    by_slug,
    is_of_all,
    listed,
    part_of_all,
    there,
    whole,
)
from .problems import answers, list_answers
from .references import PageRef, address, set_crumbs
from .relations import set_relations

router = Router(tags=["文件"])
KindWord = Literal[tuple(Kind.values)]
SORTS = {
    "published": (Coalesce("first_published_at", "go_live_at").desc(), "-pk"),
    "written": ("-written_on", "-pk"),
    "oldest": (Coalesce("first_published_at", "go_live_at"), "pk"),
}


class DocumentOut(PageOut):
    type: Literal["document"] = "document"
    index_no: str | None
    kind: KindWord
    kind_label: str = at_path("get_kind_display")
    section: Literal[tuple(Section.values)]
    doc_no: str
    issuer: str
    topic: str
    written_on: date
    published_at: LocalTime
    effective_from: date | None
    expires_on: date | None
    validity: Literal[tuple(Validity.values)]
    validity_label: str
    disclosure: Literal[tuple(Disclosure.values)]
    disclosure_label: str = at_path("get_disclosure_display")
    keywords: list[str] = at_path("keyword_list")
    summary: str

    @staticmethod
    def resolve_section(document):
        return section_of(document.kind)

    @staticmethod
    def resolve_validity(document, context):
        return document.validity(local_day(asked_at(context["request"])))

    @staticmethod
    def resolve_validity_label(document, context):
        return document.validity(local_day(asked_at(context["request"]))).label


class PartOut(Schema):
    role: Literal[tuple(DocumentPart.Role.values)]
    role_label: str = at_path("get_role_display")
    label: str
    title: str
    body: str
    blocks: list[Block]

    @staticmethod
    def resolve_body(part, context):
        return as_html(part.body, context["request"])

    @staticmethod
    def resolve_blocks(part, context):
        return as_data(part.body, context["request"])


class AttachmentOut(FileOut):
    sha256: str


class MaterialOut(Schema):
    """What a guide asks for, with the empty form where there is one."""

    name: str
    requirement: str
    form: FileOut | None


class FigureOut(Schema):
    group: Literal[tuple(BulletinFigure.Group.values)]
    group_label: str = at_path("get_group_display")
    label: str
    amount: str
    amount_text: str
    unit: str

    @staticmethod
    def resolve_amount(figure):
        return f"{figure.amount:.2f}"


class VersionOut(Schema):
    number: int
    published_at: LocalTime
    note: str
    text_sha256: str
    url: str | None


class RelatedOut(Schema):
    """The public documents that this one names, or that name it, by what they do to each other."""

    repeals: list[PageRef]
    repealed_by: list[PageRef]
    partly_repeals: list[PageRef]
    partly_repealed_by: list[PageRef]
    amends: list[PageRef]
    amended_by: list[PageRef]
    interprets: PageRef | None
    interpretations: list[PageRef]
    see_also: list[PageRef]
    seen_from: list[PageRef]


def slugs(name):
    """The resolver of one relation as bare slugs, which the first edition of the API gave."""
    return staticmethod(lambda document: [each["slug"] for each in document.related[name]])


class DocumentDetail(DocumentOut):
    category: str = at_path("category_label")
    joint_issuers: list[str]
    drafting_unit: str
    recipients: str
    source: str
    targets: list[str]
    urgency: str
    urgency_label: str = at_path("get_urgency_display")
    public_note: str
    copies_to: str
    printing_office: str
    printed_on: date | None
    is_normative: bool
    no_interpretation_because: str
    interpretation_form: str
    interpretation_form_label: str = at_path("get_interpretation_form_display")
    body: str
    blocks: list[Block]
    parts: list[PartOut] = at_path("part_rows")
    attachments: list[AttachmentOut]
    apply_url: str
    materials: list[MaterialOut]
    figures: list[FigureOut] = at_path("figure_rows")
    versions: list[VersionOut]
    pdf_url: str
    word_url: str
    related: RelatedOut
    breadcrumbs: list[CrumbOut] = at_path("crumbs")
    repeals: list[str]
    repealed_by: list[str]
    partly_repeals: list[str]
    partly_repealed_by: list[str]
    amends: list[str]
    amended_by: list[str]
    interprets: str | None
    interpretations: list[str]

    resolve_repeals, resolve_repealed_by = slugs("repeals"), slugs("repealed_by")
    resolve_partly_repeals = slugs("partly_repeals")
    resolve_partly_repealed_by = slugs("partly_repealed_by")
    resolve_amends, resolve_amended_by = slugs("amends"), slugs("amended_by")
    resolve_interpretations = slugs("interpretations")

    @staticmethod
    def resolve_interprets(document):
        return next((each["slug"] for each in document.related["interprets"]), None)

    @staticmethod
    def resolve_joint_issuers(document):
        return document.issuers[1:]

    @staticmethod
    def resolve_body(document, context):
        return as_html(document.body, context["request"])

    @staticmethod
    def resolve_blocks(document, context):
        return as_data(document.body, context["request"])

    @staticmethod
    def resolve_apply_url(document, context):
        address = document.apply_address
        return context["request"].build_absolute_uri(address) if address else ""

    @staticmethod
    def resolve_materials(document, context):
        request = context["request"]
        return [
            {
                "name": each.name,
                "requirement": each.requirement,
                "form": each.form and file_data(each.form, each.form.title, request),
            }
            for each in document.material_rows
        ]

    @staticmethod
    def resolve_attachments(document, context):
        request = context["request"]
        return [
            {**file_data(each.file, each.title, request), "sha256": each.sha256}
            for each in document.attachment_rows
        ]

    @staticmethod
    def resolve_versions(document, context):
        """The last one is what stands; only earlier ones have an address of their own."""
        url, rows = address(document, context["request"]), document.public_versions()
        return [
            {
                "number": each.number,
                "published_at": each.published_at,
                "note": each.note,
                "text_sha256": each.text_sha256,
                "url": f"{url}versions/{each.number}/" if each is not rows[-1] else None,
            }
            for each in rows
        ]

    @staticmethod
    def resolve_pdf_url(document, context):
        return f"{address(document, context['request'])}document.pdf"

    @staticmethod
    def resolve_word_url(document, context):
        return f"{address(document, context['request'])}document.docx"

    @staticmethod
    def resolve_related(document):
        single = {"interprets": next(iter(document.related["interprets"]), None)}
        return {**document.related, **single}


def prepare(pages, request, *, is_whole):
    """What stands beside the rows, in as many queries for any number of documents."""
    set_validity(pages, asked_at(request))
    if not is_whole:
        return
    guides = [page for page in pages if page.kind == Kind.GUIDE]
    having = {
        "parts": _having("has_parts", pages),
        "attachments": pages,
        "figures": _having("has_figures", pages),
        "materials": guides,
    }
    read_beside(pages, "versions")
    for name, those in having.items():
        read_beside(those, WAYS.get(name, name))
        for page in pages:
            rows = getattr(page, name).all() if page in those else []
            setattr(page, ROWS[name], rows)
    set_crumbs(pages, request)
    set_relations(pages, request)


#: What is read with the rows of a document, and where they are kept on the page.
WAYS = {"attachments": "attachments__file", "materials": "materials__form"}
ROWS = {
    "parts": "part_rows",
    "attachments": "attachment_rows",
    "figures": "figure_rows",
    "materials": "material_rows",
}


def _having(name, pages):
    """Those of ``pages`` that are not known to have none; of nothing the database is not asked."""
    return [page for page in pages if getattr(page, name, True)]


def with_flags(rows):
    """``rows`` that say whether a document has parts and figures, which few have."""
    return rows.annotate(
        has_parts=Exists(DocumentPart.objects.filter(page=OuterRef("pk"))),
        has_figures=Exists(BulletinFigure.objects.filter(page=OuterRef("pk"))),
    )


def rows(at):
    return DocumentPage.objects.visible(at).newest()


#: A document by its slug.
ONE = by_slug(lambda at: with_flags(rows(at)))
KIND = KindOfPage(
    "document",
    "文件",
    DocumentPage,
    DocumentOut,
    DocumentDetail,
    rows=rows,
    prepare=prepare,
    brief=lambda rows: rows.without_text(),
)


class DocumentFilters(Filters):
    kind: KindWord | None = None
    section: Literal[tuple(Section.values)] | None = None
    topic: str | None = None
    issuer: str | None = None
    doc_no: str | None = None
    validity: Literal[tuple(Validity.values)] | None = None
    target: Literal[tuple(TARGETS)] | None = None
    q: str | None = None
    since: Annotated[
        Day | None, FilterLookup("written_on__gte"), Query(description="成文日期不早于")
    ] = None
    until: Annotated[
        Day | None, FilterLookup("written_on__lte"), Query(description="成文日期不晚于")
    ] = None
    sort: Literal[tuple(SORTS)] = "published"

    def filter_doc_no(self, value):
        return Q(doc_no_key=document_key(value)) if value else Q()

    def filter_target(self, value):
        return Q(**{value: True}) if value else Q()

    def filter_q(self, value):
        return Q()

    filter_section = filter_validity = filter_sort = filter_q

    def narrow(self, request, rows):
        rows = super().narrow(request, rows).order_by(*SORTS[self.sort])
        rows = rows.in_section(self.section) if self.section else rows
        if self.validity:
            at = asked_at(request)
            rows = rows.with_validity(at).having(Validity(self.validity), local_day(at))
        return rows

    def find(self, rows):
        """``(rows, Match)`` of those that hold the words; all and None where none are asked for."""
        return rows.find(self.q) if self.q else (rows, None)


@router.get("", response=list_answers(DocumentOut, has_words=True), summary="文件列表，新的在前")
def documents(request, filters: Query[DocumentFilters], choice: Query[Choice]):
    if is_of_all(request):
        return part_of_all(request, KIND, choice)
    matching, match = filters.find(filters.narrow(request, rows(asked_at(request))))
    return listed(request, KIND, matching, choice, match)


@router.get("/{slug}", response=answers(DocumentDetail), summary="一份文件及其正文")
def document(request, slug: str):
    return whole(request, KIND, there(ONE(asked_at(request), slug), "文件"))
