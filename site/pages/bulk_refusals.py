"""Many at once: what of it was not the person's to change leaves a row, one for each thing."""

from django.utils import timezone
from wagtail import hooks

from records import refused_acts

NOT_ALLOWED = "没有办理的权限"


@hooks.register("before_bulk_action")
def keep_what_is_not_theirs(request, action_type, objects, action):
    """Wagtail leaves it out without a word and does the rest."""
    _, beyond = action.get_actionable_objects()
    at = timezone.now()
    for thing in beyond.get("items_with_no_access", [])[: refused_acts.MOST]:
        door = f"批量{action.display_name}"
        refused_acts.keep(thing, [NOT_ALLOWED], door=door, by=request.user, at=at)
