"""The desk's place in the Wagtail admin: a menu with its numbers, and a panel on the home page."""

from django.urls import reverse_lazy
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from registry.permissions import headed
from rules.periods import local_day

from . import badges
from .access import may
from .accesses import Accesses
from .answer_lines import RatingLines, SiteReportLines
from .authorisations import Authorisations
from .board import Board, due_this_week, watched
from .bulletins import Bulletins
from .changes import Changes
from .charting import Charts
from .complaints import Complaints, Intake
from .countersigning import Countersign
from .delegations import Delegations
from .dishonesty import Entries
from .disposals import Disposals
from .draws import Draws
from .exchange_batches import Exchange
from .exchange_lines import ExchangeLines
from .filings import Filings
from .inbox import Inbox
from .inspections import Inspections
from .ledgers import Ledgers
from .licences import Licences
from .listed_words import Lists
from .menu_once import MenuOnce
from .moderation import Moderation
from .monthly_sales import MonthlySales
from .notices import Notices
from .officers import Officers
from .operations import Operations
from .performance import Performance
from .plan_tasks import PlanTasks
from .preservations import Preservations
from .publications import Publications
from .ratings import Ratings
from .received import Received
from .received_lines import ReceivedLines
from .registers.register import MENU_HOOK, AuditorsRead, ReadersOfPapers
from .reminders import Reminders
from .site_reports import SiteReports
from .snippets import OVERSIGHT_HOOK
from .sources import SOURCES, tallies, tally
from .statistics import Statistics
from .step_batches import Assign, City, Listing, National, Notice, Province, Report
from .steps import STEPS
from .table_exports import TableExports
from .tokens import Tokens
from .unit_accounts import UnitAccounts
from .unit_work import UnitWork
from .webhooks import Subscribers
from .wordings import Wordings


class Door(MenuItem):
    """A page of the desk, shown to whom the page lets in, with the number of what waits there."""

    def __init__(self, label, view, url_name, icon, *, number=None, order=0):
        address = reverse_lazy(f"desk:{url_name}")
        super().__init__(label, address, name=f"desk-{url_name}", icon_name=icon, order=order)
        self.view, self.number = view, number

    def is_shown(self, request):
        page = self.view()
        page.setup(request)
        return page.is_allowed()

    def render_component(self, request):
        rendered = super().render_component(request)
        rendered.number = self.number(request) if self.number else 0
        return _numbered(rendered)


@hooks.register(MENU_HOOK)
def exports_door():
    """Beside the registers, whose long tables lie there; units come to it from their ledgers."""
    return ReadersDoor("导出文件", TableExports, "exports", "download", order=900)


class ReadersDoor(Door):
    def is_shown(self, request):
        readers = (*ReadersOfPapers.permissions, *AuditorsRead.permissions)
        return request.user.is_superuser or may(request.user, *readers)


class Group(SubmenuMenuItem):
    """Doors that belong together, with the sum of their numbers; gone where none is shown."""

    def render_component(self, request):
        rendered = super().render_component(request)
        rendered.number = sum(getattr(each, "number", 0) for each in rendered.menu_items)
        return _numbered(rendered)


def _numbered(rendered):
    if rendered.number:
        rendered.label = f"{rendered.label}（{rendered.number}）"
    return rendered


def _step(view, url_name, icon):
    """The door of a step, under the name that the flow gives it."""
    return Door(STEPS[view.node].task_title, view, url_name, icon)


