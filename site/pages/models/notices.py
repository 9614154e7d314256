"""Publicity notices: pages that stand from the hour of publication on, and say whether they run."""

import re
from collections import Counter

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from registry.calendars import calendar
from rules.periods import ONE_DAY, local_day
from rules.working_days import CalendarMissing

from ..catalogue.public_text import masked
from .gated import Gated
from .hands import ByFlow, ByThreeHands
from .paging import paged
from .visibility import PageManager, PageQuerySet, standing

BATCH = re.compile(r"ZGGS-([0-9]{4})-([0-9]{6})")


class State(models.TextChoices):
    """公示状态 at a moment; never stored."""

    NOT_YET = "not_yet", "未开始"
    RUNNING = "running", "进行中"
    ENDED = "ended", "已结束"


class EntryState(models.TextChoices):
    """公示内容的状态 at a moment: where one product of a notice stands."""

    NOT_YET = "not_yet", "未开始"
    RUNNING = "running", "公示中"
    HELD = "held", "异议核查中（中止）"
    DUE = "due", "公示期满"
    PASSED = "passed", "期满无异议"
    RETURNED = "returned", "退回补正"
    REFUSED = "refused", "异议成立，不予认定"
    RESTARTED = "restarted", "重新公示"
    WITHDRAWN = "withdrawn", "已撤回"


class NoticeQuerySet(PageQuerySet):
    def visible(self, at):
        """From the hour of publication on, also when the window has ended; never before."""
        return self.filter(standing(), publicity__published_at__lte=at)

    def with_end(self, at):
        """Each with ``runs_until``, the last end of any product in it, and ``entry_count``."""
        standing_still = Q(publicity__entries__closed_at__isnull=True) | Q(
            publicity__entries__closed_at__gt=at
        )
        latest = Max("publicity__entries__ends_at", filter=standing_still)
        end = F("publicity__ends_at")
        return self.select_related("publicity__ruleset__office").annotate(
            runs_until=Greatest(end, Coalesce(latest, end)),
            entry_count=Count("publicity__entries"),
        )

    def with_results(self, at):
        """Each with ``result``, the page that announced it, where one stands at ``at``."""
        announced = apps.get_model("pages", "ResultPage").objects.visible(at)
        return self.prefetch_related(Prefetch("result", announced))

    def open(self, at):
        """Running at ``at``; after :meth:`with_end`."""
        return self.filter(publicity__published_at__lte=at, runs_until__gt=at)

    def ended(self, at):
        return self.filter(runs_until__lte=at)

    def newest(self):
        return self.order_by("-publicity__published_at", "-pk")

    def with_facts(self):
        return self.select_related("publicity").prefetch_related("publicity__entries")


