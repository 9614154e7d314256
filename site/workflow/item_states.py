"""The states of an item as its flow makes them: drawn from the nodes, so nothing can differ."""

from rules.diagrams import Diagram, state_names
from rules.lifecycle import EXITS, FINAL, REFUSED, ItemState, Stage

from .flows import Certification

#: Who refuses when the way to the feedback begins at a stage; a notice is the district's.
_REFUSES = {
    Stage.STATION: "station",
    Stage.CITY: "city",
    Stage.PROVINCE: "province",
}


def ways():
    """``{state: [the states an item may come to next]}``, in the order of the flow.

    From each node at which an item stands, the flow's arrows are followed through what the engine
    does by itself, up to the next nodes at which it stands. The exits open to all are left out.
    """
    table = {state: [] for state in ItemState}
    table[ItemState.DRAFT] = _next(Certification.instance.submit, ItemState.DRAFT)
    for node in Certification.instance.nodes():
        if getattr(node, "state", None):
            table[node.state] += _next(node, node.state)
    return {old: list(dict.fromkeys(new)) for old, new in table.items()}


def diagram():
    """The :class:`Diagram` of an item; the exits are told in a note."""
    arrows = [("", ItemState.DRAFT, "")]
    arrows += [(old, new, "") for old, following in ways().items() for new in following]
    arrows += [(state, "", "") for state in ItemState if state in FINAL]
    exits = "、".join(state.label for state in ItemState if state in EXITS)
    again = ItemState.DISTRICT_REVIEW.label
    note = f"任一未终结的状态都可转为{exits}；通过区级审核以后投诉查实的，可退回{again}"
    return Diagram("申请产品的状态", state_names(ItemState), tuple(arrows), note)


def _next(node, state):
    """The states behind ``node``'s arrows; a step side by side with another leads nowhere new."""
    stage, visited, queue, states = getattr(node, "stage", None), set(), _after(node), []
    while queue:
        behind = queue.pop(0)
        if behind.name in visited:
            continue
        visited.add(behind.name)
        reached = _state_at(behind, stage)
        if reached is None:
            queue += _after(behind)
        elif reached is not state:
            states.append(reached)
    return states


def _state_at(node, stage):
    if node.name == "listed":
        return ItemState.LISTED
    if node.name == "refused":
        return REFUSED[_REFUSES.get(stage, "district")]
    return getattr(node, "state", None)


def _after(node):
    """The nodes that follow, a boundary timer's included."""
    behind = [edge.dst for edge in node._outgoing()]
    return behind + list(getattr(node, "_boundary_events", ()))
