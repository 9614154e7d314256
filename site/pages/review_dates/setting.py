"""Reading a public page again by a day: who looked, what came of it, when the next look is due."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page

from records.audit import record
from rules.periods import local_day
from rules.refusal import refuse_fields

from ..models import ReviewDate

#: [ours] How far ahead the next look may lie, and how early a due one is shown.
FARTHEST, SOON = timedelta(days=3 * 366), timedelta(days=14)


@transaction.atomic
def set_review(page, *, due_on, note, by, at):
    """Say what a look at ``page`` found, and by when the next one is due; may be asked again.

    Raises ``PermissionDenied`` for who may not edit the page, :class:`Refused` with every reason.
    """
    if not page.specific.permissions_for_user(by).can_edit():
        raise PermissionDenied("只能复核本人可以编辑的页面")
    Page.objects.select_for_update().get(pk=page.pk)
    refuse_fields(reasons_against_review(due_on=due_on, note=note, on=local_day(at)))
    facts = {"due_on": due_on, "note": note.strip(), "set_at": at, "set_by": by}
    review, _ = ReviewDate.objects.update_or_create(page_id=page.pk, defaults=facts)
    record("pages.review", page.specific, by=by, at=at, because=note.strip(), due_on=f"{due_on}")
    return review


def reasons_against_review(*, due_on, note, on):
    """``(field, reason)`` pairs on day ``on``."""
    reasons = []
    if not on < due_on <= on + FARTHEST:
        reasons.append(("due_on", "下次复核日期应在明天以后、三年以内"))
    if not 2 <= len(note.strip()) <= 200:
        reasons.append(("note", "请写明复核情况（2至200字）"))
    return reasons


def due_reviews(on):
    """The looks due by ``on`` or soon after, the most overdue first."""
    rows = ReviewDate.objects.filter(due_on__lte=on + SOON).select_related("page")
    return rows.order_by("due_on", "pk")
