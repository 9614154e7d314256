"""The registry in the Wagtail admin: registers to read, basic data to edit."""

from django.urls import path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail_modeladmin.options import modeladmin_register

from desk import deleting  # noqa: F401, registers itself
from records.models import OutgoingMail
from registry import ruleset_changes
from registry.models import (
    Applicant,
    DishonestyEntry,
    HolidayPaper,
    LocalOverride,
    Membership,
    Organisation,
    RuleSet,
    Township,
)
from registry.roles import Permission

from ..basic_data_forms import MembershipForm, OrganisationForm, RuleSetForm, TownshipForm
from ..holiday_forms import LocalDaysForm, holiday_paper_panels
from ..unlocking import Locked
from . import register as registers
from .audit import AuditRegister
from .register import AuditorsRead, DistrictReads, Register, RelatedFilter


@hooks.register("register_admin_menu_item")
def registers_menu():
    return registers.menu_item()


class SuperusersMenuItem(MenuItem):
    """A door for system administrators only."""

    def is_shown(self, request):
        return request.user.is_superuser


@hooks.register("register_admin_urls")
def unlocking_urls():
    return [path("locked/", Locked.as_view(), name="registry_locked")]


@hooks.register("register_settings_menu_item")
def unlocking_menu():
    return SuperusersMenuItem(
        "登录锁定", reverse_lazy("registry_locked"), name="locked", icon_name="lock", order=900
    )


class ApplicantRegister(Register):
    model = Applicant
    menu_label = "申请单位"
    menu_icon = "group"
    menu_order = 10
    list_display = ("name", "entity_type", "credit_code", "production_township", "contact_person")
    list_filter = ("entity_type", ("production_township", RelatedFilter))
    list_select_related = ("production_township",)
    search_fields = ("name", "credit_code", "legal_representative", "contact_person")
    inspect_view_fields = (
        "name",
        "entity_type",
        "credit_code",
        "domicile",
        "domicile_region",
        "production_township",
        "production_address",
        "legal_representative",
        "contact_person",
        "phone",
        "email",
        "established_on",
        "business_scope",
        "trademark",
        "licences",
        "certificates",
    )


class DishonestyReads(DistrictReads):
    """Whoever has a part in it, and the auditors; the export names units and no person."""

    permissions = (Permission.READ_DISHONESTY,)


class DishonestyRegister(Register):
    model = DishonestyEntry
    permission_helper_class = DishonestyReads
    menu_label = "失信登记"
    menu_icon = "warning"
    menu_order = 12
    list_display = (
        "number",
        "applicant",
        "cause",
        "basis",
        "state",
        "effective_from",
        "effective_until",
    )
    list_filter = ("state", "cause", "effective_from", "effective_until")
    list_select_related = ("applicant",)
    search_fields = ("number", "applicant__name", "applicant__credit_code")
    inspect_view_fields = (
        *list_display,
        "facts",
        "source",
        "proposed_at",
        "noticed_at",
        "decision",
        "decided_at",
        "ended_at",
        "end_reason",
    )

    def get_queryset(self, request):
        tied = request.user.ties.values("applicant")
        return super().get_queryset(request).exclude(applicant__in=tied)


class MailRegister(Register):
    """What waits in the outbox and what became of it; neither addresses nor words."""

    model = OutgoingMail
    permission_helper_class = AuditorsRead
    menu_label = "待发邮件"
    menu_icon = "mail"
    menu_order = 95
    list_display = ("subject", "state", "attempts", "written_at", "sent_at", "error")
    list_filter = ("state",)
    inspect_view_fields = (
        "subject",
        "state",
        "attempts",
        "written_at",
        "due_at",
        "begun_at",
        "sent_at",
        "error",
        "message_id",
    )


modeladmin_register(ApplicantRegister)
modeladmin_register(DishonestyRegister)
modeladmin_register(MailRegister)
modeladmin_register(AuditRegister)


def _panels(form_class, *names):
    return ObjectList([FieldPanel(name) for name in names], base_form_class=form_class)


def _state_of_rules(ruleset):
    if not ruleset.is_approved:
        return "草案"
    return "已批准，有待批准的修改" if ruleset_changes.waiting(ruleset) else "已批准"


class RuleSetViewSet(SnippetViewSet):
    model = RuleSet
    icon = "list-ol"
    menu_label = "规则版本"
    list_display = [
        "name",
        "document_no",
        "effective_from",
        "effective_until",
        Column("state", label="状态", accessor=_state_of_rules),
        "entered_by",
        "approved_by",
    ]
    edit_handler = _panels(
        RuleSetForm,
        *(field.name for field in RuleSet._meta.fields[1:] if field.editable),
        "is_interrupted",
        "is_approved",
        "is_withdrawn",
        "answer",
    )


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "home"
    menu_label = "机构"
    list_display = ["name", "code", "kind", "level", "valid_from", "valid_until"]
    list_filter = ["kind", "level"]
    search_fields = ["name", "code", "full_name"]
    edit_handler = _panels(
        OrganisationForm,
        *(field.name for field in Organisation._meta.fields[1:]),
        "successors",
    )


class TownshipViewSet(SnippetViewSet):
    model = Township
    icon = "site"
    menu_label = "乡镇街道"
    list_display = ["name", "gb_code", "kind", "station", "valid_from", "valid_until"]
    list_filter = ["kind"]
    search_fields = ["name", "gb_code"]
    edit_handler = _panels(
        TownshipForm,
        *(field.name for field in Township._meta.fields[1:]),
        "successors",
    )


class MembershipViewSet(SnippetViewSet):
    model = Membership
    icon = "user"
    menu_label = "任职"
    list_display = ["user", "role", "organisation", "valid_from", "valid_until"]
    list_filter = ["role", "organisation"]
    search_fields = ["user__last_name", "user__first_name", "user__username"]
    edit_handler = _panels(MembershipForm, *(field.name for field in Membership._meta.fields[1:]))


def _state_of_paper(paper):
    if paper.replaced_at:
        return "已被取代"
    return "生效" if paper.is_checked else "待复核"


class HolidayPaperViewSet(SnippetViewSet):
    model = HolidayPaper
    icon = "calendar"
    menu_label = "节假日安排"
    list_display = [
        "year",
        "title",
        "document_no",
        Column("state", label="状态", accessor=_state_of_paper),
        "entered_by",
        "checked_by",
    ]
    edit_handler = holiday_paper_panels()


class LocalOverrideViewSet(SnippetViewSet):
    model = LocalOverride
    icon = "calendar-check"
    menu_label = "本地工作日调整"
    list_display = [
        "first_day",
        "last_day",
        Column("kind", label="类别", accessor=lambda day: "上班" if day.is_working_day else "放假"),
        "basis",
        "entered_by",
        "checked_by",
    ]
    edit_handler = _panels(
        LocalDaysForm, "first_day", "last_day", "is_working_day", "basis", "is_checked"
    )


class BasicData(SnippetViewSetGroup):
    """基础数据: what the registry's people edit, each by Wagtail's own model permissions."""

    items = (
        RuleSetViewSet,
        OrganisationViewSet,
        TownshipViewSet,
        MembershipViewSet,
        HolidayPaperViewSet,
        LocalOverrideViewSet,
    )
    menu_label = "基础数据"
    menu_icon = "cogs"
    menu_order = 800


register_snippet(BasicData)
