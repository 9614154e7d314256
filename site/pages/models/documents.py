"""Policy documents and announcements with the fields of 政府信息公开目录 (requirements §5.2)."""

from itertools import takewhile

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from records.prepared import listed
from rules.periods import local_day

from ..documents.official_numbers import complete, reasons_against_number
from ..documents.stream_text import plain_text, reasons_against_pictures
from ..moment import asked_at
from ..search.indexing import assigned_index_no
from ..search.spoken import SpokenField
from .administration import Administered
from .blocks import body_field
from .document_details import BulletinFigure, DocumentPart
from .document_form import DocumentForm
from .document_panels import HANDLER
from .document_queries import BY_SLUG, DocumentQuerySet, document_key, set_validity
from .document_relations import VISIBLE, read_around, set_repealed
from .document_versions import Versioned, stored
from .document_words import (
    ANNOUNCED,
    OF_ONE_DOCUMENT,
    TARGETS,
    Disclosure,
    Form,
    Kind,
    Named,
    Section,
    Urgency,
    Validity,
    section_of,
)
from .gated import Gated
from .guides import Guide
from .hands import ByOffice
from .item_routes import ReadAsItem
from .visibility import PageManager

__all__ = [
    "ANNOUNCED",
    "Disclosure",
    "DocumentPage",
    "DocumentQuerySet",
    "Kind",
    "Section",
    "Validity",
    "document_key",
    "stored",
]

OPEN = "公开"
#: Doors below a document: its address ends in one of these.
EDITIONS = ("document.pdf", "document.docx")


def only_open(value):
    """密级 exists only to refuse: nothing classified may enter this system (§5.4)."""
    if value != OPEN:
        raise ValidationError("涉密文件不得进入本系统，密级只能填“公开”")


