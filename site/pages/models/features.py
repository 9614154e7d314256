"""Pages that are no document: what an office is, a special topic, a gallery of pictures."""

from django.db import models
from django.db.models import Q
from django.http import Http404
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from ..documents.stream_text import plain_text
from ..moment import asked_at
from ..search.spoken import SpokenField
from .document_form import DatedForm
from .feature_blocks import FeatureBody
from .gated import Gated
from .hands import ByThreeHands
from .visibility import PageManager, PageQuerySet, scheduled


class FeatureQuerySet(PageQuerySet):
    def visible(self, at):
        """Published and not past its hour of leaving at ``at``, whether or not a scheduler ran."""
        begun = (Q(live=True) | Q(expired=True)) & Q(first_published_at__lte=at)
        not_over = Q(expire_at__isnull=True) | Q(expire_at__gt=at)
        return self.filter(begun | scheduled(approved_go_live_at__lte=at)).filter(not_over)

    def newest(self):
        return self.order_by("-first_published_at", "-pk")


class FeaturePage(ByThreeHands, Gated, Page):
    """单页、专题、图集: free words and blocks in an order of the editor's."""

    class Form(models.TextChoices):
        SINGLE = "single", "单页（机构概况、隐私声明等）"
        TOPIC = "topic", "专题"
        GALLERY = "gallery", "图集"

    form = models.CharField("版式", max_length=8, choices=Form, default=Form.SINGLE)
    summary = models.CharField("摘要", max_length=300, blank=True, help_text="用于列表和搜索结果")
    body = StreamField(FeatureBody(), verbose_name="内容", blank=True)

    objects = PageManager.from_queryset(FeatureQuerySet)()

    parent_page_types = ["pages.HomePage"]
    subpage_types = []
    private_page_options = []
    base_form_class = DatedForm
    content_panels = [
        TitleFieldPanel("title", heading="标题", placeholder=False, classname=""),
        FieldPanel("form"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug", heading="网址", help_text="由标题自动生成；公开以后不要再改"),
                FieldPanel("show_in_menus", heading="列入导航"),
            ],
            "网址和导航",
        )
    ]
    settings_panels = [PublishingPanel()]
    search_fields = [
        *Page.search_fields,
        index.SearchField("searched_text"),
        SpokenField("spoken"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "单页、专题、图集"

    @property
    def searched_text(self):
        return "\n".join([self.summary, plain_text(self.body)])

    @property
    def spoken(self):
        """What people ask for by its sound."""
        return self.title

    @property
    def published_at(self):
        """When the public first could read it."""
        return self.first_published_at or self.go_live_at

    def reasons_against_publishing(self):
        """``(field, reason)`` pairs: an empty page, a gallery without pictures."""
        if not len(self.body):
            return [("body", "内容不能空着")]
        shows = {block.block_type for block in self.body}
        if self.form == self.Form.GALLERY and not shows & {"figure", "gallery"}:
            return [("body", "图集至少要有一张图片")]
        return []

    def route(self, request, path_components):
        visible = FeaturePage.objects.visible(asked_at(request)).filter(pk=self.pk)
        if path_components or not visible.exists():
            raise Http404
        return RouteResult(self)
