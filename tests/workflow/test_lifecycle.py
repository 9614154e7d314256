"""The table of states in rules/lifecycle, and so its diagram, is the flow and nothing else."""

from viewflow.workflow.flow import nodes as viewflow

from rules.lifecycle import EXITS, TRANSITIONS, ItemState
from workflow.flows import Certification
from workflow.positions import STATE_OF

S = ItemState
#: Where the office's written refusal leads, by the state in which it is decided.
REFUSED = {
    S.STATION_REVIEW: S.STATION_REFUSED,
    S.CITY_PENDING: S.CITY_REFUSED,
    S.PROVINCE_PENDING: S.PROVINCE_REFUSED,
}


def onward():
    """``{node name: names of the nodes that follow}``; a window's timer follows its window."""
    nodes = list(Certification.instance.nodes())
    ways = {node.name: {edge.dst.name for edge in node._outgoing()} for node in nodes}
    for node in nodes:
        ways[node.name] |= {timer.name for timer in getattr(node, "_boundary_events", ())}
    return ways


def states_after(name, ways):
    """The states at which an item can next stand after the node ``name``."""
    state, states, todo, passed = STATE_OF[name], set(), list(ways[name]), set()
    while todo:
        node = todo.pop()
        if node in passed:
            continue
        passed.add(node)
        if node in STATE_OF:
            states.add(STATE_OF[node])
        elif node == "feed_back":
            states.add(REFUSED.get(state, S.DISTRICT_REFUSED))
        elif isinstance(getattr(Certification.instance, node), viewflow.End):
            states.add(S.LISTED)
        else:
            todo += ways[node]
    return states - {state}


def test_the_table_of_states_has_the_ways_of_the_flow_and_no_other():
    ways = onward()
    flow = {state: set() for state in ItemState}
    for name, state in STATE_OF.items():
        flow[state] |= states_after(name, ways)
    flow[S.DRAFT] = {STATE_OF["endorse"]}
    assert {state: set(after - EXITS) for state, after in TRANSITIONS.items()} == flow
