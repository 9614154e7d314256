"""What the page of a paper says of its preservation, to whoever may know of it."""

from registry.roles import Permission
from rules.periods import local_day
from workflow.policies.preservations import standing_for

from .access import may

KEEPERS = (Permission.PROCESS_PAPERS, Permission.TERMINATE)


def preserved(subject, user, at):
    """The standing preservations of ``subject``, and whether ``user`` may enter one, for a page."""
    may_preserve = may(user, *KEEPERS)
    if not may_preserve and not may(user, Permission.SEE_ACCESSES):
        return {}
    rows = standing_for(subject, local_day(at))
    return {"preserved_by": list(rows), "preserves": may_preserve and subject._meta.model_name}
