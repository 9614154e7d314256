"""运行监控: what stands still and why, for the head of the office: try again, hand on or end it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from ledger.models import Bulletin
from records import heartbeats, jobs
from records.conditions import conditions
from records.witnesses import WITNESSES
from registry.models import DishonestyEntry
from registry.roles import Permission
from supervision.models import Complaint
from workflow.services import failures, timers
from workflow.services.overdue import overdue, papers_of

from .access import DeskButton, DeskView
from .queries import paper_url

#: Of each kind so many are shown, with the number of all.
MOST = 50
#: What ``overdue`` lists, in words, and what an official does about it.
KINDS = {
    "changes": ("逾期未上报的变更", "在“变更与清理”中办理"),
    "proposals": ("待确认的处置建议", "在“变更与清理”中查实或者不予立案"),
    "short_windows": ("待处置的公示期不足", "由负责人在申请页“公示期不足的处置”中决定"),
    "bulletins": ("逾期未签发的季度通报", "在“季度通报”中督促拟稿、核稿和签发的人"),
    "dishonesty": ("逾期未办的失信登记", "在“监督 — 失信登记”中办理"),
    "acceptances": ("超过受理时限的产品", "在“督办管理 — 超期督办”中催办、改派"),
    "answers": ("逾期未答复的异议", "在“监督 — 投诉举报”页上方“待答复的异议”中答复"),
    "clock": ("时钟", "请运维人员按运维手册“时钟”一节处理"),
    "calendar": ("工作日历", "请系统管理员在“基础数据 — 节假日安排”中录入，由另一人复核"),
    "notices": ("应发未发的公示", "时钟恢复后自动发布；也可在“发布公示”中立即发布"),
    "evidence": ("公示凭证", "请运维人员按运维手册“公示观测与公开凭证”一节处理"),
    "boards": ("逾期未登记的村公示栏张贴", "由工作站在“办理 — 公示凭证”中登记"),
    "objections": ("未中止的异议", "时钟恢复后自动中止"),
    "certificates": ("应到期未到期的目录条目", "时钟恢复后自动到期"),
    "stranded": ("无人办理的流程", "请开发人员核查"),
    "files": ("被改动的签发文件", "请运维人员核查存储，恢复签发时的文件；网站已停止提供"),
    "mail": ("没有发出的邮件", "请运维人员按运维手册“邮件”一节核对后重发"),
    "ratings": ("超期没有回访的差评", "在“监督 — 好差评”中回访"),
    "site_reports": ("超期没有答复的网站找错", "在“监督 — 网站找错”中答复"),
}
#: What ``overdue`` lists and this page shows in tables of their own, or as a number.
TABLES = {
    "jobs": ("没有成功的定时作业", "看运维手册“时钟”一节"),
    "timers": ("应当执行而没有执行的定时", "看时钟日志；恢复后自动补办"),
    "failed_tasks": ("出错的任务", "在“运行监控”重新执行；仍不成功的报开发人员"),
    "desk": ("超期任务", "在“督办管理 — 超期督办”中改派"),
    "complaints": ("超期投诉举报", "在“督办管理 — 超期督办”中改派"),
}


class Operations(DeskView):
    """Everything that should have happened and has not, with its cause."""

    permission = Permission.WATCH_OPERATIONS
    template_name = "desk/operations.html"
    page_title = "运行监控"
    header_icon = "cogs"

    def get_context_data(self, **kwargs):
        late = overdue(self.at)
        looked_at = list(conditions(self.at))
        return super().get_context_data(
            beat=heartbeats.newest(),
            jobs=jobs.with_beats(),
            looked_at="、".join(each.what for each in looked_at),
            troubles=[each for each in looked_at if each.trouble],
            failing=self.failing(late["jobs"]),
            kinds=[
                (
                    kind,
                    title,
                    remedy,
                    [_row_text(row) for row in late[kind][:MOST]],
                    len(late[kind]),
                )
                for kind, (title, remedy) in kinds()
                if late[kind]
            ],
            timers=self.timers(),
            failed=self.failed(),
            late_desk=len(late["desk"]),
            late_complaints=len(late["complaints"]),
            **kwargs,
        )

    def timers(self):
        """``(task, paper, its address, failure)`` for every timer that should have fired."""
        due = list(timers.due_timers(self.at).select_related("process")[:MOST])
        failures = timers.failures(due)
        return [(*each, failures.get(each[0].pk)) for each in _with_papers(due)]

    def failing(self, rows):
        """Failures of the clock's jobs; a timer that failed has its own table, with its cause."""
        return [row for row in rows if not (row["job"] == timers.JOB and row["row"])][:MOST]

    def failed(self):
        """``(task, paper, its address, cause)`` for every task that Viewflow marked failed."""
        broken = list(failures.failed_tasks().select_related("process")[:MOST])
        return [(*each, failures.cause(each[0])) for each in _with_papers(broken)]


class Retry(DeskButton):
    """Fires one due timer or failed task now; the refusal says why it failed again."""

    permission = Permission.WATCH_OPERATIONS
    success_message = "已重新执行"

    def page_of_act(self):
        return reverse("desk:operations")

    def act(self):
        pk = self.kwargs["pk"]
        task = timers.due_timers(self.at).filter(pk=pk).first()
        again = timers.retry if task else failures.revive
        task = task or get_object_or_404(failures.failed_tasks(), pk=pk)
        return again(task, **self.who)


def kinds():
    """Our own kinds, and those of the rooms that watch for themselves."""
    yield from KINDS.items()
    for kind, each in WITNESSES.items():
        yield kind, (each.title, each.remedy)


def _row_text(row):
    """A row of ``overdue`` in words: what is no text tells of a mail, by its number alone."""
    return row if isinstance(row, str) else f"第{row['mail']}号，已试{row['attempts']}次"


def _with_papers(tasks):
    """``[(task, paper, the paper's address)]``, whatever flow the tasks belong to."""
    papers = papers_of([task.process for task in tasks])
    rows = [(task, papers[task.process_id][1]) for task in tasks]
    return [(task, paper, _address(paper)) for task, paper in rows]


#: Papers about no product → the name of their page.
PAGES = {Complaint: "complaint", DishonestyEntry: "dishonesty_entry", Bulletin: "bulletin"}


def _address(paper):
    page = PAGES.get(type(paper))
    return reverse(f"desk:{page}", args=[paper.pk]) if page else paper_url(paper)
