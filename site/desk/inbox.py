"""The inbox: what I have taken, what waits for my office, what waits for others, what is done."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from printing.tables import download
from records.prepared import among
from registry.models import Township
from registry.permissions import headed
from rules.official_dates import iso_day
from rules.periods import local_day
from workflow.models import SavedFilter

from . import colleagues, queries
from .access import DeskView, is_officer, may, typed
from .certifications import Certifications
from .lines import DUE, SORTS, TABS, in_rows
from .moderation import moderates
from .paper import applications_of
from .sources import KINDS, lines, tally
from .steps import STEPS

EMPTY = {
    "mine": "没有您已签收、尚未办结的任务。",
    "queue": "没有等待您所在单位签收的任务。",
    "office": "您负责的单位没有正在办理的任务。",
    "waiting": "您经办的申请没有在等待他人办理的任务。",
    "done": "您还没有办结的任务。",
}
#: Who has steps at which one document is entered for many products.
BATCHED = tuple({step.permission for step in STEPS.values() if step.about == "batch"})
FILTERS = ("kind", "step", "township", "due", "q")
#: Lines of products; those of one application stand in one row.
PER_PAGE = 50
#: So many papers are listed below what the words find among the tasks.
FIRST_HITS = 10
#: A table longer than this is no table that anybody reads.
EXPORTED = 5000
COLUMNS = {
    "kind": "类别",
    "paper": "事项",
    "applicant": "申请单位",
    "number": "申请编号",
    "step": "环节",
    "township": "生产地",
    "arrived": "到达",
    "due": "期限",
    "left": "时限",
    "finished": "办结",
    "owner": "经办人",
}


class Inbox(DeskView):
    """One page of one tab; the number of queries does not depend on the number of rows."""

    template_name = "desk/inbox.html"
    page_title = "待办"

    def is_allowed(self):
        return is_officer(self.request.user) or moderates(self.request.user)

    @property
    def counts(self):
        """``{tab: number}`` before any filter; what is done is not counted."""
        return tally(self.request)

    @cached_property
    def on(self):
        return local_day(self.at)

    @cached_property
    def tab(self):
        """The tab asked for; else the one with something to do."""
        tab = self.request.GET.get("tab")
        if tab in EMPTY:
            return tab
        return "queue" if self.counts["queue"] and not self.counts["mine"] else "mine"

    @cached_property
    def text(self):
        return typed(self.request.GET, "q")

    @cached_property
    def hits(self):
        """What the words find, for the lines of every tab and for the papers."""
        return queries.find(self.text) if self.text else None

    @cached_property
    def merged(self):
        """The lines asked for; a word of the filter that no list knows filters nothing."""
        get = self.request.GET.get
        sort, default = get("sort", ""), "-finished" if self.tab == "done" else "due"
        sort_names = {name for name, _title in SORTS}
        return lines(
            self.request,
            on=self.on,
            tab=self.tab,
            kind=get("kind", "") if get("kind") in KINDS else "",
            step=get("step", "") if get("step") in STEPS else "",
            township=get("township", "") if get("township", "").isdigit() else "",
            due=get("due", "") if get("due") in dict(DUE) else "",
            text=self.text,
            hits=self.hits,
            sort=sort if sort.lstrip("-") in sort_names else default,
        )

    def tabs(self):
        """Whoever answers for nobody has no tab of an office."""
        tabs = [tab for tab in TABS if tab[0] != "office" or headed(self.request.user)]
        return [(name, title, self.counts.get(name)) for name, title in tabs]

    def elsewhere(self):
        """``[(tab, title, number)]`` of what the words find in the other tabs."""
        others = [tab for tab in self.tabs() if tab[0] != self.tab] if self.text else []
        conditions = {"on": self.on, "text": self.text, "hits": self.hits}
        counts = [
            (name, title, lines(self.request, tab=name, **conditions).count())
            for name, title, _count in others
        ]
        return [row for row in counts if row[2]]

    def papers(self):
        """The papers that the words find among all that this officer may see, newest first."""
        if not self.text or not is_officer(self.request.user):
            return []
        rows = applications_of(self.request.user).order_by("-submitted_at", "-pk")
        newest = rows.filter(pk__in=among(self.hits.papers)).values_list("pk", flat=True)
        return rows.filter(pk__in=list(newest[:FIRST_HITS]))  # all of them are wide to sort

    def page(self):
        return Paginator(self.merged, PER_PAGE).get_page(self.request.GET.get("p"))

    @cached_property
    def conditions(self):
        """What of the address says which lines are shown, in a fixed order."""
        get = self.request.GET.get
        conditions = {name: get(name) for name in (*FILTERS, "sort") if get(name)}
        return {"tab": self.tab, **conditions}

    def columns(self):
        """``[(name, title, address that sorts by it, aria-sort)]`` of the columns that sort."""
        now = self.merged.search.sort
        return {
            name: {
                "title": title,
                "url": "?"
                + urlencode({**self.conditions, "sort": f"-{name}" if now == name else name}),
                "sorted": {name: "ascending", f"-{name}": "descending"}.get(now),
            }
            for name, title in SORTS
        }

    def get_breadcrumbs_items(self):
        return [self.breadcrumbs_items[0], {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        page = self.page()
        user, is_filtered = self.request.user, any(self.request.GET.get(name) for name in FILTERS)
        return super().get_context_data(
            tab=self.tab,
            tabs=self.tabs(),
            elsewhere=self.elsewhere(),
            found_papers=self.papers(),
            overdue=self.counts["late"],
            page=page,
            rows=in_rows(page.object_list),
            empty=EMPTY[self.tab],
            search=self.merged.search,
            is_filtered=is_filtered,
            kinds=KINDS.items(),
            steps=Certifications(self.merged.search).steps(),
            townships=Township.objects.in_force(self.on),
            dues=DUE,
            columns=self.columns(),
            query=urlencode(self.conditions),
            saved_filters=SavedFilter.objects.filter(person=user),
            colleagues=colleagues.of(user, self.on) if headed(user) else [],
            has_batches=may(user, *BATCHED),
            **kwargs,
        )


class Export(Inbox):
    """The same lines as a table, in the same order, as CSV or XLSX."""

    form = "csv"
    tells_of_strangers = True

    def get(self, request):
        rows = [_row(line) for line in self.merged[0:EXPORTED]]
        name, title = f"desk-{self.tab}-{self.on:%Y%m%d}", dict(TABS)[self.tab]
        self.record_export(f"inbox.{self.tab}", rows)
        return download(rows, COLUMNS, form=self.form, name=name, title=title)


def _row(line):
    return {
        "kind": line.kind,
        "paper": line.paper,
        "applicant": line.applicant,
        "number": line.number,
        "step": line.step,
        "township": line.township,
        "arrived": iso_day(local_day(line.arrived_at)),
        "due": iso_day(line.due_on),
        "left": line.deadline.text if line.deadline else "",
        "finished": iso_day(line.finished_at and local_day(line.finished_at)),
        "owner": f"{line.owner or ''}",
    }
