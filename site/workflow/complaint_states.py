"""The states of a complaint as its flow makes them: drawn from the steps, so nothing can differ."""

from rules.diagrams import Diagram, state_names
from rules.lifecycle import ComplaintState
from supervision.policies import COMPLAINT_ACTS

from .flows import ComplaintHandling


def states_at(node):
    """The states in which a complaint stands at ``node``; () where it stands nowhere."""
    state = getattr(node, "state", None) or ()
    return (state,) if isinstance(state, ComplaintState) else state


def ways():
    """``{state: [the states that an act of its own leads to]}``, in the order of the flow."""
    table = {state: [] for state in ComplaintState}
    for node in ComplaintHandling.instance.nodes():
        for state in states_at(node):
            table[state] += [COMPLAINT_ACTS[act] for act in getattr(node, "acts", ())]
    return table


def diagram():
    """The :class:`Diagram` of a complaint; what is joined to another follows that one."""
    arrows = [("", ComplaintState.RECEIVED, "")]
    arrows += [(old, new, "") for old, following in ways().items() for new in following]
    leading = ComplaintHandling.instance.leading_decided
    behind = [state for edge in leading._outgoing() for state in states_at(edge.dst)]
    arrows += [(ComplaintState.JOINED, state, "") for state in behind]
    arrows.append((ComplaintState.CLOSED, "", ""))
    return Diagram("投诉举报的状态", state_names(ComplaintState), tuple(arrows))
