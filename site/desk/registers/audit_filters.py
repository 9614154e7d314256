"""How the auditor narrows the trail: by day, person, act, kind of thing, and in words."""

from operator import itemgetter
from urllib.parse import urlencode

from django import forms
from django.contrib.admin import ListFilter
from django.contrib.admin.filters import SimpleListFilter
from django.db.models import Q
from wagtail_modeladmin.helpers import DjangoORMSearchHandler

from doors.filter_days import is_of_our_time
from doors.text_forms import TextForm
from records import audit_words, trail
from records.models import AuditEvent
from rules.periods import day_ends, day_starts


class KindFilter(SimpleListFilter):
    """Of what kind the thing was, in words; only kinds that the trail knows are offered."""

    title = "对象类型"
    parameter_name = "subject_type"

    def lookups(self, request, model_admin):
        named = ((label, audit_words.kind(label)) for label in trail.kinds())
        return sorted(named, key=itemgetter(1))

    def queryset(self, request, queryset):
        return queryset.filter(subject_type=self.value()) if self.value() else queryset


class TrailForm(TextForm):
    """Days (both included), a person by name or login, an act by its words."""

    since = forms.DateField(
        label="自",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[is_of_our_time],
    )
    until = forms.DateField(
        label="至",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[is_of_our_time],
    )
    person = forms.CharField(label="人员", required=False, max_length=60)
    act = forms.CharField(label="动作", required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].widget.attrs["placeholder"] = "姓名或用户名"
        self.fields["act"].widget.attrs["placeholder"] = "如：查阅名册"

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "止日不得早于起日")
        return cleaned

    def narrow(self, events):
        """The events within what was typed; none while something cannot be read."""
        if not self.is_valid():
            return events.none()
        return self.within(events).filter(*self.conditions())

    def within(self, events, *, reached=None):
        """The events of the days typed, or of those of them since ``reached``.

        One bound at each end: of two SQLite follows the first in its index, and reads the rest.
        """
        begins, ends = self.bounds()
        if begins := reached or begins:
            events = events.filter(at__gte=begins)
        return events.filter(at__lt=ends) if ends else events

    def bounds(self):
        """The moments at which what was typed begins and ends; None for an open end."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return since and day_starts(since), until and day_ends(until)

    def conditions(self):
        """What else was typed, each a condition that an index answers."""
        person, act = self.cleaned_data["person"].strip(), self.cleaned_data["act"].strip()
        conditions = [Q(actor_id__in=trail.people_called(person))] if person else []
        return [*conditions, Q(action__in=trail.acts_called(act))] if act else conditions


class ReachForm(TrailForm):
    """Also from where the list goes on to what is older: the moment that it had reached."""

    before = forms.DateTimeField(
        required=False, widget=forms.HiddenInput, validators=[is_of_our_time]
    )

    def bounds(self):
        begins, ends = super().bounds()
        ends = [each for each in (ends, self.cleaned_data["before"]) if each]
        return begins, min(ends, default=None)


class TrailFilter(ListFilter):
    """A form among the filters; what else the address says stays as it is.

    It also bounds the list: of a long trail the newest rows are looked through (``trail.REACH``),
    and the page tells since when, with a link to go on.
    """

    title = "查找"
    parameters = tuple(ReachForm.base_fields)
    reach = trail.REACH
    since = None

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.template = "registry/filters/trail.html"
        typed = {}
        for name in self.expected_parameters():
            values = params.pop(name, [""])
            typed[name] = values[-1] if isinstance(values, list) else values
        self.form = ReachForm({name: text.replace("\0", "") for name, text in typed.items()})
        self.is_used = any(typed.values())

    def expected_parameters(self):
        return list(ReachForm.base_fields)

    def has_output(self):
        return True

    def choices(self, changelist):
        own = self.expected_parameters()
        others = [(name, text) for name, text in changelist.params.items() if name not in own]
        values = {**dict(others), **self.form.data, "before": ""}
        newest = urlencode(values)
        older = urlencode({**values, "before": self.since.isoformat()}) if self.since else ""
        links = {"query": newest, "newest": newest, "older": older}
        return [{"others": others, "is_used": self.is_used, **links}]

    def queryset(self, request, queryset):
        if not self.form.is_valid():
            return queryset.none()
        typed = self.form.conditions()
        within = self.form.within(AuditEvent.objects.all())
        self.since = trail.reached_since(within, [*typed, *_asked_beside(request.GET)])
        return self.form.within(queryset, reached=self.since).filter(*typed)


def _asked_beside(address):
    """What the rest of the address asks for and an index answers."""
    conditions = trail.conditions_of(address.get("q", ""))
    kind = address.get(KindFilter.parameter_name)
    return [*conditions, Q(subject_type=kind)] if kind else conditions


class TrailSearch(DjangoORMSearchHandler):
    def search_queryset(self, queryset, search_term, **kwargs):
        return trail.search(queryset, search_term.replace("\0", ""))
