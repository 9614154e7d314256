"""The columns of documents: one for each section, with filters, order and an archive by year."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from functools import cache
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page

from records.prepared import MOMENT, Prepared
from rules.periods import local_day

from ..moment import asked_at
from ..of_generation import remembered
from .bulletins import BulletinPage
from .document_form import DatedForm
from .document_queries import published
from .document_words import KINDS, TARGETS, Form, Section, Validity
from .documents import DocumentPage
from .gated import Gated
from .hands import ByThreeHands
from .item_routes import ReadsItems
from .paging import PER_PAGE, paged, parameters_of
from .settings import ColumnType

NAMES = ("q", "kind", "topic", "year", "issuer", "validity", "target", "form", "sort")
ORDERS = {"published": "按发布日期", "written": "按成文日期", "oldest": "由早到晚"}
STANDING, EVERYTHING = "", "all"
#: The sections in which it matters whether a text still holds.
WITH_VALIDITY = (Section.POLICY,)
#: The 栏目类别 of each section, where the site's settings say nothing else.
TYPES = {
    Section.POLICY: ColumnType.POLICY,
    Section.INTERPRETATION: ColumnType.INTERPRETATION,
    Section.ANNOUNCEMENT: ColumnType.ANNOUNCEMENT,
    Section.BULLETIN: ColumnType.FIGURES,
    Section.CASE: ColumnType.TOPIC,
    Section.GUIDE: ColumnType.SERVICE,
}


#: So many quarterly bulletins stand above the documents of their column; search finds the others.
NEWEST = 12


class DocumentIndexPage(ReadsItems, ByThreeHands, Gated, Page):
    """文件栏目: the public documents of one section, newest first."""

    section = models.CharField("栏目种类", max_length=16, choices=Section, default=Section.POLICY)
    introduction = models.CharField("栏目说明", max_length=300, blank=True)
    months_until_stale = models.PositiveSmallIntegerField(
        "更新要求（月）", default=6, help_text="超过这些月没有新内容，列入“栏目更新”报表"
    )

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.DocumentPage", "pages.BulletinPage"]
    base_form_class = DatedForm
    private_page_options = []
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("section"), FieldPanel("months_until_stale")]),
        FieldPanel("introduction"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = "文件栏目"

    @property
    def column_type(self):
        return TYPES[self.section].value

    def documents(self, at):
        """What the public can read in this column at ``at``."""
        return DocumentPage.objects.in_section(self.section).visible(at)

    def get_context(self, request, *args, **kwargs):
        at = asked_at(request)
        parameters = parameters_of(request, *NAMES)
        every, today = self.documents(at), local_day(at)
        fitting = cache(lambda: self.fitting(at, parameters))
        archive = self.years(request, lambda: fitting()[0], parameters)
        if any(parameters.values()) or request.GET.get("page"):
            rows, match = fitting()
            rows = ordered(of_year(rows, parameters), parameters).without_text()
        else:
            rows, match = list(first_part(self.section)(at)), None
        page = paged(request, rows, count=count_of(archive, parameters))
        page["page_obj"].object_list = [(row, row.validity(today)) for row in page["page_obj"]]
        return {
            **super().get_context(request, *args, **kwargs),
            **page,
            **remembered(request, ("column", self.pk), lambda: self.frame(at)),
            "parameters": parameters,
            "match": match,
            "filters": self.filters(request, every, parameters),
            "orders": ORDERS.items(),
            "years": archive,
            "without_year": urlencode({k: v for k, v in parameters.items() if v and k != "year"}),
            "is_narrowed": any(parameters[name] for name in NAMES if name not in {"sort", "year"}),
        }

    def fitting(self, at, parameters):
        """``(rows, Match)`` of what fits the question but for its year, in no order yet."""
        every = self.documents(at).with_validity(at)
        return with_words(narrowed(every, parameters, self, local_day(at)), parameters)

    def frame(self, at):
        """What stands beside every part of the list: the newest bulletins, the other columns."""
        return {
            "bulletins": list(BulletinPage.objects.child_of(self).visible(at).newest()[:NEWEST]),
            "columns": list(DocumentIndexPage.objects.sibling_of(self).live()),
        }

    def years(self, request, rows, parameters):
        """The archive of ``rows()``; that of the whole column is counted once for all its parts."""
        if any(parameters[name] for name in NAMES if name not in {"sort", "year"}):
            return years(rows())
        return remembered(request, ("years", self.pk), lambda: years(rows()))

    def filters(self, request, every, parameters):
        """The drop-downs of this section; those with nothing to choose are left out."""
        occurring = remembered(
            request,
            ("topics", self.pk),
            lambda: set(every.order_by().values_list("topic", "issuer").distinct()),
        )
        offered = [
            Filter("kind", "种类", [(kind.value, kind.label) for kind in KINDS[self.section]]),
            Filter("topic", "主题", choices(topic for topic, _ in occurring)),
            Filter("issuer", "发布机构", choices(issuer for _, issuer in occurring)),
        ]
        if self.section == Section.INTERPRETATION:
            offered.append(Filter("form", "解读形式", Form.choices))
        filters = [each for each in offered if len(each.choices) > 1 or parameters[each.name]]
        if self.section in WITH_VALIDITY:
            states = [(EVERYTHING, "全部"), *Validity.choices]
            filters.append(Filter("validity", "有效性", states, "现行有效"))
            filters.append(Filter("target", "支持对象", list(TARGETS.items())))
        return filters


@cache
def first_part(section):
    """What nearly every reader of a column asks, by its section: the newest, nothing narrowed."""
    column, nothing = DocumentIndexPage(section=section), dict.fromkeys(NAMES, "")

    def newest(at):
        return column.fitting(at, nothing)[0].newest().without_text()[:PER_PAGE]

    return Prepared(newest, MOMENT)


@dataclass(frozen=True)
class Filter:
    """A drop-down: the parameter, its label, its choices, and what no choice means."""

    name: str
    label: str
    choices: list
    nothing: str = "全部"


def with_words(rows, parameters):
    """``(rows, Match)`` of those that hold the words that were asked for; all and None of none."""
    return rows.find(parameters["q"]) if parameters["q"] else (rows, None)


def narrowed(rows, parameters, column, today):
    """``rows`` that fit what else was asked, of any year; a value nobody offers narrows nothing."""
    offered = {
        "kind": dict(DocumentPage._meta.get_field("kind").choices),
        "form": Form.values,
        "topic": [parameters["topic"]],
        "issuer": [parameters["issuer"]],
    }
    columns = {"form": "interpretation_form"}
    for name, choices in offered.items():
        if parameters[name] and parameters[name] in choices:
            rows = rows.filter(**{columns.get(name, name): parameters[name]})
    if parameters["target"] in TARGETS:
        rows = rows.filter(**{parameters["target"]: True})
    return by_validity(rows, parameters, column, today)


def of_year(rows, parameters):
    """``rows`` of the year that was asked for."""
    year = year_of(parameters)
    return rows.of_year(year) if year else rows


def year_of(parameters):
    """The year that was asked for; None where what was asked for is no year of four figures."""
    year = parameters["year"]
    is_year = len(year) == 4 and year.isdecimal() and MINYEAR < int(year) < MAXYEAR
    return int(year) if is_year else None


def count_of(archive, parameters):
    """How many of ``archive`` (:func:`years`) are of the year that was asked for, or of any."""
    year = year_of(parameters)
    return sum(many for each, many in archive if year in (None, each))


def by_validity(rows, parameters, column, today):
    """Policies that hold by default; searching in the column leaves the default as it is."""
    if parameters["validity"] in Validity.values:
        return rows.having(parameters["validity"], today)
    everything = parameters["validity"] == EVERYTHING or column.section not in WITH_VALIDITY
    return rows if everything else rows.standing(today)


def ordered(rows, parameters):
    if parameters["sort"] == "written":
        return rows.order_by("-written_on", "-pk")
    if parameters["sort"] == "oldest":
        return rows.order_by(published(), "pk")
    return rows.newest()


def choices(values):
    """The values that occur, as choices, each once."""
    return [(value, value) for value in sorted(set(values)) if value]


def years(rows):
    """``(year, how many)`` of publication, the latest first: the archive."""
    counted = rows.with_year().order_by().values("published_year").annotate(many=Count("pk"))
    return [(each["published_year"], each["many"]) for each in counted.order_by("-published_year")]
