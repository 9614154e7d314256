"""The editors' list of all documents: by number, office, kind, state and date (后台的文件列表)."""

from django.db.models import Q
from django.forms import CheckboxSelectMultiple, RadioSelect
from django_filters.filters import (
    ChoiceFilter,
    DateFromToRangeFilter,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import WorkflowState
from wagtail.permissions import page_permission_policy

from registry.models import Organisation

from .models import DocumentPage
from .models.document_queries import document_key
from .models.document_words import Kind
from .models.visibility import scheduled

STATES = {
    "draft": "草稿",
    "review": "审签中",
    "returned": "退回修改",
    "scheduled": "定时公开",
    "live": "已公开",
    "down": "已撤下或者过期",
}


def in_state(rows, state):
    """The documents of ``rows`` in one of :data:`STATES`."""
    if state in ("review", "returned"):
        status = WorkflowState.STATUS_IN_PROGRESS
        if state == "returned":
            status = WorkflowState.STATUS_NEEDS_CHANGES
        keys = WorkflowState.objects.filter(status=status).values_list("object_id", flat=True)
        return rows.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    was_public = Q(first_published_at__isnull=False)
    conditions = {
        "draft": Q(live=False) & ~was_public & ~scheduled(),
        "scheduled": scheduled(),
        "live": Q(live=True),
        "down": Q(live=False) & was_public & ~scheduled(),
    }
    return rows.filter(conditions[state])


class DocumentFilters(PageFilterSet):
    state = ChoiceFilter(
        label="状态",
        choices=list(STATES.items()),
        widget=RadioSelect,
        empty_label="全部",
        method="filter_state",
    )
    kind = MultipleChoiceFilter(label="种类", choices=Kind.choices, widget=CheckboxSelectMultiple)
    office = ModelMultipleChoiceFilter(
        label="归口单位",
        queryset=lambda request: Organisation.objects.filter(
            pk__in=DocumentPage.objects.order_by().values("office")
        ),
        widget=CheckboxSelectMultiple,
    )
    written_on = DateFromToRangeFilter(label="成文日期", widget=DateRangePickerWidget)

    site = None
    has_child_pages = None

    class Meta:
        model = DocumentPage
        fields = []

    def filter_state(self, rows, name, value):
        return in_state(rows, value)


class DocumentList(IndexView):
    """Every document that the person may see in the tree, the latest draft first."""

    page_title = "文件"

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("office")

    def search_queryset(self, queryset):
        """By any part of the title, the 文号 in any brackets, or the 索引号."""
        if not self.is_searching:
            return queryset
        words = self.search_query.replace("\x00", "").strip()
        return queryset.filter(
            Q(draft_title__icontains=words)
            | Q(title__icontains=words)
            | Q(doc_no_key__icontains=document_key(words))
            | Q(index_no__icontains=words)
        )

    def order_queryset(self, queryset):
        if self.is_searching and not self.is_explicitly_ordered:
            return queryset.order_by("-latest_revision_created_at", "-pk")
        return super().order_queryset(queryset)


class ListItem(MenuItem):
    """Shown to whom the list lets in; Wagtail shows its own to everybody."""

    def is_shown(self, request):
        return page_permission_policy.user_has_any_permission(
            request.user, DocumentList.any_permission_required
        )


class Documents(PageListingViewSet):
    """The menu item 文件 and its list."""

    menu_item_class = ListItem

    model = DocumentPage
    index_view_class = DocumentList
    filterset_class = DocumentFilters
    icon = "doc-full"
    menu_label = "文件列表"
    menu_name = "documents-list"
    menu_order = 110
    add_to_admin_menu = True
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="标题", sort_key="title", classname="title"),
        Column("doc_no", label="发文字号", sort_key="doc_no_key"),
        Column("index_no", label="索引号", sort_key="index_no"),
        Column("get_kind_display", label="种类", sort_key="kind"),
        Column("office", label="归口单位"),
        Column("written_on", label="成文日期", sort_key="written_on"),
        DateColumn(
            "latest_revision_created_at", label="更新", sort_key="latest_revision_created_at"
        ),
        PageStatusColumn("status", label="状态", sort_key="live"),
    ]
