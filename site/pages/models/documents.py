"""Policy documents and announcements with the fields of 政府信息公开目录 (requirements §5.2)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from rules.numbers import normalise_document_number
from rules.periods import local_day
from rules.privacy import scan

from .paging import asked, paged
from .visibility import PageManager, PageQuerySet, scheduled


class Kind(models.TextChoices):
    NOTICE = "notice", "通知"
    MEASURE = "measure", "办法"
    ANNOUNCEMENT = "announcement", "公告"
    PUBLICITY = "publicity", "公示"
    BULLETIN = "bulletin", "通报"
    INTERPRETATION = "interpretation", "政策解读"
    GUIDE = "guide", "办事指南"
    CASE = "case", "典型案例"


class Disclosure(models.TextChoices):
    ACTIVE = "active", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"


class Validity(models.TextChoices):
    """有效性, never stored: it follows from dates and from what repeals the document."""

    IN_FORCE = "in_force", "有效"
    NOT_YET = "not_yet", "尚未施行"
    LAPSED = "lapsed", "失效"
    REPEALED = "repealed", "废止"


ANNOUNCED = (Kind.ANNOUNCEMENT, Kind.PUBLICITY, Kind.BULLETIN)


def document_key(doc_no):
    """The 文号 in its one spelling, so that any spelling finds it; as it is when it has none."""
    try:
        return normalise_document_number(doc_no)
    except ValueError:
        return doc_no.strip()


class DocumentQuerySet(PageQuerySet):
    def visible(self, at):
        """Published and not past its hour of leaving at ``at``, whether or not a scheduler ran."""
        begun = (Q(live=True) | Q(expired=True)) & Q(first_published_at__lte=at)
        not_over = Q(expire_at__isnull=True) | Q(expire_at__gt=at)
        return self.filter(begun | scheduled(approved_go_live_at__lte=at)).filter(not_over)

    def newest(self):
        published = Coalesce("first_published_at", "go_live_at")
        return self.order_by(published.desc(), "-pk")

    def with_validity(self, at):
        """Each with ``repealed_on``: the day from which a document visible at ``at`` repeals it."""
        since = Coalesce(F("effective_from"), F("written_on"))
        repealers = DocumentPage.objects.visible(at).filter(repeals=OuterRef("pk"))
        first = repealers.annotate(since=since).order_by("since").values("since")[:1]
        return self.annotate(repealed_on=Subquery(first))

    def announcements(self):
        return self.filter(kind__in=ANNOUNCED)

    def policies(self):
        return self.exclude(kind__in=ANNOUNCED)

    def matching(self, text):
        """Title, body or number holds ``text``; the number in any spelling of its brackets."""
        number = document_key(text)
        return self.filter(
            Q(title__icontains=text)
            | Q(body__icontains=text)
            | Q(index_no__iexact=text)
            | Q(doc_no_key__icontains=number)
        )


class DocumentIndexPage(Page):
    """文件栏目: the list of documents, by kind."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.DocumentPage"]
    private_page_options = []

    class Meta:
        verbose_name = verbose_name_plural = "文件栏目"

    def get_context(self, request, *args, **kwargs):
        at = timezone.now()
        wanted = asked(request, "kind", "q")
        rows = DocumentPage.objects.child_of(self).visible(at).with_validity(at).newest()
        rows = rows.filter(kind=wanted["kind"]) if wanted["kind"] in Kind.values else rows
        rows = rows.matching(wanted["q"]) if wanted["q"] else rows
        context = super().get_context(request, *args, **kwargs)
        page = paged(request, rows)
        today = local_day(at)
        page["page_obj"].object_list = [(row, row.validity(today)) for row in page["page_obj"]]
        return {**context, **page, "asked": wanted, "kinds": Kind.choices}


