"""The inbox as one list: a line per task, drawn from whatever systems hand out tasks.

A *source* is one such system (the flows of papers and change reports, complaints, Wagtail's
moderation). It counts its lines and gives any stretch of them, in the order asked
for; :class:`Merged` makes one sorted list of all of them in a fixed number of queries.
"""

import heapq
from dataclasses import dataclass
from datetime import date, datetime

from .deadlines import Deadline, deadline

TABS = (
    ("mine", "我的任务"),
    ("queue", "待签收"),
    ("office", "本单位在办"),
    ("waiting", "等待他人"),
    ("done", "已办"),
)
DUE = (("late", "已超期"), ("today", "今天到期"), ("soon", "两个工作日内"), ("none", "不限期"))
SORTS = (
    ("due", "时限"),
    ("arrived", "到达"),
    ("paper", "事项"),
    ("applicant", "申请单位"),
)


@dataclass(frozen=True)
class Search:
    """What the inbox was asked for: by whom, on which day, which lines, in which order."""

    user: object
    on: date
    calendar: object
    tab: str = "mine"
    kind: str = ""
    step: str = ""
    township: str = ""
    due: str = ""
    text: str = ""
    sort: str = "due"
    #: What ``text`` finds among papers and products (``queries.Hits``), where there is any.
    hits: object = None

    @property
    def is_descending(self):
        return self.sort.startswith("-")

    @property
    def column(self):
        return self.sort.lstrip("-")

    @property
    def is_narrowed(self):
        """Whether a filter leaves out lines of the tab."""
        return any((self.kind, self.step, self.township, self.due, self.text))


@dataclass
class Line:
    """One task as the inbox shows it. ``task`` is what may be claimed, or None."""

    kind: str
    paper: str
    url: str
    step: str
    arrived_at: datetime
    applicant: str = ""
    number: str = ""
    #: The application of a product, whose products share a row; other papers stand alone.
    application: int | None = None
    round: int = 1
    township: str = ""
    due_on: date | None = None
    deadline: Deadline | None = None
    #: The limit for accepting the product, which runs beside that of a review: last day, time left.
    acceptance: tuple[date, Deadline] | None = None
    finished_at: datetime | None = None
    owner: object = None
    task: int | None = None
    act_url: str = ""
    #: The absent colleague whose work it is, where one may do it as a deputy only.
    for_whom: object = None
    is_mine: bool = False
    is_claimable: bool = False
    is_choosable: bool = False
    is_proposed: bool = False
    #: Of what is done: what one concluded, and where the product is now.
    concluded: str = ""
    became: str = ""


@dataclass
class Row:
    """One line of the page: the products of one application that wait at one step together."""

    lines: list[Line]

    @property
    def first(self):
        return self.lines[0]

    @property
    def tasks(self):
        """The keys of what may be ticked, as the form sends them."""
        return ",".join(f"{line.task}" for line in self.lines if line.is_choosable)

    def takes(self, line):
        """Whether ``line`` is of another product of the same application, at the same step."""
        return line.application is not None and _place(line) == _place(self.first)


def _place(line):
    done = (line.finished_at, line.concluded, line.became)  # each product has its own end
    return (line.application, line.step, line.round, line.owner, line.act_url, *done)


def in_rows(lines):
    """``lines`` in their order, neighbours of one application at one step in one :class:`Row`."""
    rows = []
    for line in lines:
        if rows and rows[-1].takes(line):
            rows[-1].lines.append(line)
        else:
            rows.append(Row([line]))
    return rows


def deadline_of(turn, search):
    """The time left for a turn that is still open, on the day that was asked about."""
    return None if turn.finished_at else deadline(turn, on=search.on, calendar=search.calendar)


def key(search):
    """How lines of different sources compare, in the order that their databases were asked for."""
    never = date.min if search.is_descending else date.max

    def due(line):
        has_none = line.due_on is None
        return (has_none != search.is_descending, line.due_on or never, line.arrived_at)

    keys = {
        "arrived": lambda line: line.arrived_at,
        "paper": lambda line: line.paper,
        "applicant": lambda line: line.applicant,
        "finished": lambda line: line.finished_at,
    }
    return keys.get(search.column, due)


class Merged:
    """The lines of several sources as one list that a paginator can cut."""

    def __init__(self, sources, search, counts=None):
        self.sources, self.search, self._counts = sources, search, counts

    def count(self):
        return sum(self.counts)

    @property
    def counts(self):
        if self._counts is None:
            self._counts = [source.count() for source in self.sources]
        return self._counts

    def __getitem__(self, cut):
        """The lines from ``cut.start`` to ``cut.stop`` of the merged order.

        A line that comes later than ``start`` in its own source, even with all lines of all other
        sources before it, cannot be before ``start``; what is certainly before it is not fetched.
        """
        total = self.count()
        skips = [max(0, cut.start - (total - own)) for own in self.counts]
        stretches = [
            source.lines(skip, cut.stop) if skip < min(own, cut.stop) else []
            for source, skip, own in zip(self.sources, skips, self.counts, strict=True)
        ]
        merged = heapq.merge(*stretches, key=key(self.search), reverse=self.search.is_descending)
        return list(merged)[cut.start - sum(skips) : cut.stop - sum(skips)]
