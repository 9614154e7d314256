"""What every register of the back office shares: read-only, for the people of the district."""

from datetime import datetime

from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import Manager
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import format_html_join, strip_tags
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from printing.tables import as_csv, as_xlsx

from .audit import record
from .permissions import organisations

#: Who works for the whole district, not for one station or an upper office.
DISTRICT_ROLES = (
    "fpb_clerk",
    "fpb_reviewer",
    "agri_reviewer",
    "upper_recorder",
    "complaint_officer",
    "manager",
    "agri_head",
    "auditor",
)
MENU_HOOK = "register_registers_menu_item"


class DistrictReads(PermissionHelper):
    """Everybody with a duty for the district reads; nobody writes here, whatever they hold."""

    roles = DISTRICT_ROLES

    def user_can_list(self, user):
        return user.is_superuser or bool(organisations(user, *self.roles))

    def user_can_inspect_obj(self, user, obj):
        return self.user_can_list(user)

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False


class AuditorsRead(DistrictReads):
    """The trail watches administrators too, so they do not read it (GB/T 22239)."""

    roles = ("auditor",)

    def user_can_list(self, user):
        return bool(organisations(user, *self.roles))


class RelatedFilter(RelatedFieldListFilter):
    """Filters by a related row; Django's own asks its admin site, which is not installed here."""

    def field_admin_ordering(self, field, request, model_admin):
        return ()


class RegisterButtons(ButtonHelper):
    """One button per row: to look at it."""

    def inspect_button(self, *args, **kwargs):
        return {**super().inspect_button(*args, **kwargs), "label": "查看"}


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


class RegisterIndex(IndexView):
    """The list, and the same rows as a file in which nothing is a formula; exporting is audited."""

    def as_spreadsheet(self, queryset, spreadsheet_format):
        columns = {name: self.get_heading(queryset, name) for name in self.list_export}
        records = [{name: self.cell(name, row) for name in columns} for row in queryset]
        record(
            "registry.export",
            self.request.user,
            by=self.request.user,
            at=timezone.now(),
            register=self.model._meta.label_lower,
            rows=len(records),
        )
        name = f"{self.model._meta.model_name}.{spreadsheet_format}"
        if spreadsheet_format == self.FORMAT_CSV:
            return _download(as_csv(records, columns), "text/csv; charset=utf-8", name)
        title = str(self.verbose_name_plural)[:30]
        return _download(as_xlsx(records, columns, title=title), XLSX, name)

    def cell(self, name, row):
        """One value as people read it: choices in words, times in the local zone."""
        field, _attribute, value = lookup_field(name, row, self.model_admin)
        if field is not None and field.choices:
            return getattr(row, f"get_{name}_display")()
        if isinstance(value, datetime):
            return f"{timezone.template_localtime(value):%Y-%m-%d %H:%M:%S}"
        return "" if value is None else strip_tags(str(value))


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _download(content, content_type, name):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class Register(ModelAdmin):
    """A read-only register, listed in the menu 台账; exported as it is listed."""

    permission_helper_class = DistrictReads
    button_helper_class = RegisterButtons
    index_view_class = RegisterIndex
    inspect_view_class = RegisterInspect
    inspect_view_enabled = True
    history_view_enabled = False
    add_to_admin_menu = False
    list_per_page = 50

    def get_list_export(self, request):
        return self.list_export or self.list_display

    def describe(self, row):
        """How a related row reads when a row of the register is inspected."""
        return str(row)

    def fields_for(self, user):
        """The names of what ``user`` sees when inspecting a row."""
        return self.get_inspect_view_fields()

    def register_with_wagtail(self):
        super().register_with_wagtail()
        hooks.register(MENU_HOOK, self.get_menu_item)


def menu_item():
    """The submenu 台账, hidden from who may read none of its registers."""
    return SubmenuMenuItem(
        "台账",
        Menu(register_hook_name=MENU_HOOK),
        name="registers",
        icon_name="folder-open-inverse",
        order=30,
    )
