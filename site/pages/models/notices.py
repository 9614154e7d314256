"""Publicity notices: pages that stand from the hour of publication on, and say whether they run."""

import re
from collections import Counter

from django.apps import apps
from django.db import models
from django.http import Http404
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from publicity.looks import looks_at
from publicity.models import BoardPosting, WindowExtension
from publicity.policies import is_too_late
from publicity.states import OPEN_TO_OBJECTION, State, entry_pairs, state_of
from records.beside import read_beside
from records.prepared import (
    KEYS,
    MOMENT,
    NUMBER,
    TEXT,
    Prepared,
    among,
    listed,
)
from registry.calendars import calendar
from registry.names import get_names
from rules.periods import ONE_DAY, local_day
from rules.working_days import CalendarMissing

from ..catalogue.public_text import masked
from ..moment import asked_at
from ..of_generation import remembered
from ..search.spoken import SpokenField
from .document_form import DatedForm
from .document_queries import by_numbers
from .gated import Gated
from .hands import ByFlow, ByThreeHands
from .item_routes import ReadAsItem, ReadsItems
from .notice_queries import ENDS, NoticeQuerySet
from .paging import paged
from .removals import RemovalPage
from .visibility import PageManager

STATES = (State.RUNNING, State.ON_HOLD, State.ENDED)
#: So many announcements of removals stand beside the notices; search finds the others.
NEWEST_REMOVALS = 5
#: So many open notices the home page shows.
MOST_OPEN = 5
BATCH = re.compile(r"ZGGS-([0-9]{4})-([0-9]{6})")


