"""What a visitor asks of the catalogue: filters, order and view, each of them removable."""

import re
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from records.prepared import Prepared
from registry.models import RuleSet
from rules.lifecycle import CertificateStatus
from rules.periods import corresponding_day, local_day, renewal_opens
from rules.vocabulary import MONTHS, PRODUCT_TAGS

from .paging import parameters_of

VERSION = "certificate__version__"
NAMES = ("q", "category", "township", "tag", "status", "month", "applicant", "sort", "view")
THIS_MONTH = "now"
STATUSES = (
    ("active", "有效（含即将到期）"),
    ("expiring", "即将到期"),
    ("suspended", "暂停"),
    ("removed", "已清理"),
    ("expired", "已到期或者退出"),
    ("left", "已不在目录（全部）"),
)
#: What is asked of those that have left the catalogue; the rest is asked of what is in it.
LEFT = ("removed", "expired", "left")
#: Every order ends with the number, so that no two pages of a list share a row.
SORTS = {
    "": ("新列入的在前", "-certificate__valid_from"),
    "ending": ("快到期的在前", "certificate__valid_until"),
    "households": ("带动户数多的在前", F(f"{VERSION}households").desc(nulls_last=True)),
    "price": ("参考价格低的在前", F(f"{VERSION}reference_price_fen").asc(nulls_last=True)),
}


class CatalogueFilters:
    """One visitor's question at one moment; ``narrow`` answers it on a visible queryset."""

    def __init__(self, request, at):
        self.parameters = parameters_of(request, *NAMES)
        self.at, self.today = at, local_day(at)
        self._answers = {}

    def __getitem__(self, name):
        return self.parameters[name]

    def find(self, products, *, is_left=None):
        """``({key}, Match)`` of the products that hold the words, in the catalogue or no longer, as
        the question is about; each side is asked once and decides its own way of finding.
        """
        side = self.is_of_left if is_left is None else is_left
        if side not in self._answers:
            rows = products.left(self.at) if side else products.visible(self.at)
            self._answers[side] = rows.find(self.parameters["q"])
        return self._answers[side]

    @property
    def match(self):
        """How what the list shows holds the words; None before it was asked, or without words."""
        _keys, match = self._answers.get(self.is_of_left, (None, None))
        return match

    @property
    def is_of_left(self):
        """About what has left the catalogue."""
        return self.parameters["status"] in LEFT

    @property
    def is_of_stopped(self):
        """About what may not be used: each with its day, reason and decision."""
        return self.is_of_left or self.parameters["status"] == "suspended"

    @property
    def is_narrowed(self):
        """By more than words."""
        return any(self.parameters[name] for name in NAMES if name not in ("q", "view"))

    @property
    def is_table(self):
        return self.parameters["view"] == "table"

    def cut(self, rows, but=""):
        """``rows`` cut down to what was asked for, ``but`` one part of the question."""
        for name, cut in CUTS.items():
            if self.parameters[name] and name != but:
                rows = cut(self, rows, self.parameters[name])
        return rows

    def narrow(self, rows):
        """``rows`` in the order asked for, cut down to what was asked for."""
        rows = self.cut(rows)
        _, order = SORTS.get(self.parameters["sort"], SORTS[""])
        return rows.order_by(order, "certificate__number")

    def without(self, *names):
        """The query of the same question without some of its parts, from its first page."""
        remaining = {
            key: value for key, value in self.parameters.items() if value and key not in names
        }
        return f"?{urlencode(remaining)}"

    def with_sort(self, sort):
        """The query of the same question in another order, from its first page; ``sort`` last."""
        remaining = {key: each for key, each in self.parameters.items() if each and key != "sort"}
        return f"?{urlencode({**remaining, 'sort': sort})}"

    def with_view(self, view):
        remaining = {
            key: value for key, value in self.parameters.items() if value and key != "view"
        }
        return f"?{urlencode({**remaining, **({'view': view} if view else {})})}"

    def chosen(self, choices):
        """``[(what was chosen, the query without it)]`` in the words of ``choices``."""
        rows = []
        for name, title in TITLES.items():
            value = self.parameters[name]
            if value:
                word = dict(choices.get(name, ())).get(value, value)
                rows.append((f"{title}：{word}", self.without(name)))
        return rows

    def months(self):
        """The months to choose from, this one first."""
        this = (THIS_MONTH, f"本月（{self.today.month}月）")
        return [this, *((str(month), label) for month, label in MONTHS)]


def _matching(filters, rows, _text):
    keys, _match = filters.find(rows.model.objects)
    return rows.filter(pk__in=keys)


def _category(filters, rows, word):
    return rows.filter(**{f"{VERSION}category": word})


def _township(filters, rows, code):
    return rows.filter(**{f"{VERSION}origin_township__gb_code": code})


def _applicant(filters, rows, code):
    return rows.filter(certificate__applicant__credit_code=code)


def _tag(filters, rows, word):
    """Lists of words are JSON; as text they are found alike on every database."""
    tags = rows.annotate(tags_text=Cast(f"{VERSION}tags", TextField()))
    return tags.filter(tags_text__contains=f'"{word}"')


def _month(filters, rows, word):
    month = str(filters.today.month) if word == THIS_MONTH else word
    if not re.fullmatch("[0-9]{1,2}", month):
        return rows.none()
    months = rows.annotate(months_text=Cast(f"{VERSION}supply_months", TextField()))
    return months.filter(months_text__regex=rf"[^0-9]{month}[^0-9]")


def _status(filters, rows, word):
    """A word that nobody offers finds nothing."""
    if word == "left":
        return rows
    if word == "expiring":
        return rows.valid().filter(in_renewal_window(filters.today))
    if word == "expired":
        return rows.exclude(status_at=CertificateStatus.REMOVED)
    return rows.filter(status_at=word)


def in_renewal_window(today):
    """Certificates whose renewal may be asked for today, each by its own rule set (A16)."""
    condition = Q(pk__in=[])
    for ruleset, last in last_days_in_renewal(today).items():
        condition |= Q(certificate__ruleset=ruleset, certificate__valid_until__lte=last)
    return condition


def last_days_in_renewal(today):
    """``{key of a rule set: the latest last day of validity that is in its renewal window}``."""
    return {row.pk: _last_day(today, row.renewal_window_months) for row in RULES()}


def _last_day(today, months):
    last = corresponding_day(today, months) + timedelta(days=3)
    while renewal_opens(last, months) > today:
        last -= timedelta(days=1)
    return last


RULES = Prepared(lambda: RuleSet.objects.only("renewal_window_months"))
CUTS = {
    "q": _matching,
    "category": _category,
    "township": _township,
    "applicant": _applicant,
    "tag": _tag,
    "month": _month,
    "status": _status,
}
TITLES = {
    "q": "查找",
    "category": "类别",
    "township": "产地",
    "tag": "保供",
    "status": "状态",
    "month": "供货",
    "applicant": "单位",
}
FIXED = {"tag": PRODUCT_TAGS, "status": STATUSES}
