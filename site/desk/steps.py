"""The steps that officers take at the desk: where each is done, by whom, as which duty."""

from dataclasses import dataclass

from django.urls import reverse

from workflow.models import SignedDuty
from workflow.positions import reference

Duty = SignedDuty.Duty


@dataclass(frozen=True)
class Step:
    """``view`` names the page; ``by`` says what the page is about: application, item or batch."""

    node: str
    view: str
    by: str
    duty: str | None
    roles: tuple[str, ...]

    @property
    def title(self):
        return reference(self.node).task_title


STEPS = {
    step.node: step
    for step in (
        Step("assign_station", "desk:assign", "batch", None, ("fpb_clerk",)),
        Step("endorse", "desk:endorse", "application", Duty.ENDORSE, ("station_officer",)),
        Step("review_benefit", "desk:benefit", "application", Duty.BENEFIT, ("fpb_reviewer",)),
        Step("review_quality", "desk:quality", "application", Duty.QUALITY, ("agri_reviewer",)),
        Step(
            "investigate_district",
            "desk:investigate",
            "item",
            Duty.INVESTIGATE,
            ("complaint_officer",),
        ),
        Step("report_to_city", "desk:report", "batch", Duty.RECORD, ("fpb_clerk",)),
        Step("city_review", "desk:city", "batch", Duty.CITY, ("upper_recorder", "city_reviewer")),
        Step(
            "province_review",
            "desk:province",
            "batch",
            Duty.PROVINCE,
            ("upper_recorder", "province_reviewer"),
        ),
        Step("record_national", "desk:national", "batch", Duty.RECORD, ("upper_recorder",)),
        Step(
            "investigate_national",
            "desk:investigate",
            "item",
            Duty.INVESTIGATE,
            ("complaint_officer",),
        ),
        Step("list_item", "desk:list", "batch", Duty.RECORD, ("fpb_clerk",)),
        Step("register_change", "desk:item_changes", "item", None, ("fpb_clerk",)),
        Step("assess_change", "desk:item_changes", "item", None, ("fpb_reviewer",)),
        Step("report_upward", "desk:item_changes", "item", None, ("fpb_clerk",)),
        Step(
            "record_ruling",
            "desk:item_changes",
            "item",
            None,
            ("upper_recorder", "province_reviewer"),
        ),
    )
}
#: The nodes of the flow of change reports.
CHANGE_STEPS = tuple(name for name, step in STEPS.items() if step.view == "desk:item_changes")


def step_of(task):
    """The :class:`Step` of a task, or None when it is the applicant's to take."""
    return STEPS.get(task.flow_task.name)


def duty_of(step, item):
    """The duty that taking ``step`` makes the taker's own (an absent upper office is recorded)."""
    if step.duty in (Duty.CITY, Duty.PROVINCE):
        office = getattr(item.application.ruleset, step.duty)
        return step.duty if office.works_in_system else Duty.RECORD
    return step.duty


def page_of(step, item):
    """The address of the page on which ``step`` of ``item`` is taken."""
    if step.by == "application":
        return reverse(step.view, args=[item.application_id])
    if step.by == "item":
        return reverse(step.view, args=[item.pk])
    return f"{reverse(step.view)}?application={item.application_id}"
