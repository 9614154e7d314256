"""What every register of the back office shares: read-only, for the people of the district."""

from django.contrib.admin.filters import RelatedFieldListFilter
from wagtail import hooks
from wagtail.admin.menu import SubmenuMenuItem
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from registry.permissions import organisations
from registry.roles import Permission

from ..menu_once import MenuOnce
from .searching import RegisterSearch
from .views import RegisterIndex, RegisterInspect

MENU_HOOK = "register_registers_menu_item"


class DistrictReads(PermissionHelper):
    """Everybody with a duty for the district reads; nobody writes here, whatever they hold."""

    permissions = (Permission.READ_REGISTERS,)

    def user_can_list(self, user):
        return user.is_superuser or bool(organisations(user, *self.permissions))

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

    permissions = (Permission.READ_TRAIL,)

    def user_can_list(self, user):
        return bool(organisations(user, *self.permissions))


class ReadersOfPapers(DistrictReads):
    """Stations and upper offices too, each its own papers; the register shows no other."""

    permissions = (
        *DistrictReads.permissions,
        Permission.SEE_STATION_PAPERS,
        Permission.SEE_UPPER_PAPERS,
    )


class RelatedFilter(RelatedFieldListFilter):
    """Filters by a related row; Django's own asks its admin site, which is not installed here."""

    def field_admin_ordering(self, field, request, model_admin):
        return ()


class RegisterButtons(ButtonHelper):
    """One button per row: to look at it."""

    def inspect_button(self, *args, **kwargs):
        return {**super().inspect_button(*args, **kwargs), "label": "查看"}


class Register(ModelAdmin):
    """A read-only register, listed in the menu 台账; exported as it is listed."""

    permission_helper_class = DistrictReads
    button_helper_class = RegisterButtons
    index_view_class = RegisterIndex
    inspect_view_class = RegisterInspect
    inspect_view_enabled = True
    history_view_enabled = False
    search_handler_class = RegisterSearch
    index_view_extra_css = inspect_view_extra_css = ["desk/registers.css"]
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
        # Wagtail would write an index row beside each act, to tell where a picture is used
        self.model.wagtail_reference_index_ignore = True
        super().register_with_wagtail()
        hooks.register(MENU_HOOK, self.get_menu_item)


def menu_item():
    """The submenu 台账, hidden from who may read none of its registers."""
    return SubmenuMenuItem(
        "台账",
        MenuOnce(register_hook_name=MENU_HOOK),
        name="registers",
        icon_name="folder-open-inverse",
        order=30,
    )
