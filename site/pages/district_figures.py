"""统计: how the district does, before everybody: the catalogue, windows and objections, services.

Each table counts what other pages of the site count, from the same questions. A room above adds a
table of its own to :data:`TABLES`.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from publicity.models import Objection, PublicityEntry
from registry.listed_words import categories
from registry.models import Township
from rules.periods import day_starts, local_day
from rules.sales import quarter, quarter_starts, quarter_words
from rules.vocabulary import RATING_GRADES
from supervision.models import Rating, SiteReport

from .models import NoticePage, ProductPage
from .models.catalogue_filters import in_renewal_window

QUARTERS, MONTHS = 8, 12
NONE = "—"


@dataclass(frozen=True)
class FigureTable:
    """One table: ``rows`` of a label and a cell for each further heading, numbers or words.

    ``charted`` is the column that its chart shows, ``unit`` what it counts.
    """

    key: str
    title: str
    headings: tuple
    rows: list
    charted: int
    unit: str
    note: str = ""
    most_bars: int = 40

    @property
    def bars(self):
        """``(label, number, words)`` for a chart; what is no number has no bar."""
        cells = [(row[0], row[self.charted]) for row in self.rows[: self.most_bars]]
        return [(label, n if isinstance(n, int | float) else 0, f"{n}") for label, n in cells]

    @property
    def charted_heading(self):
        return self.headings[self.charted]

    @property
    def labelled(self):
        """The rows as ``[(heading, cell)]``."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]

    @property
    def records(self):
        return [dict(zip(self.headings, row, strict=True)) for row in self.rows]


def figure_tables(at):
    """Every :class:`FigureTable` as it stands at ``at``, in the order of the page; each is counted
    when it is come to.
    """
    return (make(at) for make in TABLES)


def _by(rows, column):
    """``{value: [valid, suspended]}`` of visible products."""
    counts = {}
    for value, status, number in (
        rows.order_by().values_list(column, "status_at").annotate(number=Count("pk"))
    ):
        counts.setdefault(value, [0, 0])[status != "active"] += number
    return counts


def by_category(at):
    counts = _by(ProductPage.objects.visible(at), "certificate__version__category")
    rows = [(title, *counts[word]) for word, title in categories() if word in counts]
    return FigureTable("category", "目录产品，按类别", ("类别", "有效", "暂停"), rows, 1, "个")


def by_township(at):
    products = ProductPage.objects.visible(at)
    counts = _by(products, "certificate__version__origin_township")
    names = dict(Township.objects.filter(pk__in=counts).values_list("pk", "name"))
    order = sorted(counts, key=lambda key: (-sum(counts[key]), names[key]))
    rows = [(names[key], *counts[key]) for key in order]
    return FigureTable("township", "目录产品，按产地", ("产地", "有效", "暂停"), rows, 1, "个")


def by_standing(at):
    products = ProductPage.objects
    valid = products.visible(at).valid()
    expiring = valid.filter(in_renewal_window(local_day(at))).count()
    removed = products.left(at).filter(status_at="removed").count()
    rows = [
        ("有效（未临近到期）", valid.count() - expiring),
        ("即将到期", expiring),
        ("暂停", products.visible(at).suspended().count()),
        ("已清理", removed),
        ("已到期或者退出", products.left(at).count() - removed),
    ]
    return FigureTable("standing", "目录条目，按状态", ("状态", "条目"), rows, 1, "个")


def last_quarters(at):
    """The words of this quarter and those before it, the newest first."""
    words = [quarter(local_day(at))]
    while len(words) < QUARTERS:
        words.append(quarter(quarter_starts(words[-1]) - timedelta(days=1)))
    return words


def _quarters(moments):
    return Counter(quarter(local_day(moment)) for moment in moments)