OWN = (
    Door("待办", Inbox, "inbox", "tasks", number=badges.tasks, order=10),
    Door("本单位工作", UnitWork, "unit_work", "home", number=badges.unit_lines, order=11),
    Door("工作任务", PlanTasks, "plan_tasks", "list-ol", order=12),
    Door("季度通报", Bulletins, "bulletins", "doc-full", number=badges.bulletins, order=12),
    Door("收文", Received, "received", "mail", number=badges.in_queue(ReceivedLines), order=12),
    Door("单位台账", Ledgers, "ledgers", "table", order=11),
    Door("台账报送", Filings, "filings", "download", order=11),
    Door("督办提醒", Reminders, "reminders", "time", number=badges.reminders, order=12),
    Door("审签", Countersign, "countersign", "edit", number=badges.countersigning, order=14),
)
HANDLING = (
    _step(Assign, "assign", "site"),
    Door("发布公示", Notice, "notice", "pick"),
    Door("公示凭证", Notices, "notices", "view"),
    _step(Report, "report", "upload"),
    _step(City, "city", "form"),
    _step(Province, "province", "form"),
    _step(National, "national", "globe"),
    _step(Listing, "list", "check"),
    Door("全国公布", Publications, "publications", "globe"),
    Door("变更与清理", Changes, "changes", "history", number=badges.case_proposals),
)
SUPERVISION = (
    Door("投诉举报", Complaints, "complaints", "warning", number=badges.complaints),
    Door("登记投诉", Intake, "intake", "plus"),
    Door("好差评", Ratings, "ratings", "pick", number=badges.in_queue(RatingLines)),
    Door("网站找错", SiteReports, "site_reports", "globe", number=badges.in_queue(SiteReportLines)),
    Door("失信登记", Entries, "dishonesty", "warning", number=badges.dishonesty),
    Door("监督检查", Inspections, "inspections", "glasses"),
    Door("随机抽查", Draws, "draws", "rotate"),
)
OVERSIGHT = (
    Door("委托代办", Delegations, "delegations", "user"),
    Door("办理统计", Performance, "performance", "table"),
    Door("超期督办", Board, "board", "time"),
    Door("档案移交和销毁", Disposals, "disposals", "folder-open-inverse", number=badges.disposals),
    Door("保全", Preservations, "preservations", "lock", number=badges.preservations),
    Door("查阅记录", Accesses, "accesses", "view"),
    Door("授权核对", Authorisations, "authorisations", "key", number=badges.authorisations),
    Door("申请单位账号", UnitAccounts, "unit_accounts", "user"),
    Door("资格证书", Licences, "licences", "doc-full"),
    Door("月度销售", MonthlySales, "monthly_sales", "calendar"),
    Door("销售统计", Statistics, "statistics", "table"),
    Door("数据报送", Exchange, "exchange", "upload", number=badges.in_queue(ExchangeLines)),
    Door("变动通知", Subscribers, "subscribers", "link-external"),
    Door("接口令牌", Tokens, "tokens", "key"),
    Door("工作人员", Officers, "officers", "group"),
    Door("文书用语", Wordings, "letter_wordings", "edit", number=badges.wordings),
    Door("类别和理由", Lists, "listed_words", "list-ul", number=badges.words),
    Door("运行监控", Operations, "operations", "cogs"),
    Door("流程图", Charts, "charts", "redirect"),
)
GROUPS = (
    Group("办理", MenuOnce(items=list(HANDLING)), name="handling", icon_name="form", order=20),
    Group(
        "监督", MenuOnce(items=list(SUPERVISION)), name="supervision", icon_name="view", order=22
    ),
    Group(
        "督办管理",
        MenuOnce(items=list(OVERSIGHT), register_hook_name=OVERSIGHT_HOOK),
        name="oversight",
        icon_name="group",
        order=24,
    ),
)


def doors(request):
    """What of the desk's menu is shown in this request."""
    return [item for item in (*OWN, *GROUPS) if item.is_shown(request)]


class DeskPanel(Component):
    """The officer's numbers: taken, waiting for the office, overdue."""

    order = 50
    template_name = "desk/_home_panel.html"

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        words = tallies(request)[SOURCES.index(Moderation)]
        on = local_day(timezone.now())
        late = watched(request.user, on)
        return {
            "counts": tally(request),
            "words": words["queue"],
            "watched": late,
            "due_soon": due_this_week(request.user, on) if late is not None else None,
            "heads": bool(headed(request.user)),
        }
