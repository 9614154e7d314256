"""Registers of the procedure: applications, their items, the signed opinions; to read.

A station reads those of its own papers here, as do the upper offices of what came up to them.
"""

from django.contrib.admin import SimpleListFilter, display
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html

from applications.models import Application, Item, Outcome
from desk.registers.register import ReadersOfPapers, Register, RelatedFilter
from rules.official_dates import iso_day
from rules.periods import local_day
from workflow.models import ArchiveFile, CertificationTask, Opinion
from workflow.positions import OPEN, STATE_OF, items_at, state_of


class _Scoped(Register):
    """Shows each reader what their offices may see; a superuser sees all that was submitted.

    So does, without asking it of each row, whose offices serve under all rule sets there are.
    """

    permission_helper_class = ReadersOfPapers

    def get_list_export(self, request):
        """A link is no column of a table on paper."""
        return self.list_export or [name for name in self.list_display if name != "desk_page"]

    def get_queryset(self, request):
        rows, user = super().get_queryset(request), request.user
        if user.is_superuser or _sees_all(request):
            return rows
        return rows.filter(**{self.within: Application.objects.scope(user)})


def _sees_all(request):
    """Asked once in a request: modeladmin asks three times for its rows."""
    if not hasattr(request, "_sees_all_papers"):
        request._sees_all_papers = Application.objects.sees_all(request.user)
    return request._sees_all_papers


class ApplicationRegister(_Scoped):
    model = Application
    within = "pk__in"
    menu_label = "申请"
    menu_icon = "doc-full"
    menu_order = 40
    list_display = ("number", "applicant", "kind", "station", "submitted_at", "desk_page")
    list_filter = ("kind", ("station", RelatedFilter), "submitted_at")
    list_select_related = ("applicant", "station")
    search_fields = ("number", "applicant__name", "items__name")
    inspect_view_fields = (
        "number",
        "applicant",
        "kind",
        "ruleset",
        "station",
        "contact_person",
        "production_township",
        "production_address",
        "signatory",
        "signatory_capacity",
        "signed_on",
        "commitment_sha256",
        "submitted_at",
        "items",
        "submissions",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).submitted()

    @display(description="办理页")
    def desk_page(self, application):
        return _to_paper(application.pk)


def _to_paper(application):
    address = reverse("desk:application", args=[application])
    return format_html('<a href="{}">打开</a>', address)


class StateFilter(SimpleListFilter):
    """Where a product stands or how it ended; the states of its way in the order of the flow."""

    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        waiting = dict.fromkeys(STATE_OF.values())
        return [
            ("open", "在办（全部）"),
            *((f"at-{state}", state.label) for state in waiting),
            *Outcome.Kind.choices,
        ]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen == "open":
            return queryset.filter(outcome=None)
        if chosen in Outcome.Kind.values:
            return queryset.filter(outcome__kind=chosen)
        nodes = [name for name, state in STATE_OF.items() if f"at-{state}" == chosen]
        return queryset.filter(pk__in=items_at(*nodes)) if nodes else queryset


class ItemRegister(_Scoped):
    model = Item
    within = "application__in"
    menu_label = "申请产品"
    menu_icon = "list-ul"
    menu_order = 45
    ordering = ("-application_id", "position", "pk")  # as its index is ordered
    list_display = (
        *("name", "applicant", "application", "origin_township"),
        *("submitted", "state", "ended", "desk_page"),
    )
    list_export = (
        *("name", "sales_spec", "applicant", "application", "origin_township"),
        *("submitted", "round", "state", "ended"),
    )
    list_filter = (StateFilter, "category", ("origin_township", RelatedFilter))
    search_fields = ("name", "application__number", "application__applicant__name")
    inspect_view_fields = (
        "name",
        "application",
        "category",
        "origin_text",
        "sales_spec",
        "households",
        "persons",
        "benefit_text",
        "round",
        "state",
        "opinions",
        "upper_reviews",
        "certificate",
    )

    def get_queryset(self, request):
        waiting = CertificationTask.objects.filter(status__in=OPEN)
        rows = super().get_queryset(request).filter(process__isnull=False)
        return rows.select_related(
            "outcome", "application__applicant", "origin_township"
        ).prefetch_related(Prefetch("process__task_set", waiting, to_attr="waiting"))

    @display(description="申请单位")
    def applicant(self, item):
        return item.application.applicant

    @display(description="状态")
    def state(self, item):
        if item.is_ended:
            return state_of(item).label
        names = (task.flow_task.name for task in item.process.waiting)
        return next((STATE_OF[name].label for name in names if name in STATE_OF), "-")

    @display(description="提交", ordering="application__submitted_at")
    def submitted(self, item):
        return iso_day(local_day(item.application.submitted_at))

    @display(description="办结", ordering="outcome__at")
    def ended(self, item):
        return iso_day(local_day(item.outcome.at)) if item.is_ended else ""

    @display(description="办理页")
    def desk_page(self, item):
        return _to_paper(item.application_id)


class OpinionRegister(_Scoped):
    model = Opinion
    within = "item__application__in"
    menu_label = "审核意见"
    menu_icon = "comment"
    menu_order = 50
    ordering = ("-signed_at", "-pk")
    list_display = ("signed_at", "item", "step", "result", "organisation", "signed_by")
    list_filter = ("step", "result", "signed_at")
    list_select_related = ("item", "organisation", "signed_by")
    search_fields = ("item__name", "item__application__number", "text")
    inspect_view_fields = (
        "item",
        "round",
        "step",
        "result",
        "reason_code",
        "text",
        "verified_households",
        "verified_persons",
        "verified_income_fen",
        "visited_on",
        "visited_by",
        "organisation",
        "signed_by",
        "signed_at",
    )


class ArchiveRegister(_Scoped):
    model = ArchiveFile
    within = "application__in"
    menu_label = "案卷"
    menu_icon = "folder-open-inverse"
    menu_order = 52
    list_display = (
        *("number", "application", "applicant", "retention", "kept_until", "filed_at", "desk_page"),
    )
    list_filter = ("year", "retention")
    list_select_related = ("application__applicant", "filed_by")
    search_fields = ("number", "application__number", "application__applicant__name")
    inspect_view_fields = ("number", "application", "year", "retention", "filed_by", "filed_at")

    @display(description="申请单位")
    def applicant(self, archive_file):
        return archive_file.application.applicant

    @display(description="保管至（年底）")
    def kept_until(self, archive_file):
        if archive_file.destroyed_at:
            return "已销毁"
        return archive_file.kept_until or "永久"

    @display(description="办理页")
    def desk_page(self, archive_file):
        return _to_paper(archive_file.application_id)


REGISTERS = (ApplicationRegister, ItemRegister, OpinionRegister, ArchiveRegister)
