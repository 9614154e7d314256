"""The desk's place in the Wagtail admin: a menu item with a count, and a panel on the home page."""

from django.urls import reverse_lazy
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from rules.periods import local_day
from supervision.models import Complaint

from . import complaints, inspections, queries
from .access import holds, is_officer


class DeskMenuItem(MenuItem):
    """待办 with the number of open tasks that the officer can act on."""

    def is_shown(self, request):
        return is_officer(request.user)

    def render_component(self, request):
        rendered = super().render_component(request)
        waiting = queries.actionable(request.user).count()
        if waiting:
            rendered.label = f"{self.label}（{waiting}）"
        return rendered


class NoticeMenuItem(MenuItem):
    """发布公示, for the clerks who may."""

    def is_shown(self, request):
        return holds(request.user, "fpb_clerk")


class ComplaintMenuItem(MenuItem):
    """投诉举报 with the number of open ones, for who may handle them."""

    def is_shown(self, request):
        return holds(request.user, *complaints.ROLES)

    def render_component(self, request):
        rendered = super().render_component(request)
        waiting = Complaint.objects.scope(request.user).open().count()
        if waiting:
            rendered.label = f"{self.label}（{waiting}）"
        return rendered


class IntakeMenuItem(MenuItem):
    """登记投诉, for who answers the phone."""

    def is_shown(self, request):
        return holds(request.user, *complaints.Intake.roles)


class InspectionMenuItem(MenuItem):
    """监督检查, for the two offices that check."""

    def is_shown(self, request):
        return holds(request.user, *inspections.ROLES)


class DeskPanel(Component):
    """The officer's numbers: taken, waiting for the office, overdue."""

    order = 50
    template_name = "workflow/desk/_home_panel.html"

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {"counts": queries.counts(request.user, local_day(timezone.now()))}


def menu_items():
    return [
        DeskMenuItem("待办", reverse_lazy("desk:inbox"), name="desk", icon_name="tasks", order=10),
        NoticeMenuItem(
            "发布公示", reverse_lazy("desk:notice"), name="notice", icon_name="pick", order=20
        ),
        ComplaintMenuItem(
            "投诉举报",
            reverse_lazy("desk:complaints"),
            name="complaints",
            icon_name="warning",
            order=22,
        ),
        IntakeMenuItem(
            "登记投诉", reverse_lazy("desk:intake"), name="intake", icon_name="edit", order=24
        ),
        InspectionMenuItem(
            "监督检查",
            reverse_lazy("desk:inspections"),
            name="inspections",
            icon_name="glasses",
            order=26,
        ),
    ]
