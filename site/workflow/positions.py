"""Where an item stands: the open task of its process, read as a state of ``rules/lifecycle``."""

from viewflow.workflow.status import STATUS

from applications.models import Item
from rules.lifecycle import ItemState

from .flows import Certification, ChangeReporting
from .models import CertificationTask, ChangeTask

#: Statuses of a task that still waits for somebody or something.
OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED, STATUS.SCHEDULED)

#: The node an item waits at → the state that people know.
STATE_OF = {
    "assign_station": ItemState.STATION_REVIEW,
    "endorse": ItemState.STATION_REVIEW,
    "mend_for_station": ItemState.STATION_RETURNED,
    "review_benefit": ItemState.DISTRICT_REVIEW,
    "review_quality": ItemState.DISTRICT_REVIEW,
    "mend_for_district": ItemState.DISTRICT_RETURNED,
    "await_notice": ItemState.PUBLICITY_PENDING,
    "district_notice": ItemState.DISTRICT_PUBLICITY,
    "investigate_district": ItemState.OBJECTION_HOLD,
    "report_to_city": ItemState.REPORT_PENDING,
    "city_review": ItemState.CITY_PENDING,
    "mend_for_city": ItemState.CITY_RETURNED,
    "province_review": ItemState.PROVINCE_PENDING,
    "mend_for_province": ItemState.PROVINCE_RETURNED,
    "record_national": ItemState.NATIONAL_PENDING,
    "national_notice": ItemState.NATIONAL_PUBLICITY,
    "investigate_national": ItemState.NATIONAL_OBJECTION_HOLD,
    "list_item": ItemState.LISTING_PENDING,
}
MENDING = ("mend_for_station", "mend_for_district", "mend_for_city", "mend_for_province")
NOTICES = ("district_notice", "national_notice")
INVESTIGATIONS = ("investigate_district", "investigate_national")

_REFUSED_AT = {
    "station": ItemState.STATION_REFUSED,
    "district": ItemState.DISTRICT_REFUSED,
    "city": ItemState.CITY_REFUSED,
    "province": ItemState.PROVINCE_REFUSED,
}
_ENDED_AS = {
    "listed": ItemState.LISTED,
    "withdrawn": ItemState.WITHDRAWN,
    "terminated": ItemState.TERMINATED,
}


def reference(name):
    """How Viewflow stores a node of one of our flows in its task rows; their names differ."""
    return _NODES[name]


_NODES = {
    node.name: node for flow in (Certification, ChangeReporting) for node in flow.instance.nodes()
}


def open_change_task(change, *names):
    """The report's open task at one of the named nodes, or at any a person acts at; or None."""
    tasks = ChangeTask.objects.filter(process=change.process_id, status__in=OPEN)
    if names:
        tasks = tasks.filter(flow_task__in=[reference(name) for name in names])
    return tasks.filter(flow_task_type="HUMAN").first()


def open_tasks(*names):
    """The open tasks at the named nodes, of any item."""
    nodes = [reference(name) for name in names]
    return CertificationTask.objects.filter(flow_task__in=nodes, status__in=OPEN)


def items_at(*names):
    """Items with an open task at one of the named nodes."""
    return Item.objects.filter(process__in=open_tasks(*names).values("process"))


def open_task(item, *names):
    """The item's open task at one of the named nodes, or None."""
    return open_tasks(*names).filter(process_id=item.process_id).first()


def nodes_of(item):
    """The names of the nodes at which the item has an open task a person or the public sees."""
    tasks = CertificationTask.objects.filter(process_id=item.process_id, status__in=OPEN)
    names = (task.flow_task.name for task in tasks)
    return sorted({name for name in names if name in STATE_OF})


def state_of(item):
    """The item's :class:`ItemState`: its ending, else its place in the flow, else a draft."""
    outcome = getattr(item, "outcome", None)
    if outcome is not None:
        return (
            _REFUSED_AT.get(outcome.level) if outcome.kind == "refused" else _ENDED_AS[outcome.kind]
        )
    if item.process_id is None:
        return ItemState.DRAFT
    names = nodes_of(item)
    return STATE_OF[names[0]] if names else None


def states_of(items):
    """``{item pk: state}`` for many items, in two queries whatever their number."""
    items = list(items)
    tasks = CertificationTask.objects.filter(
        process__in=[item.process_id for item in items if item.process_id], status__in=OPEN
    )
    places = {}
    for task in tasks:
        if task.flow_task.name in STATE_OF:
            places.setdefault(task.process_id, STATE_OF[task.flow_task.name])
    return {item.pk: _state(item, places) for item in items}


def _state(item, places):
    if getattr(item, "outcome", None) is not None or item.process_id is None:
        return state_of(item)
    return places.get(item.process_id)