def windows(at):
    """By the quarter in which each opened, was received or was answered."""
    since = day_starts(quarter_starts(last_quarters(at)[-1]))
    notices = NoticePage.objects.visible(at).filter(publicity__published_at__gte=since)
    opened = _quarters(notices.values_list("publicity__published_at", flat=True))
    entries = PublicityEntry.objects.filter(
        publicity__in=notices.values("publicity"), publicity__published_at__lte=at
    )
    products = _quarters(entries.values_list("publicity__published_at", flat=True))
    objections = Objection.objects.filter(received_at__gte=since, received_at__lte=at)
    received = _quarters(objections.values_list("received_at", flat=True))
    answered = Objection.objects.filter(answered_at__gte=since, answered_at__lte=at)
    findings = Counter(
        (quarter(local_day(moment)), finding)
        for moment, finding in answered.values_list("answered_at", "finding")
    )
    rows = [
        (
            quarter_words(word),
            opened[word],
            products[word],
            received[word],
            *(findings[word, each.value] for each in Objection.Finding),
        )
        for word in last_quarters(at)
        if any(
            (opened[word], received[word], *(findings[word, f.value] for f in Objection.Finding))
        )
    ]
    results = tuple(f"异议{each.label.removeprefix('异议')}" for each in Objection.Finding)
    headings = ("季度", "公示", "公示产品", "收到异议", *results)
    note = "公示按发布的季度、异议按收到的季度、结果按答复的季度统计。"
    return FigureTable("windows", "公示和异议", headings, rows, 2, "个产品", note)


def _months(at):
    """``(first day, words)`` of this month and those before it, the newest first."""
    day, rows = local_day(at).replace(day=1), []
    while len(rows) < MONTHS:
        rows.append((day, f"{day.year}年{day.month}月"))
        day = (day - timedelta(days=1)).replace(day=1)
    return rows


def ratings(at):
    """好差评 by month (国办发〔2019〕51号); mistakes and malice count in no share."""
    months = _months(at)
    rows = Rating.objects.filter(rated_at__gte=day_starts(months[-1][0]), rated_at__lte=at)
    by_month = {}
    for each in rows.only("rated_at", "grade", "finding", "due_on", "called_at"):
        by_month.setdefault(local_day(each.rated_at).replace(day=1), []).append(each)
    lines = [(words, *_rated(by_month[day], at)) for day, words in months if day in by_month]
    grades = tuple(title for _, title in RATING_GRADES)
    headings = ("月份", "评价", *grades, "满意率（%）", "按期回访（%）")
    note = (
        "满意率为基本满意以上的占比，不计核实为误评、恶意差评的。差评由没有办理该事项的人员回访。"
    )
    return FigureTable("ratings", "好差评", headings, lines, 1, "件", note)


def _rated(rows, at):
    grades = Counter(each.grade for each in rows)
    counted = [each for each in rows if each.finding not in ("mistake", "malice")]
    bad = [each for each in rows if each.is_bad and _is_over(each, at)]
    in_time = sum(each.called_at is not None and _is_in_time(each, each.called_at) for each in bad)
    pleased = sum(not each.is_bad for each in counted)
    return (
        len(rows),
        *(grades[grade] for grade, _ in RATING_GRADES),
        _share(pleased, len(counted)),
        _share(in_time, len(bad)),
    )


def site_reports(at):
    """我为政府网站找错 by the month in which each came."""
    months = _months(at)
    rows = SiteReport.objects.filter(
        received_at__gte=day_starts(months[-1][0]), received_at__lte=at
    )
    by_month = {}
    for each in rows.only("received_at", "due_on", "answered_at", "result"):
        by_month.setdefault(local_day(each.received_at).replace(day=1), []).append(each)
    lines = [(words, *_answered(by_month[day], at)) for day, words in months if day in by_month]
    headings = ("月份", "收到", "已答复", "其中已更正", "按期答复（%）")
    return FigureTable("site-reports", "我为政府网站找错", headings, lines, 1, "件")


def _answered(rows, at):
    answers = [each for each in rows if each.answered_at and each.answered_at <= at]
    over = [each for each in rows if each in answers or each.due_on < local_day(at)]
    in_time = sum(each in answers and _is_in_time(each, each.answered_at) for each in over)
    mended = sum(each.result == "mended" for each in answers)
    return len(rows), len(answers), mended, _share(in_time, len(over))


def _is_over(rating, at):
    return rating.called_at is not None or rating.due_on < local_day(at)


def _is_in_time(row, moment):
    return local_day(moment) <= row.due_on


def _share(part, whole):
    return round(100 * part / whole) if whole else NONE


#: ``make(at)`` → :class:`FigureTable`, in the order of the page.
TABLES: list[Callable] = [by_category, by_township, by_standing, windows, ratings, site_reports]
