"""Where an item stands: the open task of its process, read as a state of ``rules/lifecycle``."""

from viewflow.workflow.status import STATUS

from applications.models import Item
from records.prepared import KEYS, NUMBER, Prepared, among, listed
from rules.duties import CRITERIA, Duty
from rules.lifecycle import REFUSED, ItemState

from .flows import Certification, ChangeReporting
from .models import CertificationTask, ChangeTask
from .nodes import MendingTask, Publicity

#: Statuses of a task that still waits for somebody or something.
OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED, STATUS.SCHEDULED)

_NODES = {
    node.name: node for flow in (Certification, ChangeReporting) for node in flow.instance.nodes()
}
#: The node an item waits at → the state that people know.
STATE_OF = {name: node.state for name, node in _NODES.items() if getattr(node, "state", None)}
MENDING = tuple(name for name, node in _NODES.items() if isinstance(node, MendingTask))
NOTICES = tuple(name for name, node in _NODES.items() if isinstance(node, Publicity))
#: What officers do, in the order of the flows.
DESK_STEPS = {name: node for name, node in _NODES.items() if getattr(node, "page", "")}
#: The steps of the flow of change reports.
CHANGE_STEPS = tuple(
    name for name, node in DESK_STEPS.items() if node.flow_class is ChangeReporting
)
INVESTIGATIONS = tuple(name for name, node in DESK_STEPS.items() if node.duty is Duty.INVESTIGATE)
#: The duty of a signed opinion → the step at which it is signed.
NODE_OF = {node.duty: name for name, node in DESK_STEPS.items() if node.duty in CRITERIA}
#: The level of an outcome from above, which is its duty too → the step at which it is recorded.
NODE_OF_LEVEL = {
    node.duty: name
    for name, node in DESK_STEPS.items()
    if node.duty in (Duty.CITY, Duty.PROVINCE) and node.flow_class is Certification
}
#: The reviews of the district, side by side.
REVIEWS = tuple(
    name for name, node in DESK_STEPS.items() if node.state is ItemState.DISTRICT_REVIEW
)


def reviews_under(ruleset):
    """The duties of the reviews that ``ruleset`` asks for, by naming an office for each (A06)."""
    nodes = [DESK_STEPS[name] for name in REVIEWS]
    return [node.duty for node in nodes if getattr(ruleset, f"{node.office}_id")]


_ENDED_AS = {
    "listed": ItemState.LISTED,
    "withdrawn": ItemState.WITHDRAWN,
    "terminated": ItemState.TERMINATED,
}


def reference(name):
    """How Viewflow stores a node of one of our flows in its task rows; their names differ."""
    return _NODES[name]


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


#: The open tasks of one process with it, the oldest first: a handful.
OF_PROCESS = Prepared(
    lambda process: (
        CertificationTask.objects.filter(process_id=process, status__in=OPEN)
        .select_related("process")
        .order_by("pk")
    ),
    NUMBER,
)
#: ``(process, node)`` of the open tasks of processes.
OF_PROCESSES = Prepared(
    lambda processes: CertificationTask.objects.filter(
        process__in=among(processes), status__in=OPEN
    ).values_list("process_id", "flow_task"),
    KEYS,
)


def open_task(item, *names):
    """The item's open task at one of the named nodes, or None."""
    nodes = {reference(name) for name in names}
    return next((task for task in OF_PROCESS(item.process_id) if task.flow_task in nodes), None)


def nodes_of(item):
    """The names of the nodes at which the item has an open task a person or the public sees."""
    names = (task.flow_task.name for task in OF_PROCESS(item.process_id))
    return sorted({name for name in names if name in STATE_OF})


def state_of(item):
    """The item's :class:`ItemState`: its ending, else its place in the flow, else a draft."""
    outcome = getattr(item, "outcome", None)
    if outcome is not None:
        return REFUSED.get(outcome.level) if outcome.kind == "refused" else _ENDED_AS[outcome.kind]
    if item.process_id is None:
        return ItemState.DRAFT
    names = nodes_of(item)
    return STATE_OF[names[0]] if names else None


def states_of(items):
    """``{item pk: state}`` for many items, in two queries whatever their number."""
    items = list(items)
    processes = [item.process_id for item in items if item.process_id]
    tasks = OF_PROCESSES(listed(processes)) if processes else ()
    places = {}
    for process, node in tasks:
        if node.name in STATE_OF:
            places.setdefault(process, STATE_OF[node.name])
    return {item.pk: _state(item, places) for item in items}


def _state(item, places):
    if getattr(item, "outcome", None) is not None or item.process_id is None:
        return state_of(item)
    return places.get(item.process_id)
