"""Reports for editors: columns that wait for something new, links that lead nowhere."""

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from .documents.staleness import column_ages
from .machines.links import dead_links


class _PagesReport(ReportView):
    """A report of rows that were computed, about pages."""

    model = Page
    any_permission_required = ["add", "change", "publish"]
    default_ordering = None
    is_searchable = False

    def get_queryset(self):
        return self.rows(self.request)

    def get_heading(self, queryset, field):
        return self.export_headings[field]


def _edit(row):
    return reverse("wagtailadmin_pages:edit", args=[row.pk])


class StalenessReport(_PagesReport):
    page_title = "栏目更新"
    header_icon = "time"
    index_url_name = "pages_staleness"
    index_results_url_name = "pages_staleness_results"
    columns = [
        TitleColumn("title", label="栏目", get_url=_edit),
        Column("latest_on", label="最近更新"),
        Column("days_since", label="距今（天）"),
        Column("months_allowed", label="更新要求（月）"),
        Column("verdict", label="情况"),
    ]
    list_export = ["title", "latest_on", "days_since", "months_allowed", "verdict"]
    export_headings = {
        "title": "栏目",
        "latest_on": "最近更新",
        "days_since": "距今（天）",
        "months_allowed": "更新要求（月）",
        "verdict": "情况",
    }

    def get_filename(self):
        return "column-staleness"

    def rows(self, request):
        return column_ages(timezone.now())


class DeadLinksReport(_PagesReport):
    page_title = "失效链接"
    header_icon = "link"
    index_url_name = "pages_dead_links"
    index_results_url_name = "pages_dead_links_results"
    columns = [
        TitleColumn("title", label="文件", get_url=_edit),
        Column("target", label="链接"),
        Column("problem", label="问题"),
    ]
    list_export = ["title", "target", "problem"]
    export_headings = {"title": "文件", "target": "链接", "problem": "问题"}

    def get_filename(self):
        return "dead-links"

    def rows(self, request):
        return dead_links(timezone.now())