class DocumentPage(Page):
    """文件: printed as issued; its validity is derived, its number found in any spelling."""

    index_no = models.CharField("索引号", max_length=40, unique=True)
    kind = models.CharField("种类", max_length=16, choices=Kind)
    doc_no = models.CharField("文号", max_length=60, blank=True, help_text="按原文书写")
    doc_no_key = models.CharField(
        "检索用文号", max_length=60, blank=True, editable=False, db_index=True
    )
    issuer = models.CharField("发布机构", max_length=120)
    drafting_unit = models.CharField("起草单位", max_length=120, blank=True)
    recipients = models.CharField("主送机关", max_length=300, blank=True)
    written_on = models.DateField("成文日期")
    effective_from = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期止（含当日）", null=True, blank=True)
    topic = models.CharField("主题分类", max_length=60)
    keywords = models.CharField("关键词", max_length=200, blank=True, help_text="用顿号分隔")
    summary = models.CharField("摘要", max_length=500, blank=True)
    source = models.CharField("信息来源", max_length=120, blank=True)
    disclosure = models.CharField(
        "公开形式", max_length=12, choices=Disclosure, default=Disclosure.ACTIVE
    )
    body = RichTextField(
        "正文", features=["h2", "h3", "bold", "ol", "ul", "link", "document-link", "hr"]
    )
    repeals = ParentalManyToManyField(
        "self", blank=True, symmetrical=False, related_name="repealed_by", verbose_name="废止的文件"
    )
    interprets = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interpretations",
        verbose_name="解读的文件",
    )

    objects = PageManager.from_queryset(DocumentQuerySet)()

    parent_page_types = ["pages.DocumentIndexPage"]
    subpage_types = []
    private_page_options = []
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("index_no"), FieldPanel("doc_no")]),
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("drafting_unit")]),
        FieldPanel("recipients"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("written_on"),
                FieldPanel("effective_from"),
                FieldPanel("expires_on"),
                FieldPanel("repeals"),
                FieldPanel("interprets"),
            ],
            "日期与效力",
        ),
        MultiFieldPanel(
            [
                FieldPanel("topic"),
                FieldPanel("keywords"),
                FieldPanel("summary"),
                FieldPanel("source"),
                FieldPanel("disclosure"),
            ],
            "公开目录",
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("body"),
        index.SearchField("doc_no"),
        index.SearchField("doc_no_key"),
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

    def save(self, *args, **kwargs):
        self.doc_no_key = document_key(self.doc_no)
        super().save(*args, **kwargs)

    def clean(self):
        """Refuse personal numbers in words meant for everyone (§5.7)."""
        super().clean()
        found = {name: scan(getattr(self, name) or "") for name in ("title", "summary", "body")}
        errors = {
            name: [f"含有个人信息，不得公开：{each.masked}" for each in findings]
            for name, findings in found.items()
            if findings
        }
        if errors:
            raise ValidationError(errors)

    @property
    def published_at(self):
        """When the public first could read it; a later edit does not move it (§5.1)."""
        return self.first_published_at or self.go_live_at

    @property
    def keyword_list(self):
        return [word for word in self.keywords.split("、") if word]

    def validity(self, on):
        """The :class:`Validity` on day ``on``; needs the row to come through ``with_validity``."""
        if self.repealed_on and self.repealed_on <= on:
            return Validity.REPEALED
        if self.expires_on and on > self.expires_on:
            return Validity.LAPSED
        if self.effective_from and on < self.effective_from:
            return Validity.NOT_YET
        return Validity.IN_FORCE

    def validity_at(self, at):
        """The :class:`Validity` at a moment, with what is public at that moment."""
        row = DocumentPage.objects.filter(pk=self.pk).with_validity(at).get()
        return row.validity(local_day(at))

    def route(self, request, path_components):
        visible = DocumentPage.objects.visible(timezone.now()).filter(pk=self.pk)
        if path_components or not visible.exists():
            raise Http404
        return RouteResult(self)

    def get_context(self, request, *args, **kwargs):
        at = timezone.now()
        visible = DocumentPage.objects.visible(at)
        return {
            **super().get_context(request, *args, **kwargs),
            "validity": self.validity_at(at),
            "repealed_by": visible.filter(repeals=self.pk),
            "repealed": visible.filter(repealed_by=self.pk),
            "interpretations": visible.filter(interprets=self.pk),
            "interpreted": visible.filter(pk=self.interprets_id).first(),
        }
