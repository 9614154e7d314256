"""The last signature, and taking down what was signed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page

from pages.documents.timed import sign
from pages.notices.policies import reasons_against_taking_down
from rules.refusal import refuse_if

from .models.hands import hands
from .public_change import public_change

HANDS = 3
LONGEST_REASON = 300


def publish_approved(workflow_state, *, by, at):
    """Publish the words of a finished workflow, or give them their hour.

    However an administrator arranged the workflow, three people stand for these very words.
    """
    if len(hands(workflow_state)) < HANDS:
        raise PermissionDenied("拟稿、审核、签发须由三个人分别办理")
    sign(workflow_state.content_object.get_latest_revision(), by=by, at=at)


def reasons_against_unpublishing(page, *, at, because):
    """Why ``page`` may not be taken down at ``at``; empty means yes."""
    reasons = reasons_against_taking_down(Page.objects.filter(pk=page.pk), at=at)
    if not because.strip():
        reasons.append("须写明撤下的理由")
    if len(because) > LONGEST_REASON:
        reasons.append(f"理由不超过{LONGEST_REASON}字")
    return reasons


@transaction.atomic
def take_down(page, *, by, at, because):
    """Take a public page down; raises :class:`Refused`. Whoever may do it decided alone, on record.

    Wagtail's log of the page becomes the row of the audit trail, with the reason in it.
    """
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    refuse_if(reasons_against_unpublishing(page, at=at, because=because))
    with public_change(because.strip()):
        page.unpublish(user=by)
    return page
