"""What waits for a system administrator, on the first page: who may act is told."""

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from registry.models import HolidayPaper, LocalOverride, RuleSet, RuleSetChange
from workflow.models import Closing
from workflow.services.overdue import missing_calendar


def _list(model):
    return reverse(f"wagtailsnippets_registry_{model}:list")


def _form(thing):
    """Where a second person decides: the form of the very thing."""
    return reverse(f"wagtailsnippets_registry_{thing._meta.model_name}:edit", args=[thing.pk])


def _of_two():
    """``[(sentence, address)]`` of what one entered about one thing and another has to decide."""
    closings = Closing.objects.waiting().select_related("organisation", "township")
    for each in closings.order_by("pk"):
        subject = each.organisation or each.township
        yield f"{subject}的撤销等待另一人批准", _form(subject)
    for each in RuleSetChange.objects.waiting().select_related("ruleset").order_by("pk"):
        yield f"{each.ruleset}的变更等待另一人批准", _form(each.ruleset)


def waiting():
    """``[(sentence, address)]``: a year without its holidays, and what another has to check."""
    lines = [
        (f"{sentence}，请录入，由另一人复核", _list("holidaypaper"))
        for sentence in missing_calendar(timezone.now())
    ]
    for rows, title, model in (
        (RuleSet.objects.filter(approved_at=None), "个规则版本等待另一人批准", "ruleset"),
        (
            HolidayPaper.objects.filter(checked_at=None, replaced_at=None),
            "份节假日安排等待另一人复核",
            "holidaypaper",
        ),
        (
            LocalOverride.objects.filter(checked_at=None),
            "项本地工作日等待另一人复核",
            "localoverride",
        ),
    ):
        if count := rows.count():
            lines.append((f"{count}{title}", _list(model)))
    return [*lines, *_of_two()]


class AdministratorsPanel(Component):
    """基础数据: what is missing and what waits for a second person."""

    order = 45
    template_name = "desk/_administrators_panel.html"

    def get_context_data(self, parent_context):
        return {"lines": waiting()}
