"""被拒绝的操作: what was refused to whom leaves a row of the trail, in a transaction of its own.

The act's own transaction is gone by then, with all it wrote. Only what a policy answers is kept,
never what was typed, and personal numbers in it are hidden. Who tries again and again fills
nothing: the same refusal is told once an hour, and no more than ``MOST`` of one person.
"""

from datetime import timedelta

from django.db import transaction

from rules.masking import Masked, mask_text

from .acting import note_refusal
from .audit import record
from .models import AuditEvent

ACT = "records.refused"
HOUR, MOST = timedelta(hours=1), 40
#: Reasons of one act, and letters of one reason, that are kept.
REASONS, LETTERS = 10, 200


def keep(subject, reasons, *, door, by, at, **about):
    """Write down that ``by`` was refused at ``door`` (its title) with ``reasons``; False where not.

    ``about`` is told with it, as the number of the paper; at another ``page`` of one title it is
    another refusal. The last row of an hour says that further ones are not written one by one.
    """
    note_refusal()
    words = [mask_text(str(reason), Masked())[:LETTERS] for reason in dict.fromkeys(reasons)]
    summary = {"door": door, "reasons": words[:REASONS]}
    thing = [subject._meta.label_lower, str(subject.pk)]
    earlier = AuditEvent.objects.filter(action=ACT, actor_id=by.pk, at__gt=at - HOUR)
    rows = list(earlier.values("subject_type", "subject_id", "data")[:MOST])
    same = {**summary, "page": about.get("page")}
    if len(rows) >= MOST or any(_says(row, thing, same) for row in rows):
        return False
    if len(rows) == MOST - 1:
        summary["more"] = "此后一小时内不再逐条记录"
    with transaction.atomic():
        because = f"{door}：{'；'.join(summary['reasons'])}"
        record("records.refused", subject, by=by, at=at, because=because, **about, **summary)
    return True


def _says(row, thing, same):
    is_about = [row["subject_type"], row["subject_id"]] == thing
    return is_about and all(row["data"].get(name) == words for name, words in same.items())