class NoticeIndexPage(ReadsItems, ByThreeHands, Gated, Page):
    """公示栏目: every notice, running and ended."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NoticePage", "pages.ResultPage", "pages.RemovalPage"]
    base_form_class = DatedForm
    private_page_options = []

    class Meta:
        verbose_name = verbose_name_plural = "公示栏目"

    def get_context(self, request, *args, **kwargs):
        at = asked_at(request)
        every = NoticePage.objects.child_of(self).visible(at).with_end(at)
        state = request.GET.get("state", "")
        rows = every.in_state(State(state), at) if state in STATES else every
        context = super().get_context(request, *args, **kwargs)
        page = paged(request, rows.newest())
        notices = list(page["page_obj"])
        set_results(notices, at)
        page["page_obj"].object_list = with_days(notices, at, request)
        return {
            **context,
            **page,
            "chosen_state": state,
            **remembered(request, ("notices", self.pk), lambda: self.frame(every, at)),
        }

    def frame(self, every, at):
        """Beside every part of the list: how many in each state, the newest removals."""
        removals = RemovalPage.objects.child_of(self).visible(at).newest()[:NEWEST_REMOVALS]
        return {
            "states": [(each, every.in_state(each, at).count()) for each in STATES],
            "removals": list(removals),
        }


def newest_open(at):
    """The newest open notices, as after ``with_end``."""
    sums = {row["pk"]: row for row in OPEN_SUMS(at)}
    pages = NoticePage.objects.select_related("publicity__ruleset")
    rows = {row.pk: row for row in pages.filter(pk__in=sums)} if sums else {}
    for key, row in rows.items():
        vars(row).update({name: sums[key][name] for name in ENDS})
    return [rows[key] for key in sums]


def set_results(notices, at):
    """Give notices that were read what ``with_results`` would have given them."""
    pages = RESULTS(at, listed([each.pk for each in notices])) if notices else ()
    results_by_notice = {each.notice_id: each for each in pages}
    for notice in notices:
        notice.result_stands = notice.pk in results_by_notice
        if notice.result_stands:
            notice.result = results_by_notice[notice.pk]


def working_days(request):
    """The calendar, read once for all readers of a generation."""
    return remembered(request, "working_days", calendar)


def with_days(rows, at, request):
    """``[(notice, its state, working days left while it runs)]``."""
    states = [(row, row.state(at)) for row in rows]
    return [
        (row, state, days_left(row, at, request) if state is State.RUNNING else None)
        for row, state in states
    ]


def days_left(notice, at, request):
    """Working days left to what still runs of ``notice``; the calendar is asked for no other."""
    is_running = notice.annotated(at).running_until
    return notice.days_left(at, working_days(request)) if is_running else None


class NoticePage(ReadAsItem, ByFlow, Page):
    """公示: the public face of one district publicity; its table is the publicity's rows."""

    publicity = models.OneToOneField(
        "publicity.Publicity", models.PROTECT, related_name="notice_page", verbose_name="公示"
    )

    objects = PageManager.from_queryset(NoticeQuerySet)()

    parent_page_types = ["pages.NoticeIndexPage"]
    is_creatable = False
    content_panels = [
        FieldPanel("title", read_only=True),
        FieldPanel("publicity", read_only=True),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("searched_text"),
        SpokenField("spoken"),
        index.FilterField("publicity"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "公示"

    @property
    def searched_text(self):
        """What search finds a notice by, beside its title: its number and its table."""
        rows = (
            f"{each.product_name}（{each.applicant_name}），{each.category}，{each.origin}"
            for each in self.publicity.entries.all()
        )
        return masked("；".join([self.publicity.number, *rows]))

    @property
    def spoken(self):
        """What people ask for by its sound."""
        names = (
            f"{each.product_name}，{each.applicant_name}" for each in self.publicity.entries.all()
        )
        return masked("；".join([self.title, *names]))

    @property
    def accepting_unit(self):
        """受理单位 under its full name, as it signs."""
        office = self.publicity.ruleset.office
        return office.official_name

    def annotated(self, at):
        """This page with what ``with_end`` adds, asked once."""
        if not hasattr(self, "runs_until"):
            page = WITH_END.first(at, self.pk)
            for name in ENDS:
                setattr(self, name, getattr(page, name))
            self.publicity = page.publicity  # with its rules and their office
        return self

    def state(self, at):
        """The notice as a whole; it runs while any of its products does (A10)."""
        return state_of(self.annotated(at), self.publicity, at)

    def days_left(self, at, calendar):
        """Working days left to what still runs, the day of ``at`` included.

        None when nothing runs, or when the calendar does not reach so far.
        """
        if not self.annotated(at).running_until:
            return None
        first = max(local_day(at), self.running_from)
        try:
            return calendar.count(first - ONE_DAY, local_day(self.running_until) - ONE_DAY)
        except CalendarMissing:
            return None

    def entries_at(self, at):
        """``(entry, its state at ``at``)`` in the order of the table, each with its last day."""
        read_beside([self.publicity], "entries")
        return entry_pairs(self.publicity, at)

    def result_at(self, at):
        """The page that announced this notice's result, once it stands; None before."""
        return RESULTS.first(at, listed([self.pk]))

    def open_entries(self, at):
        """The products to which the public may object at ``at``; a held one is among them."""
        return [entry for entry, state in self.entries_at(at) if state in OPEN_TO_OBJECTION]

    def late_entries(self, at):
        """The products to which an objection received at ``at`` comes too late (A11)."""
        rows = [entry for entry, _state in self.entries_at(at)]
        return [entry for entry in rows if is_too_late(entry, at=at)]

    @property
    def announced(self):
        """The page of its result where one stands, after ``with_results`` or ``set_results``."""
        return self.result if self.result_stands else None

    def listed_products(self, at):
        """The catalogue pages of what stood in this notice and has been certified since."""
        return PRODUCTS(at, self.publicity_id)

    @staticmethod
    def by_slug(at, slug):
        """The public notices of this slug at ``at``, one in a column, as after ``with_end``."""
        return BY_SLUG(at, slug)

    def route(self, request, path_components):
        """``objection/``, ``table/``, ``board/`` below a notice are doors of ``wagtail_hooks``."""
        if not self.was_public and VISIBLE_KEY.first(timezone.now(), self.pk) is None:
            raise Http404
        if not path_components:
            return RouteResult(self)
        if path_components == ["table"]:
            return RouteResult(self, kwargs={"door": "table"})
        if path_components[0] == "board":
            return RouteResult(self, kwargs={"door": "board", "key": path_components[1:]})
        if path_components[0] != "objection" or len(path_components) > 2:
            raise Http404
        receipt = path_components[1] if len(path_components) == 2 else None
        return RouteResult(self, kwargs={"door": "objection", "receipt": receipt})

    def get_context(self, request, *args, **kwargs):
        at = asked_at(request)
        state = self.state(at)
        entries = self.entries_at(at)
        return {
            **super().get_context(request, *args, **kwargs),
            "publicity": self.publicity,
            "ruleset": self.publicity.ruleset,
            "basis": basis_of(self.publicity.ruleset, request),
            "signed_on": local_day(self.publicity.published_at),
            "state": state,
            "ended_on": local_day(self.runs_until) - ONE_DAY,
            "days_left": days_left(self, at, request) if state is State.RUNNING else None,
            "entries": entries,
            "extensions": EXTENSIONS(self.publicity_id),
            "result": self.result_at(at),
            "results": results(entries) if state is State.ENDED else None,
            "products": self.listed_products(at) if state is State.ENDED else [],
            "today": local_day(at),
            "looks": looks_at(self.publicity),
            "postings": POSTINGS(self.publicity_id),
            "may_object": any(state in OPEN_TO_OBJECTION for _, state in entries),
            "with_own_days": any(
                entry.own_last_day not in (None, self.publicity.last_day) for entry, _ in entries
            ),
        }


VISIBLE_KEY = Prepared(
    lambda at, key: NoticePage.objects.visible(at).filter(pk=key).values_list("pk"), MOMENT, NUMBER
)
WITH_END = Prepared(
    lambda at, key: NoticePage.objects.filter(pk=key).with_end(at).order_by(), MOMENT, NUMBER
)
BY_SLUG = Prepared(
    lambda at, slug: NoticePage.objects.visible(at).with_end(at).filter(slug=slug).order_by(),
    MOMENT,
    TEXT,
)
RESULTS = Prepared(
    lambda at, keys: results_of_notices().visible(at).filter(notice__in=among(keys)), MOMENT, KEYS
)
PRODUCTS = Prepared(lambda at, key: _certified(at, key), MOMENT, NUMBER)
EXTENSIONS = Prepared(
    lambda key: WindowExtension.objects.filter(publicity=key).select_related("entry"), NUMBER
)
POSTINGS = Prepared(
    lambda key: BoardPosting.objects.filter(publicity=key).select_related("station"), NUMBER
)
OPEN_SUMS = Prepared(lambda at: NoticePage.objects.visible(at).open_sums(at)[:MOST_OPEN], MOMENT)


def results_of_notices():
    return NoticePage.result.related.related_model.objects


def _certified(at, publicity):
    products = apps.get_model("pages", "ProductPage").objects
    rows = products.visible(at).with_facts()
    return rows.filter(certificate__item__publicity_entries__publicity=publicity)


def basis_of(ruleset, request):
    """The public document of the rules that notices rest on; None where there is none."""
    number, at = ruleset.document_no, asked_at(request)
    key = ("basis", number)
    return remembered(request, key, lambda: by_numbers([number], at).get(number))


def results(entries):
    """``[(how it ended, how many products)]``, the most frequent first."""
    return Counter(state for _entry, state in entries).most_common()


def notice_title(publicity):
    """关于……的公示, with year and batch where the number says them (§5.5)."""
    match = BATCH.fullmatch(publicity.number)
    if not match:
        return f"关于拟认定{get_names().product}的公示（{publicity.number}）"
    year, serial = match.groups()
    return f"关于{year}年第{int(serial)}批拟认定{get_names().product}的公示"
