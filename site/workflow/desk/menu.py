"""The desk's place in the Wagtail admin: a menu item with a count, and a panel on the home page."""

from django.urls import reverse_lazy
from django.utils import timezone
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component

from registry.delegating import HEADS
from rules.periods import local_day
from supervision.models import Complaint

from ..models import Authorisation
from ..services.authorisations import CHECKERS
from . import cases, complaints, inspections, queries
from .access import holds, is_officer
from .changes import ROLES as CHANGE_ROLES
from .countersigning import waiting
from .draws import Draws
from .moderation import moderates, reviewable
from .reminding import unread


class DeskMenuItem(MenuItem):
    """待办 with the number of tasks that the officer can act on, of every source of the inbox."""

    def is_shown(self, request):
        return is_officer(request.user) or moderates(request.user)

    def render_component(self, request):
        rendered = super().render_component(request)
        user = request.user
        found = (queries.actionable(user), cases.actionable(user), reviewable(user))
        number = sum(each.count() for each in found)
        if number:
            rendered.label = f"{self.label}（{number}）"
        return rendered


class RolesMenuItem(MenuItem):
    """Shown to who holds one of ``roles``; to every officer where it names none."""

    def __init__(self, *args, roles=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.roles = roles

    def is_shown(self, request):
        return holds(request.user, *self.roles) if self.roles else is_officer(request.user)


class LettersMenuItem(MenuItem):
    """授权核对 with the number of letters that wait, for who compares them."""

    def is_shown(self, request):
        return holds(request.user, *CHECKERS)

    def render_component(self, request):
        rendered = super().render_component(request)
        number = Authorisation.objects.waiting().count()
        if number:
            rendered.label = f"{self.label}（{number}）"
        return rendered


class RemindersMenuItem(RolesMenuItem):
    """督办提醒 with the number of unread ones."""

    def render_component(self, request):
        rendered = super().render_component(request)
        number = unread(request.user).count()
        if number:
            rendered.label = f"{self.label}（{number}）"
        return rendered


class CountersignMenuItem(RolesMenuItem):
    """审签 with the number of proposals that wait for this head."""

    def render_component(self, request):
        rendered = super().render_component(request)
        number = len(waiting(request.user))
        if number:
            rendered.label = f"{self.label}（{number}）"
        return rendered


class ComplaintMenuItem(RolesMenuItem):
    """投诉举报 with the number of open ones, for who may handle them."""

    def render_component(self, request):
        rendered = super().render_component(request)
        number = Complaint.objects.scope(request.user).open().count()
        if number:
            rendered.label = f"{self.label}（{number}）"
        return rendered


class DeskPanel(Component):
    """The officer's numbers: taken, waiting for the office, overdue."""

    order = 50
    template_name = "workflow/desk/_home_panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        counts = queries.counts(user, local_day(timezone.now()))
        waiting, words = queries.waiting(user).count(), reviewable(user).count()
        return {"counts": counts, "waiting": waiting, "words": words}


def menu_items():
    return [
        DeskMenuItem("待办", reverse_lazy("desk:inbox"), name="desk", icon_name="tasks", order=10),
        RemindersMenuItem(
            "督办提醒", reverse_lazy("desk:reminders"), name="reminders", icon_name="time", order=12
        ),
        CountersignMenuItem(
            "审签",
            reverse_lazy("desk:countersign"),
            name="countersign",
            icon_name="edit",
            order=14,
            roles=HEADS,
        ),
        RolesMenuItem(
            "发布公示",
            reverse_lazy("desk:notice"),
            name="notice",
            icon_name="pick",
            order=20,
            roles=("fpb_clerk",),
        ),
        SubmenuMenuItem(
            "督办管理",
            Menu(
                items=[
                    RolesMenuItem(
                        "委托代办", reverse_lazy("desk:delegations"), icon_name="user", order=1
                    ),
                    RolesMenuItem(
                        "超期督办",
                        reverse_lazy("desk:board"),
                        icon_name="warning",
                        order=2,
                        roles=(*HEADS, "auditor"),
                    ),
                    RolesMenuItem(
                        "随机抽查",
                        reverse_lazy("desk:draws"),
                        icon_name="clipboard-list",
                        order=3,
                        roles=Draws.roles,
                    ),
                    RolesMenuItem(
                        "运行监控",
                        reverse_lazy("desk:operations"),
                        icon_name="cogs",
                        order=4,
                        roles=("manager",),
                    ),
                ]
            ),
            name="oversight",
            icon_name="view",
            order=25,
        ),
        RolesMenuItem(
            "变更与清理",
            reverse_lazy("desk:changes"),
            name="changes",
            icon_name="history",
            order=24,
            roles=CHANGE_ROLES,
        ),
        LettersMenuItem(
            "授权核对",
            reverse_lazy("desk:authorisations"),
            name="authorisations",
            icon_name="clipboard-list",
            order=25,
        ),
        ComplaintMenuItem(
            "投诉举报",
            reverse_lazy("desk:complaints"),
            name="complaints",
            icon_name="warning",
            order=22,
            roles=complaints.ROLES,
        ),
        RolesMenuItem(
            "登记投诉",
            reverse_lazy("desk:intake"),
            name="intake",
            icon_name="edit",
            order=23,
            roles=complaints.Intake.roles,
        ),
        RolesMenuItem(
            "监督检查",
            reverse_lazy("desk:inspections"),
            name="inspections",
            icon_name="glasses",
            order=26,
            roles=inspections.ROLES,
        ),
    ]
