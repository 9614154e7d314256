"""The ledger in the Wagtail admin: registers of sales, imports, closed quarters and tasks."""

from django.contrib.admin import display
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import modeladmin_register

from desk.registers.register import MENU_HOOK, Register
from ledger.models import ImportBatch, PeriodClose, SalesRecord, Task
from registry.permissions import organisations
from registry.roles import Permission
from rules.amounts import yuan

from ..quarters import CloseQuarter


class SalesRegister(Register):
    model = SalesRecord
    menu_label = "销售台账"
    menu_icon = "table"
    menu_order = 60
    list_display = (
        "external_id",
        "applicant",
        "product",
        "sold_on",
        "booked_quarter",
        "amount",
        "channel",
        "standing",
    )
    list_filter = (
        "booked_quarter",
        "channel",
        "six_entry",
        "fund_source",
        "flag",
        "warning",
        "source",
    )
    list_select_related = ("applicant", "certificate__product", "reverses")
    search_fields = (
        "external_id",
        "applicant__name",
        "certificate__number",
        "certificate__product__name",
    )
    inspect_view_fields = (
        "external_id",
        "source",
        "applicant",
        "certificate",
        "sold_on",
        "booked_quarter",
        "quantity",
        "unit",
        "amount",
        "channel",
        "six_entry",
        "buyer_type",
        "buyer_name",
        "fund_source",
        "hundred_enterprises",
        "paired_village",
        "reverses",
        "reverse_reason",
        "standing",
        "warning",
        "venue_code",
        "event_code",
        "vouchers",
        "batch",
        "recorded_at",
    )

    @display(description="产品")
    def product(self, sale):
        return sale.certificate.product

    @display(description="金额（元）", ordering="amount_fen")
    def amount(self, sale):
        return yuan(sale.amount_fen)

    @display(description="凭证")
    def vouchers(self, sale):
        links = [
            (reverse("desk:sale_voucher", args=[each.uid]), each.name)
            for each in sale.evidence.all()
        ]
        return format_html_join("", '<div><a href="{}">{}</a>（查阅会记录）</div>', links) or "无"

    @display(description="统计")
    def standing(self, sale):
        return f"不计入：{sale.get_flag_display()}" if sale.flag else "计入"


class ImportRegister(Register):
    model = ImportBatch
    menu_label = "销售导入"
    menu_icon = "upload"
    menu_order = 62
    list_display = (
        "file_name",
        "applicant",
        "unit",
        "confirmed_at",
        "booked",
        "flagged",
        "duplicates",
        "refused",
    )
    list_select_related = ("applicant", "unit")
    search_fields = ("file_name", "applicant__name")
    inspect_view_fields = (
        "file_name",
        "sha256",
        "applicant",
        "uploaded_at",
        "confirmed_at",
        "booked",
        "flagged",
        "duplicates",
        "refused",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).filter(confirmed_at__isnull=False)


class PeriodRegister(Register):
    model = PeriodClose
    menu_label = "统计关账"
    menu_icon = "lock"
    menu_order = 64
    list_display = ("quarter", "count", "amount", "frozen_at", "frozen_by")
    list_select_related = ("frozen_by",)
    inspect_view_fields = (
        "quarter",
        "count",
        "amount",
        "totals",
        "totals_sha256",
        "frozen_at",
        "frozen_by",
    )

    @display(description="计入条数")
    def count(self, close):
        return close.totals["count"]

    @display(description="金额（元）")
    def amount(self, close):
        return close.amount


class TaskRegister(Register):
    model = Task
    menu_label = "工作任务"
    menu_icon = "list-ol"
    menu_order = 66
    list_display = ("number", "title", "group_title", "lead", "support")
    search_fields = ("text", "units__organisation__name")
    inspect_view_fields = ("number", "group_no", "group_title", "text", "units")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("units__organisation")

    @display(description="任务")
    def title(self, task):
        return task.text.partition("。")[0]

    @display(description="牵头单位")
    def lead(self, task):
        return self._units(task, "lead")

    @display(description="配合单位")
    def support(self, task):
        return self._units(task, "support") or "-"

    def _units(self, task, role):
        return "、".join(str(each.organisation) for each in task.units.all() if each.role == role)


@hooks.register("register_admin_urls")
def ledger_urls():
    return [path("quarters/", CloseQuarter.as_view(), name="close_quarter")]


class CloseMenuItem(MenuItem):
    """季度关账, for the manager who may."""

    def is_shown(self, request):
        return bool(organisations(request.user, Permission.CLOSE_QUARTERS))


@hooks.register(MENU_HOOK)
def close_menu():
    return CloseMenuItem(
        "季度关账", reverse_lazy("close_quarter"), name="close", icon_name="lock", order=65
    )


for register in (SalesRegister, ImportRegister, PeriodRegister, TaskRegister):
    modeladmin_register(register)
