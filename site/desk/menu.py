"""The desk's place in the Wagtail admin: a menu with its numbers, and a panel on the home page."""

from django.db.models import Q
from django.urls import reverse_lazy
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from applications.models import Authorisation
from registry.models import ListedWord
from registry.permissions import headed
from registry.roles import Permission
from rules.periods import local_day
from supervision.models import Complaint
from workflow.models import Disposal, LetterWording, Preservation
from workflow.services import dishonesty

from .access import may
from .accesses import Accesses
from .answer_lines import RatingLines, SiteReportLines
from .authorisations import Authorisations
from .board import Board, due_this_week, watched
from .bulletins import Bulletins
from .changes import Changes
from .changes import proposals as case_proposals
from .charting import Charts
from .complaints import Complaints, Intake
from .countersigning import Countersign, waiting
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
from .moderation import Moderation
from .monthly_sales import MonthlySales
from .notices import Notices
from .officers import Officers
from .operations import Operations
from .performance import Performance
from .plan_tasks import PlanTasks
from .preservations import Preservations
from .quarter_lines import QuarterLines
from .ratings import Ratings
from .received import Received
from .received_lines import ReceivedLines
from .registers.register import MENU_HOOK, AuditorsRead, ReadersOfPapers
from .reminders import Reminders, unread
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
from .unit_work import waiting as unit_lines
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


def _tasks(request):
    counts = tally(request)
    return counts["mine"] + counts["queue"]


def _reminders(request):
    return unread(request.user).count()


def _unit_lines(request):
    return len(unit_lines(request, local_day(timezone.now())))


def _in_queue(source):
    """What the inbox has counted of ``source`` already."""
    return lambda request: tallies(request)[SOURCES.index(source)]["queue"]


def _bulletins(request):
    return tallies(request)[SOURCES.index(QuarterLines)]["bulletins"]


def _proposals(request):
    return waiting(request.user).count()


def _complaints(request):
    return Complaint.objects.scope(request.user).open().count()


def _dishonesty(request):
    return dishonesty.waiting_for(request.user).count()


def _case_proposals(request):
    may_answer = may(request.user, Permission.CONFIRM_FINDINGS)
    return case_proposals(request.user).waiting().count() if may_answer else 0


def _wordings(request):
    """Those of others: nobody approves their own."""
    return LetterWording.objects.waiting().exclude(entered_by=request.user).count()


def _words(request):
    """Those of others, too."""
    return ListedWord.objects.waiting().exclude(entered_by=request.user).count()


def _disposals(request):
    may_decide = may(request.user, Permission.TERMINATE)
    rows = Disposal.objects.waiting().exclude(entered_by=request.user)
    return rows.count() if may_decide else 0


def _preservations(request):
    """What others entered, or asked to lift."""
    own = Q(decided_at=None, entered_by=request.user) | Q(lift_asked_by=request.user)
    rows = Preservation.objects.waiting().exclude(own)
    return rows.count() if may(request.user, Permission.TERMINATE) else 0


def _authorisations(request):
    return Authorisation.objects.waiting().count()


def _step(view, url_name, icon):
    """The door of a step, under the name that the flow gives it."""
    return Door(STEPS[view.node].task_title, view, url_name, icon)


OWN = (
    Door("待办", Inbox, "inbox", "tasks", number=_tasks, order=10),
    Door("本单位工作", UnitWork, "unit_work", "home", number=_unit_lines, order=11),
    Door("工作任务", PlanTasks, "plan_tasks", "list-ol", order=12),
    Door("季度通报", Bulletins, "bulletins", "doc-full", number=_bulletins, order=12),
    Door("收文", Received, "received", "mail", number=_in_queue(ReceivedLines), order=12),
    Door("单位台账", Ledgers, "ledgers", "table", order=11),
    Door("台账报送", Filings, "filings", "download", order=11),
    Door("督办提醒", Reminders, "reminders", "time", number=_reminders, order=12),
    Door("审签", Countersign, "countersign", "edit", number=_proposals, order=14),
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
    Door("变更与清理", Changes, "changes", "history", number=_case_proposals),
)
SUPERVISION = (
    Door("投诉举报", Complaints, "complaints", "warning", number=_complaints),
    Door("登记投诉", Intake, "intake", "plus"),
    Door("好差评", Ratings, "ratings", "pick", number=_in_queue(RatingLines)),
    Door("网站找错", SiteReports, "site_reports", "globe", number=_in_queue(SiteReportLines)),
    Door("失信登记", Entries, "dishonesty", "warning", number=_dishonesty),
    Door("监督检查", Inspections, "inspections", "glasses"),
    Door("随机抽查", Draws, "draws", "rotate"),
)
OVERSIGHT = (
    Door("委托代办", Delegations, "delegations", "user"),
    Door("办理统计", Performance, "performance", "table"),
    Door("超期督办", Board, "board", "time"),
    Door("档案移交和销毁", Disposals, "disposals", "folder-open-inverse", number=_disposals),
    Door("保全", Preservations, "preservations", "lock", number=_preservations),
    Door("查阅记录", Accesses, "accesses", "view"),
    Door("授权核对", Authorisations, "authorisations", "key", number=_authorisations),
    Door("申请单位账号", UnitAccounts, "unit_accounts", "user"),
    Door("资格证书", Licences, "licences", "doc-full"),
    Door("月度销售", MonthlySales, "monthly_sales", "calendar"),
    Door("销售统计", Statistics, "statistics", "table"),
    Door("数据报送", Exchange, "exchange", "upload", number=_in_queue(ExchangeLines)),
    Door("变动通知", Subscribers, "subscribers", "link-external"),
    Door("接口令牌", Tokens, "tokens", "key"),
    Door("工作人员", Officers, "officers", "group"),
    Door("文书用语", Wordings, "letter_wordings", "edit", number=_wordings),
    Door("类别和理由", Lists, "listed_words", "list-ul", number=_words),
    Door("运行监控", Operations, "operations", "cogs"),
    Door("流程图", Charts, "charts", "redirect"),
)
GROUPS = (
    Group("办理", Menu(items=list(HANDLING)), name="handling", icon_name="form", order=20),
    Group("监督", Menu(items=list(SUPERVISION)), name="supervision", icon_name="view", order=22),
    Group(
        "督办管理",
        Menu(items=list(OVERSIGHT), register_hook_name=OVERSIGHT_HOOK),
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
