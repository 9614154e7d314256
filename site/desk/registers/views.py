"""The pages of a register: its list with the rows as a file, and one row looked at."""

from datetime import datetime
from types import MethodType

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db.models import Manager
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.html import format_html_join, strip_tags
from wagtail_modeladmin.views import IndexView, InspectView

from doors.filter_days import is_of_our_time
from records import refused_acts

from ..access import NOT_ALLOWED
from ..giving_tables import Table, give, in_stretches


class RegisterInspect(InspectView):
    """One row whole; the register says what each reader sees of it."""

    page_title = "查看"

    def get(self, request, *args, **kwargs):
        """Only what the register lists for this reader exists; modeladmin itself asks any row."""
        listed = self.model_admin.get_queryset(request)
        self.instance = get_object_or_404(listed, pk=self.instance_pk)
        return super().get(request, *args, **kwargs)

    def get_meta_title(self):
        return f"查看{self.verbose_name}"

    def get_field_label(self, field_name, field=None):
        if field is not None and field.auto_created and field.is_relation:
            return field.related_model._meta.verbose_name_plural
        return label_for_field(field_name, self.model, model_admin=self.model_admin)

    def get_field_display_value(self, field_name, field=None):
        if field is None and hasattr(self.model_admin, field_name):
            return getattr(self.model_admin, field_name)(self.instance)
        value = getattr(self.instance, field_name)
        if not isinstance(value, Manager):
            return super().get_field_display_value(field_name, field) or "-"
        rows = [(self.model_admin.describe(row),) for row in value.all()]
        return format_html_join("", "<div>{}</div>", rows) or "-"

    def get_fields_dict(self):
        names = self.model_admin.fields_for(self.request.user)
        return [self.get_dict_for_field(name) for name in names]


#: What a filter of a register adds to the name of its field in an address.
LOOKUPS = ("", "__exact", "__id__exact", "__isnull", "__gte", "__lt", "__lte", "__gt", "__in")
BOUNDS = ("__gte", "__lt", "__lte", "__gt")
WRONG = "筛选条件无法识别，已显示全部。"


def _refuse_wild_days(texts):
    """The database cannot hold against its moments what no record has; other texts it refuses."""
    try:
        for day in filter(None, (parse_date(text[:10]) for text in texts)):
            is_of_our_time(day)
    except (ValueError, ValidationError) as error:
        raise IncorrectLookupParameters from error


class RegisterIndex(IndexView):
    """The list, and the same rows as a file in which nothing is a formula; exporting is audited.

    Of an address only what the register's own filters understand is a condition: modeladmin takes
    every other word for a field and would filter by any column of any related table.
    """

    def dispatch(self, request, *args, **kwargs):
        try:
            if any("\x00" in value for value in request.GET.values()):
                raise IncorrectLookupParameters
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            who = {"by": request.user, "at": timezone.now()}
            door = f"查阅、导出台账：{self.model._meta.verbose_name_plural}"
            refused_acts.keep(request.user, [NOT_ALLOWED], door=door, **who)
            raise
        except (IncorrectLookupParameters, SuspiciousOperation, IndexError):
            messages.warning(request, WRONG)
            return redirect(request.path)

    def get_base_queryset(self, request=None):
        return self._counted_once(super().get_base_queryset(request), "all")

    def get_queryset(self, request=None):
        is_narrowed = bool(self.query.split() or self.get_filters_params())
        return self._counted_once(super().get_queryset(request), "some" if is_narrowed else "all")

    def _counted_once(self, rows, which):
        """``rows``, counted once in a request: modeladmin asks three times."""
        count = rows.count

        def once(_rows):
            if which not in self.counted:
                self.counted[which] = count()
            return self.counted[which]

        rows.count = MethodType(once, rows)  # a paginator takes nothing but a method
        return rows

    @cached_property
    def counted(self):
        return {}

    def get_filters_params(self, params=None):
        names = [self._filter_name(each) for each in self.list_filter]
        understood = {f"{name}{lookup}" for name in names for lookup in LOOKUPS}
        understood.update(*(getattr(each, "parameters", ()) for each in self.list_filter))
        params = super().get_filters_params(params)
        params = {name: value for name, value in params.items() if name in understood}
        for name, value in params.items():
            if name.endswith(BOUNDS):
                _refuse_wild_days(value if isinstance(value, list) else [value])
        return params

    def _filter_name(self, list_filter):
        if isinstance(list_filter, tuple):
            return list_filter[0]
        return getattr(list_filter, "parameter_name", list_filter)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        columns = {name: self.get_heading(queryset, name) for name in self.list_export}

        def records():
            for row in in_stretches(queryset):
                yield {name: self.cell(name, row) for name in columns}

        table = Table(
            register=self.model._meta.label_lower,
            title=str(self.verbose_name_plural),
            name=self.model._meta.model_name,
            columns=columns,
            rows=records,
            count=queryset.count(),
            form=spreadsheet_format,
        )
        return give(self.request, table, at=timezone.now())

    def cell(self, name, row):
        """One value as people read it: choices in words, times in the local zone."""
        field, _attribute, value = lookup_field(name, row, self.model_admin)
        if field is not None and field.choices:
            return getattr(row, f"get_{name}_display")()
        if isinstance(value, datetime):
            return f"{timezone.template_localtime(value):%Y-%m-%d %H:%M:%S}"
        return "" if value is None else strip_tags(str(value))
