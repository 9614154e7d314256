"""办理统计: load, time and lateness by desk and person, down to the lines behind each figure."""

from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property

from doors.filter_days import is_of_our_time
from doors.text_forms import TextForm
from printing.tables import download
from registry.calendars import calendar
from registry.listed_words import categories
from registry.models import Organisation, Township, User
from registry.permissions import organisations
from registry.roles import Permission
from rules.official_dates import iso_day
from rules.periods import local_day
from workflow.positions import reference
from workflow.workload import Period, by_month, by_place, cases, forecast, loads, together, turns

from .access import DeskView
from .opinion_forms import day_input

PER_PAGE = 50
COLUMNS = {
    "name": "环节、单位或人员",
    "arrived": "收到",
    "finished": "办结",
    "rate": "按时率（%）",
    "median": "中位数（工作日）",
    "ninetieth": "九成以内（工作日）",
    "waiting": "在办",
    "late": "已超期",
    "due_soon": "本周到期",
}
#: What a figure of the table counts → its title; the words of the address of its lines.
WHAT = {
    "arrived": "收到",
    "finished": "办结",
    "waiting": "在办",
    "late": "已超期",
    "due_soon": "本周到期",
}


class PeriodForm(TextForm):
    since = forms.DateField(
        label="自", required=False, widget=day_input(), validators=[is_of_our_time]
    )
    until = forms.DateField(
        label="至", required=False, widget=day_input(), validators=[is_of_our_time]
    )
    township = forms.ChoiceField(label="生产地", required=False)
    category = forms.ChoiceField(
        label="类别", required=False, choices=lambda: [("", "全部"), *categories()]
    )

    def __init__(self, *args, on, **kwargs):
        super().__init__(*args, **kwargs)
        places = Township.objects.in_force(on)
        self.fields["township"].choices = [("", "全部"), *((p.gb_code, str(p)) for p in places)]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "止日不得早于起日")
        return cleaned


class Performance(DeskView):
    """The tables; a figure leads to the lines that it counts."""

    permission = Permission.SEE_DELAYS
    template_name = "desk/performance.html"
    page_title = "办理统计"
    header_icon = "table"

    @cached_property
    def on(self):
        return local_day(self.at)

    @cached_property
    def calendar(self):
        return calendar()

    @cached_property
    def form(self):
        return PeriodForm(self.request.GET or None, on=self.on)

    @cached_property
    def question(self):
        """What can be read of the address; a mistyped day asks for nothing."""
        return self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}

    @cached_property
    def period(self):
        until = self.question.get("until") or self.on
        since = self.question.get("since") or min(until, self.on) - timedelta(days=89)
        return Period(since, until, self.on)

    @cached_property
    def turns(self):
        """Those of the own offices, or of the whole district."""
        user = self.request.user
        names = ("township", "category")
        rows = turns(**{name: self.question.get(name, "") for name in names})
        if organisations(user, Permission.SEE_ALL_DELAYS):
            return rows
        own = Q(pk__in=[])
        for code in organisations(user, Permission.SIGN_AS_HEAD):
            own |= Q(task__owner_permission__endswith=f"@{code}")
        return rows.filter(own)

    @cached_property
    def cases(self):
        """What all the tables count, read once a request."""
        return cases(self.turns, self.period)

    @cached_property
    def loads(self):
        """``(by desk, by person)``, counted once a request."""
        return loads(self.cases, self.period, self.calendar)

    def rows(self):
        """``(desks, people)``: dictionaries as shown and exported."""
        desks, people = self.loads
        names = dict(Organisation.objects.values_list("code", "name"))
        persons = User.objects.in_bulk([load.key[0] for load in people])
        return (
            [self._row(each, _desk_name(each, names), _desk_words(each)) for each in desks],
            [
                self._row(each, f"{persons[each.key[0]]}", {"person": each.key[0]})
                for each in people
            ],
        )

    def _row(self, load, name, words):
        figures = [(what, getattr(load, what)) for what in WHAT]
        links = {what: (count, self.lines_url(what=what, **words)) for what, count in figures}
        return {
            "name": name,
            "rate": load.on_time_rate,
            "median": load.median,
            "ninetieth": load.ninetieth,
            "links": links,
            **dict(figures),
        }

    def places(self):
        """A row for each township of production."""
        names = Township.objects.in_bulk()
        return [
            self._row(load, f"{names[load.key[0]]}", {"township": names[load.key[0]].gb_code})
            for load in by_place(self.cases, self.period, self.calendar)
            if load.key[0] in names
        ]

    def months(self):
        """A row for each month: what came and what went, each leading to its lines."""
        rows = []
        for month, load in by_month(self.cases, self.period, self.calendar):
            days = {"since": iso_day(month.since), "until": iso_day(month.until)}
            row = self._row(load, f"{month.since.year}年{month.since.month}月", days)
            rows.append(row)
        return rows

    def forecast(self):
        """``[(day, how many are due, address of their lines, whether nobody works)]``."""
        off = set(self.days_off())
        return [
            (day, count, self.lines_url(what="due_soon", day=iso_day(day)), day in off)
            for day, count in forecast(self.turns, self.period)
            if count or (day in off and day.weekday() < 5)
        ]

    def lines_url(self, **words):
        typed = {
            name: self.request.GET[name]
            for name in PeriodForm.base_fields
            if self.request.GET.get(name)
        }
        return f"lines/?{urlencode({**typed, **words})}"

    def get(self, request, *args, **kwargs):
        file_format = request.GET.get("export")
        if file_format not in ("csv", "xlsx"):
            return super().get(request, *args, **kwargs)
        desks, people = self.rows()
        every = (*desks, *people, *self.places(), *self.months())
        rows = [{name: row[name] for name in COLUMNS} for row in every]
        self.record_export("performance", rows)
        title = self.page_title
        return download(rows, COLUMNS, form=file_format, name="performance", title=title)

    def get_context_data(self, **kwargs):
        desks, people = self.rows()
        totals = [
            (sum(row[name] for row in desks), self.lines_url(what=name), title)
            for name, title in WHAT.items()
        ]
        query = self.request.GET.copy()
        query.pop("export", None)
        return super().get_context_data(
            form=self.form,
            period=self.period,
            tables=[("按环节和单位", desks), ("按人员", people), ("按生产地", self.places())],
            totals=totals,
            whole=together(self.loads[0]),
            bottleneck=max((row for row in desks if row["waiting"]), key=_weight, default=None),
            months=self.months(),
            forecast=self.forecast(),
            holidays=[day for day in self.days_off() if day.weekday() < 5],
            query=query.urlencode(),
            **kwargs,
        )

    def days_off(self):
        """The next days on which nobody works, as they are planned."""
        days = (self.on + timedelta(days=each) for each in range(15))
        before = timedelta(days=1)
        return [day for day in days if not self.calendar.planned_between(day - before, day)]


def _desk_name(load, names):
    permission, node = load.key
    code = permission.partition("@")[2]
    return f"{reference(node).task_title}（{names.get(code, code)}）"


def _desk_words(load):
    permission, node = load.key
    return {"desk": permission, "node": node}


def _weight(row):
    """The bottleneck: where most is late, then where most waits."""
    return row["late"], row["waiting"]