class NoticeIndexPage(ByThreeHands, Gated, Page):
    """公示栏目: every notice, running and ended."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NoticePage", "pages.ResultPage"]
    private_page_options = []

    class Meta:
        verbose_name = verbose_name_plural = "公示栏目"

    def get_context(self, request, *args, **kwargs):
        at = timezone.now()
        rows = NoticePage.objects.child_of(self).visible(at).with_end(at).with_results(at).newest()
        asked = request.GET.get("state", "")
        rows = {State.RUNNING: rows.open, State.ENDED: rows.ended}.get(asked, lambda at: rows)(at)
        context = super().get_context(request, *args, **kwargs)
        page = paged(request, rows)
        page["page_obj"].object_list = _with_days(page["page_obj"], at)
        return {**context, **page, "asked": asked, "states": [State.RUNNING, State.ENDED]}


def _with_days(rows, at):
    """``(notice, its state, working days left while it runs)``; the calendar is read once."""
    states = [(row, row.state(at)) for row in rows]
    days = calendar() if any(state is State.RUNNING for _, state in states) else None
    return [
        (row, state, row.days_left(at, days) if state is State.RUNNING else None)
        for row, state in states
    ]


class NoticePage(ByFlow, Page):
    """公示: the public face of one district publicity; its table is the publicity's rows."""

    publicity = models.OneToOneField(
        "supervision.Publicity", models.PROTECT, related_name="notice_page", verbose_name="公示"
    )

    objects = PageManager.from_queryset(NoticeQuerySet)()

    parent_page_types = ["pages.NoticeIndexPage"]
    subpage_types = []
    is_creatable = False
    private_page_options = []
    content_panels = [
        FieldPanel("title", read_only=True),
        FieldPanel("publicity", read_only=True),
    ]
    promote_panels = []
    settings_panels = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("searched_text"),
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
    def accepting_unit(self):
        """受理单位 under its full name, as it signs."""
        office = self.publicity.ruleset.office
        return office.full_name or office.name

    def state(self, at):
        """The notice as a whole; it runs while any of its products does (A10)."""
        if at < self.publicity.published_at:
            return State.NOT_YET
        return State.RUNNING if at < self.ends_at(at) else State.ENDED

    def ends_at(self, at):
        """The end of the last product still standing at ``at``; never before the window's own."""
        if not hasattr(self, "runs_until"):
            page = NoticePage.objects.filter(pk=self.pk).with_end(at).get()
            self.runs_until = page.runs_until
        return self.runs_until

    def days_left(self, at, calendar):
        """Working days left, today included; None when the calendar does not reach so far."""
        first = max(local_day(at), self.publicity.first_day)
        last = local_day(self.ends_at(at)) - ONE_DAY
        try:
            return calendar.count(first - ONE_DAY, last)
        except CalendarMissing:
            return None

    def entries_at(self, at):
        """``(entry, its state at ``at``)`` in the order of the table."""
        entries = self.publicity.entries.select_related("publicity")
        return [(entry, entry_state(entry, at)) for entry in entries]

    def result_at(self, at):
        """The page that announced this notice's result, once it stands; None before."""
        results = type(self).result.related.related_model.objects
        return results.visible(at).filter(notice=self).first()

    def open_entries(self, at):
        """The products to which the public may object at ``at``; a held one is among them."""
        heard = {EntryState.RUNNING, EntryState.HELD}
        return [entry for entry, state in self.entries_at(at) if state in heard]

    def listed_products(self, at):
        """The catalogue pages of what stood in this notice and has been certified since."""
        own = self.publicity.entries.filter(
            applicant=OuterRef("certificate__applicant"),
            product_name=OuterRef("certificate__version__name"),
        )
        pages = apps.get_model("pages", "ProductPage").objects.visible(at).with_facts()
        return pages.filter(Exists(own), certificate__district_from=self.publicity.first_day)

    def route(self, request, path_components):
        """``objection/…`` and ``table/`` below a notice are doors of ``wagtail_hooks``."""
        if not NoticePage.objects.visible(timezone.now()).filter(pk=self.pk).exists():
            raise Http404
        if not path_components:
            return RouteResult(self)
        if path_components == ["table"]:
            return RouteResult(self, kwargs={"door": "table"})
        if path_components[0] != "objection" or len(path_components) > 2:
            raise Http404
        receipt = path_components[1] if len(path_components) == 2 else None
        return RouteResult(self, kwargs={"door": "objection", "receipt": receipt})

    def get_context(self, request, *args, **kwargs):
        at = timezone.now()
        entries = self.entries_at(at)
        state = self.state(at)
        return {
            **super().get_context(request, *args, **kwargs),
            "publicity": self.publicity,
            "ruleset": self.publicity.ruleset,
            "signed_on": local_day(self.publicity.published_at),
            "state": state,
            "days_left": self.days_left(at, calendar()) if state is State.RUNNING else None,
            "entries": entries,
            "result": self.result_at(at),
            "results": results(entries) if state is State.ENDED else None,
            "products": self.listed_products(at),
            "may_object": any(
                state in (EntryState.RUNNING, EntryState.HELD) for _, state in entries
            ),
        }


def entry_state(entry, at):
    """The :class:`EntryState` of a publicity entry at ``at``."""
    if entry.closed_at is not None and entry.closed_at <= at:
        return EntryState(entry.ending)
    if at < entry.publicity.published_at:
        return EntryState.NOT_YET
    if entry.is_held:
        return EntryState.HELD
    return EntryState.RUNNING if at < entry.ends_at else EntryState.DUE


def results(entries):
    """``[(how it ended, how many products)]``, the most frequent first."""
    return Counter(state for _entry, state in entries).most_common()


def notice_title(publicity):
    """关于……的公示, with year and batch where the number says them (§5.5)."""
    found = BATCH.fullmatch(publicity.number)
    if not found:
        return f"关于拟认定扶贫产品的公示（{publicity.number}）"
    year, serial = found.groups()
    return f"关于{year}年第{int(serial)}批拟认定扶贫产品的公示"