class DocumentPage(ReadAsItem, Versioned, ByOffice, Gated, Administered, Guide, Page):
    """文件: printed as issued; its validity is derived, its number found in any spelling."""

    index_no = models.CharField(
        "索引号",
        max_length=40,
        unique=True,
        null=True,
        blank=True,
        help_text="空着由系统在签发时编号；公开后不再改变",
    )
    kind = models.CharField("种类", max_length=16, choices=Kind)
    category = models.CharField(
        "组配分类", max_length=40, blank=True, help_text="空着用所在栏目的名称"
    )
    doc_no = models.CharField(
        "发文字号",
        max_length=60,
        blank=True,
        help_text="选了发文代字的空着，签发时编号；其他的按原文书写，例如“章扶办字〔2020〕2号”",
    )
    doc_no_key = models.CharField(
        "检索用文号", max_length=60, blank=True, editable=False, db_index=True
    )
    issuer = models.CharField("发布机构", max_length=120, help_text="全称；联合行文填主办机关")
    joint_issuers = models.CharField(
        "联合发文机关", max_length=400, blank=True, help_text="主办机关以外的，用顿号分隔"
    )
    drafting_unit = models.CharField("起草单位", max_length=120, blank=True)
    recipients = models.CharField(
        "主送机关", max_length=300, blank=True, help_text="不写末尾的冒号"
    )
    written_on = models.DateField(
        "成文日期", null=True, blank=True, help_text="空着的，签发时填签发的日期"
    )
    effective_from = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期止（含当日）", null=True, blank=True)
    topic = models.CharField("主题分类", max_length=60, help_text="例如“农业、林业、水利/扶贫”")
    keywords = models.CharField("主题词", max_length=200, blank=True, help_text="用顿号分隔")
    summary = models.CharField("摘要", max_length=500, blank=True, help_text="用于列表和搜索结果")
    source = models.CharField("信息来源", max_length=120, blank=True)
    disclosure = models.CharField(
        "公开形式", max_length=12, choices=Disclosure, default=Disclosure.ACTIVE
    )
    public_review_ref = models.CharField(
        "公开审查编号", max_length=60, blank=True, help_text="信息公开保密审查的登记号"
    )
    secrecy = models.CharField(
        "密级",
        max_length=10,
        default=OPEN,
        validators=[only_open],
        help_text="只能是“公开”：涉密文件不得进入本系统",
    )
    urgency = models.CharField("紧急程度", max_length=12, choices=Urgency, blank=True)
    public_note = models.CharField(
        "附注", max_length=60, blank=True, help_text="例如“此件公开发布”，不写括号"
    )
    copies_to = models.CharField("抄送机关", max_length=300, blank=True)
    printing_office = models.CharField("印发机关", max_length=120, blank=True)
    printed_on = models.DateField("印发日期", null=True, blank=True)
    body = body_field(blank=True)
    body_text = models.TextField("正文文字", blank=True, editable=False)
    repeals = ParentalManyToManyField(
        "self", blank=True, symmetrical=False, related_name="repealed_by", verbose_name="废止的文件"
    )
    partly_repeals = ParentalManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="partly_repealed_by",
        verbose_name="部分废止的文件",
    )
    amends = ParentalManyToManyField(
        "self", blank=True, symmetrical=False, related_name="amended_by", verbose_name="修改的文件"
    )
    interprets = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interpretations",
        verbose_name="解读的文件",
    )
    interpretation_form = models.CharField("解读形式", max_length=10, choices=Form, blank=True)
    is_normative = models.BooleanField("行政规范性文件", default=False)
    no_interpretation_because = models.CharField(
        "不解读的理由",
        max_length=200,
        blank=True,
        help_text="规范性文件应当与解读同步公开；确不需要解读的写明理由，公开显示",
    )
    for_leading_enterprises = models.BooleanField("龙头企业", default=False)
    for_cooperatives = models.BooleanField("专业合作社", default=False)
    for_pioneers = models.BooleanField("致富带头人", default=False)
    for_epidemic_hit = models.BooleanField("受疫情影响的经营主体", default=False)
    names_persons = models.CharField("写到具体个人", max_length=4, choices=Named, blank=True)
    consent_record = models.CharField(
        "同意书",
        max_length=200,
        blank=True,
        help_text="同意书编号和存放处；只供内部查验，不公开",
    )
    correction_note = models.CharField(
        "更正说明",
        max_length=300,
        blank=True,
        help_text="已公开的文件改动文字时必填：改了什么、为什么改；公开显示",
    )

    objects = PageManager.from_queryset(DocumentQuerySet)()
    by_slug = BY_SLUG

    parent_page_types = ["pages.DocumentIndexPage"]
    subpage_types = []
    private_page_options = []
    base_form_class = DocumentForm
    edit_handler = HANDLER
    not_for_readers = ("consent_record", "public_review_ref")
    exclude_fields_in_copy = OF_ONE_DOCUMENT
    search_fields = [
        *Page.search_fields,
        index.SearchField("body_text"),
        index.SearchField("doc_no"),
        SpokenField("spoken"),
        index.SearchField("doc_no_key"),
        index.AutocompleteField("doc_no"),
        index.AutocompleteField("index_no"),
        index.FilterField("kind"),
        index.FilterField("written_on"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(expires_on__gte=F("effective_from")),
                name="documentpage_dates_in_order",
                violation_error_message="有效期止不得早于施行日期",
            ),
        ]

    # Publication

    @transaction.atomic  # Wagtail publishes outside of one: number, page and version land together
    def save(self, *args, **kwargs):
        """A live document has passed every rule, has its index number and a recorded version."""
        self.doc_no_key = document_key(self.doc_no)
        self.body_text = self.plain_text()
        goes_live = self.live and kwargs.get("update_fields") is None
        last = self._last_version() if goes_live else None
        if goes_live:
            self._check_publication(last)
        # Wagtail adds a page as live before it publishes its first revision
        is_dated = goes_live and (self.first_published_at or self.last_published_at)
        if is_dated:
            self.index_no = assigned_index_no(self)
        super().save(*args, **kwargs)
        if is_dated:
            self._record_version(last)

    def number_at_signature(self):
        """Give the number with the signature, though the hour of publication is still to come."""
        self.index_no = assigned_index_no(self)
        DocumentPage.objects.filter(pk=self.pk).update(index_no=self.index_no)

    def complete_at_signature(self, revision, *, at):
        """Number and date the document, and the words of ``revision`` that is being signed."""
        complete(self, revision, at=at)

    def _check_publication(self, last):
        reasons = [text for _, text in self.reasons_against_publishing()]
        if reasons := reasons + self._reasons_against_following(last):
            raise ValidationError(reasons)

    def reasons_against_publishing(self):
        """``(field, reason)`` pairs: what a text, a case, a normative one owe (R52, §5.3)."""
        reasons = [("body", "正文、组成部分、附件不能都空着")] if self.is_empty() else []
        reasons += reasons_against_pictures(self)
        if self.kind == Kind.CASE:
            if not self.names_persons:
                reasons.append(("names_persons", "案例公开前须说明是否写到具体个人"))
            if self.names_persons == Named.YES and not self.consent_record:
                reasons.append(("consent_record", "写到具体个人的案例，须登记本人书面同意书"))
        reasons += reasons_against_number(self)
        if self.is_normative and not self._is_explained():
            text = "规范性文件应当与解读同步公开：先起草解读，或者写明不解读的理由"
            reasons.append(("no_interpretation_because", text))
        return reasons

    def is_empty(self):
        """Whether there is nothing to read: no words, nothing shown, no part, no file."""
        shows = any(block.block_type not in {"paragraph", "heading"} for block in self.body)
        has_more = self.parts.all() or self.attachments.all() or self.materials.all()
        return not (shows or has_more or self.plain_text().strip())

    def _is_explained(self):
        if self.no_interpretation_because:
            return True
        return bool(self.pk) and DocumentPage.objects.filter(interprets=self.pk).exists()

    def plain_text(self):
        """The words of the body and of the parts, for finding."""
        parts = (f"{part.title}\n{plain_text(part.body)}" for part in self.parts.all())
        return "\n".join([plain_text(self.body), *parts]).replace("\x00", "")

    @property
    def spoken(self):
        """What people ask for by its sound."""
        return self.title

    def with_content_json(self, content):
        """A revision written before the number was given does not take it away again."""
        page = super().with_content_json(content)
        page.index_no = page.index_no or self.index_no
        return page

    # What a reader sees

    @property
    def published_at(self):
        """When the public first could read it; a later edit does not move it (§5.1)."""
        return self.first_published_at or self.go_live_at

    @property
    def keyword_list(self):
        return [word for word in self.keywords.split("、") if word]

    @property
    def issuers(self):
        """发文机关, the one that leads first (GB/T 9704-2012, 7.2.4)."""
        return [self.issuer, *(each for each in self.joint_issuers.split("、") if each)]

    @property
    def annexes(self):
        """``(name, is it a file for download)`` of 附件说明, in its order (GB/T 9704-2012, 7.3.4).

        The annexes that are printed behind this text come first; those behind a plan that the
        document issues are the plan's own.
        """
        parts = takewhile(lambda part: part.role != DocumentPart.Role.PLAN, self.parts.all())
        printed = [(part.title, False) for part in parts if part.label.startswith("附件")]
        return printed + [(each.title, True) for each in self.attachments.all()]

    @property
    def category_label(self):
        return self.category or section_of(self.kind).label

    @property
    def targets(self):
        """The groups this policy supports (R43)."""
        return [label for name, label in TARGETS.items() if getattr(self, name)]

    @property
    def figure_groups(self):
        """``(group, its figures)`` of a bulletin, in the order of the groups."""
        figures = list(self.figures.all())
        grouped = [
            (group, [each for each in figures if each.group == group])
            for group in BulletinFigure.Group
        ]
        return [(group, rows) for group, rows in grouped if rows]

    def validity(self, on):
        """The :class:`Validity` on day ``on``, after ``with_validity`` or ``set_validity``."""
        if self.repealed_on and self.repealed_on <= on:
            return Validity.REPEALED
        if self.expires_on and on > self.expires_on:
            return Validity.LAPSED
        if self.effective_from and on < self.effective_from:
            return Validity.NOT_YET
        partly = self.partly_repealed_on and self.partly_repealed_on <= on
        return Validity.PARTLY if partly else Validity.IN_FORCE

    def validity_at(self, at):
        """The :class:`Validity` at a moment, with what is public at that moment."""
        set_validity([self], at)
        return self.validity(local_day(at))

    @property
    def preview_modes(self):
        """The page, and the paper that will be signed; Word is offered where it is signed."""
        return [("", "网页"), ("document.pdf", "PDF 版")]

    def serve_preview(self, request, mode_name):
        if mode_name in EDITIONS:
            from ..documents.editions import draft_edition  # it knows every page type

            return draft_edition(request, self, mode_name)
        return super().serve_preview(request, mode_name)

    def route(self, request, path_components):
        """``document.pdf``, ``document.docx`` and ``versions/<n>`` are served by editions.py."""
        if not (self.was_public or VISIBLE(timezone.now(), listed([self.pk]))):
            raise Http404
        if not path_components:
            return RouteResult(self)
        door, *rest = path_components
        if door in EDITIONS and not rest:
            return RouteResult(self, kwargs={"door": door})
        if door == "versions" and len(rest) == 1 and rest[0].isdecimal():
            return RouteResult(self, kwargs={"door": door, "number": int(rest[0])})
        raise Http404

    @property
    def is_policy(self):
        """Of the kinds whose number and validity readers look for, also where there is none."""
        return section_of(self.kind) == Section.POLICY

    def get_context(self, request, *args, **kwargs):
        at = asked_at(request)
        others = read_around(self, at)
        set_repealed(self, others)
        return {
            **super().get_context(request, *args, **kwargs),
            **others,
            "validity": self.validity(local_day(at)),
            "versions": self.public_versions() if self.pk else [],
        }
