"""An objection, in whatever second it comes: received in time, or a complaint after it (A11)."""

from django.db import transaction

from publicity.models import PublicityEntry
from publicity.policies import is_too_late
from publicity.services import object_to
from publicity.services.windows import locked

from . import complaints


@transaction.atomic
def object_or_complain(entry, *, channel, at, by=None, evidence=(), **words):
    """The objection received at ``at``; after the end of ``entry``, the complaint that it becomes.

    ``words`` is content, person_name and person_contact. An end is never made earlier, so that who
    is too late without the entry's lock is so with it; the complaint needs the lock of the item,
    which a listing holds while it asks for complaints.
    """
    entry = PublicityEntry.objects.select_related("publicity", "item").get(pk=entry.pk)
    if not is_too_late(entry, at=at) and not is_too_late(locked(entry), at=at):
        return object_to(entry, channel=channel, at=at, by=by, evidence=evidence, **words)
    return complaints.receive(
        source=channel,
        at=at,
        by=by,
        evidence=evidence,
        subject_kind="product",
        about_text=f"{entry.product_name}（{entry.applicant_name}）"[:120],
        category="other",
        item=entry.item,
        applicant=entry.applicant,
        late_entry=entry,
        **_named(words),
    )


def _named(words):
    """A complainant with a contact has a name, so that the answer is sent there."""
    is_reachable = words.get("person_contact") and not words.get("person_name")
    return {**words, "person_name": "未留姓名"} if is_reachable else words
