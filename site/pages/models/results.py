"""Results of publicity: what became of every product of a notice, once the last has its end."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from publicity.states import entries_at, over
from rules.periods import local_day

from ..catalogue.public_text import masked
from .gated import Gated
from .hands import ByFlow
from .notices import NoticePage
from .visibility import PageManager, PageQuerySet, standing


class ResultQuerySet(PageQuerySet):
    def visible(self, at):
        """From the hour of its announcement on."""
        return self.filter(standing(), go_live_at__lte=at)

    def newest(self):
        return self.order_by("-go_live_at", "-pk")

    def with_facts(self):
        return self.select_related("notice__publicity__ruleset__office").prefetch_related(
            "notice__publicity__entries"
        )


def awaiting_result(at):
    """Notices whose every product had its end by ``at`` and whose result nobody announced yet."""
    return NoticePage.objects.visible(at).filter(publicity__in=over(at), result__isnull=True)


class ResultPage(ByFlow, Gated, Page):
    """公示结果: the announcement after a notice; its table is the publicity's rows."""

    notice = models.OneToOneField(
        NoticePage, models.PROTECT, related_name="result", verbose_name="公示"
    )

    objects = PageManager.from_queryset(ResultQuerySet)()

    parent_page_types = ["pages.NoticeIndexPage"]
    is_creatable = False
    content_panels = [
        FieldPanel("title", read_only=True),
        FieldPanel("notice", read_only=True),
    ]
    search_fields = [*Page.search_fields, index.SearchField("searched_text")]

    class Meta:
        verbose_name = verbose_name_plural = "公示结果"

    @property
    def searched_text(self):
        """What search finds a result by: the number of its notice, and its table."""
        publicity = self.notice.publicity
        rows = (
            f"{each.product_name}（{each.applicant_name}），{each.get_ending_display()}"
            for each in publicity.entries.all()
        )
        return masked("；".join([publicity.number, *rows]))

    @property
    def accepting_unit(self):
        return self.notice.accepting_unit

    def get_context(self, request, *args, **kwargs):
        publicity = self.notice.publicity
        entries = entries_at(publicity, self.go_live_at)
        return {
            **super().get_context(request, *args, **kwargs),
            "publicity": publicity,
            "ruleset": publicity.ruleset,
            "entries": entries,
            "extensions": publicity.extensions.select_related("entry"),
            "passed": sum(each.ending == "passed" for each, _ in entries),
            "signed_on": local_day(self.go_live_at),
        }


def result_title(notice):
    """关于……公示结果的公告, after the notice's own title."""
    return f"{notice.title.replace('的公示', '公示结果的公告', 1)}"
