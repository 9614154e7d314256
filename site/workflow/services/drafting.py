"""Keeping what a reviewer has typed, and the files they chose, before it is signed."""

from django.db.models import prefetch_related_objects

from files.intake import examine_at, take
from rules.refusal import Refused, refuse_if

from ..models import OpinionDraft, OpinionDraftFile
from ..policies.acting import reasons_against_acting
from ..positions import NODE_OF, open_task
from .steps import locked

LONGEST = 20_000
MOST_FILES = 20


def take_files(files, *, by, at):
    """Store each of ``[(name, bytes)]`` that can be taken: ``(rows, reasons against the others)``.

    The rows belong to no draft yet; :func:`save_draft` takes them in.
    """
    taken, reasons = [], []
    for name, data in files:
        try:
            file = take(examine_at("files", name, data), by=by, at=at)
        except Refused as refused:
            reasons += refused.reasons
        else:
            taken.append(OpinionDraftFile.objects.create(file=file))
    return taken, reasons


def save_draft(item, step, values, *, by, at, taken=(), dropped=()):
    """Keep ``values`` (field → text) as the draft of ``by`` for ``item`` at ``step``.

    ``taken``: what :func:`take_files` made; ``dropped``: digests of files to be thrown away. Under
    the item's lock: once somebody has signed, there is no draft to put anything into.
    """
    with locked(item) as item:
        node = NODE_OF[step]
        task = None if item.is_ended else open_task(item, node)
        reasons = reasons_against_acting(item, task, by=by, duty=step, nodes=[node])
        if sum(len(f"{value}") for value in values.values()) > LONGEST:
            reasons.append("草稿过长，不能保存")
        refuse_if(reasons)
        draft, _ = OpinionDraft.objects.update_or_create(
            item=item, person=by, step=step, defaults={"values": values, "saved_at": at}
        )
        draft.files.filter(file__sha256__in=dropped).update(draft=None)
        _take_in(draft, taken)
        prefetch_related_objects([draft], "files")  # as they are under this lock
    return draft


def _take_in(draft, taken):
    """The same file twice is one; a row that is not needed stays without a draft."""
    attached = set(draft.files.values_list("file__sha256", flat=True))
    fresh = {file.sha256: file.pk for file in taken if file.sha256 not in attached}
    if fresh and len(attached) + len(fresh) > MOST_FILES:
        raise Refused([f"一份意见最多附{MOST_FILES}个文件"])
    OpinionDraftFile.objects.filter(pk__in=fresh.values()).update(draft=draft, thrown_at=None)
