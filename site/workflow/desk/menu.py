"""The desk's place in the Wagtail admin: a menu item with a count, and a panel on the home page."""

from django.urls import reverse_lazy
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from rules.periods import local_day

from . import queries
from .access import holds, is_officer
from .moderation import moderates, reviewable


class DeskMenuItem(MenuItem):
    """待办 with the number of open tasks that the officer can act on, moderation among them."""

    def is_shown(self, request):
        return is_officer(request.user) or moderates(request.user)

    def render_component(self, request):
        rendered = super().render_component(request)
        user = request.user
        waiting = queries.actionable(user).count() + reviewable(user).count()
        if waiting:
            rendered.label = f"{self.label}（{waiting}）"
        return rendered


class NoticeMenuItem(MenuItem):
    """发布公示, for the clerks who may."""

    def is_shown(self, request):
        return holds(request.user, "fpb_clerk")


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
        NoticeMenuItem(
            "发布公示", reverse_lazy("desk:notice"), name="notice", icon_name="pick", order=20
        ),
    ]
