"""Keeping what a reviewer has typed and not yet signed."""

from django.db import transaction

from rules.refusal import refuse_if

from ..models import OpinionDraft
from ..policies.acting import reasons_against_acting
from ..policies.opinions import NODE_OF
from ..positions import open_task

#: A draft is a form's fields, never a file.
LONGEST = 20_000


@transaction.atomic
def save_draft(item, step, values, *, by, at):
    """Keep ``values`` (field → text) as the draft of ``by`` for ``item`` at ``step``."""
    task = None if item.is_ended else open_task(item, NODE_OF[step])
    reasons = reasons_against_acting(item, task, by=by, duty=step)
    if sum(len(f"{value}") for value in values.values()) > LONGEST:
        reasons.append("草稿过长，不能保存")
    refuse_if(reasons)
    draft, _ = OpinionDraft.objects.update_or_create(
        item=item, person=by, step=step, defaults={"values": values, "saved_at": at}
    )
    return draft
