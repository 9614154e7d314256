"""The stages of an item's way, read off the nodes of its flow."""

from rules.lifecycle import REFUSED, ItemState, Stage

from .flows import Certification
from .nodes import MendingTask, Place, Publicity

STAGES = tuple(Stage)
_PLACES = [
    node for node in Certification.instance.nodes() if isinstance(node, Place) and node.state
]
#: The node → the stage of the way that it belongs to.
STAGE_OF_STEP = {node.name: node.stage for node in _PLACES}
#: The state → the stage that it belongs to; withdrawn and terminated belong to none.
STAGE_OF_STATE = {
    ItemState.DRAFT: Stage.SUBMISSION,
    ItemState.LISTED: Stage.LISTING,
    **{state: Stage(level) for level, state in REFUSED.items()},
    **{node.state: node.stage for node in _PLACES},
}
#: The states in which the applicant is asked to mend, and in which the public may object.
RETURNED = frozenset(node.state for node in _PLACES if isinstance(node, MendingTask))
IN_PUBLIC = frozenset(node.state for node in _PLACES if isinstance(node, Publicity))


def days_of(stage, ruleset):
    """The working days that ``ruleset`` gives ``stage``; steps side by side count once."""
    ways = {
        node.state: node.limit
        for node in _PLACES
        if node.stage is stage and not node.aside and getattr(node, "limit", None)
    }
    return sum(getattr(ruleset, limit) for limit in ways.values())
