"""How the auditor narrows the trail: by day, person, act, kind of thing, and in words."""

from operator import itemgetter
from urllib.parse import urlencode

from django import forms
from django.contrib.admin import ListFilter
from django.contrib.admin.filters import SimpleListFilter
from wagtail_modeladmin.helpers import DjangoORMSearchHandler

from doors.text_forms import TextForm
from records import audit_words, trail
from records.models import AuditEvent
from rules.periods import day_ends, day_starts


class KindFilter(SimpleListFilter):
    """Of what kind the thing was, in words; only kinds that the trail knows are offered."""

    title = "对象类型"
    parameter_name = "subject_type"

    def lookups(self, request, model_admin):
        labels = AuditEvent.objects.order_by().values_list("subject_type", flat=True).distinct()
        return sorted(((label, audit_words.kind(label)) for label in labels), key=itemgetter(1))

    def queryset(self, request, queryset):
        return queryset.filter(subject_type=self.value()) if self.value() else queryset


class TrailForm(TextForm):
    """Days (both included), a person by name or login, an act by its words."""

    since = forms.DateField(
        label="自", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="至", required=False, widget=forms.DateInput(attrs={"type": "date"})
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
        since, until, person, act = (
            self.cleaned_data[name] for name in ("since", "until", "person", "act")
        )
        if since:
            events = events.filter(at__gte=day_starts(since))
        if until:
            events = events.filter(at__lt=day_ends(until))
        if person.strip():
            events = events.filter(actor_id__in=trail.people_called(person.strip()))
        if act.strip():
            events = events.filter(action__in=trail.acts_called(act.strip()))
        return events


class TrailFilter(ListFilter):
    """A form among the filters; what else the address says stays as it is."""

    title = "查找"
    parameters = tuple(TrailForm.base_fields)

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.template = "registry/filters/trail.html"
        typed = {}
        for name in self.expected_parameters():
            values = params.pop(name, [""])
            typed[name] = values[-1] if isinstance(values, list) else values
        self.form = TrailForm({name: text.replace("\0", "") for name, text in typed.items()})
        self.is_used = any(typed.values())

    def expected_parameters(self):
        return list(TrailForm.base_fields)

    def has_output(self):
        return True

    def choices(self, changelist):
        own = self.expected_parameters()
        others = [(name, text) for name, text in changelist.params.items() if name not in own]
        query = urlencode({**dict(others), **self.form.data})
        return [{"others": others, "is_used": self.is_used, "query": query}]

    def queryset(self, request, queryset):
        return self.form.narrow(queryset)


class TrailSearch(DjangoORMSearchHandler):
    def search_queryset(self, queryset, search_term, **kwargs):
        return trail.search(queryset, search_term.replace("\0", ""))
