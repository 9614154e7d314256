"""Tables that are too long to wait for: asked for, made by a worker, kept some days, taken away.

Who makes the rows is the door's matter; what may be asked, and what becomes of the file, is here.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from files import delivery, destroying
from files.intake import take
from records.audit import record
from records.models import AuditEvent
from records.waking import wake
from registry.models import User
from registry.permissions import duties
from rules.refusal import refuse_if

from .models import TableExport

#: So many rows are written while one waits.
WHILE_WAITING = 1000
#: More rows no spreadsheet opens with pleasure, and no worker should hold.
MOST = 100_000
#: What one person may have lying there.
AT_A_TIME = 10
KEPT_FOR = timedelta(days=3)
#: A worker that has not ended after so long was killed; another begins anew.
LEASE = timedelta(minutes=15)
TRIES = 3
JOB = "exports"
ASKING = "doors.ask_export"
NO_LONGER = "提出以后您的职责有变化，不能再下载；需要的请按现在的职责重新导出"
GIVEN_UP = f"试了{TRIES}次没有做成，请缩小范围后再导出，或者告知运维人员"


def own(user):
    """The exports of ``user``, the newest first: nobody else's exist for them."""
    return TableExport.objects.filter(asked_by=user).select_related("file")


@transaction.atomic
def ask(address, *, title, register, rows, by, at):
    """Ask for the table at ``address``; the same one twice while it is not made is one file.

    Raises ``Refused`` when it is too long, or too much lies there already.
    """
    User.objects.select_for_update().get(pk=by.pk)
    same = own(by).unfinished().filter(address=address).first()
    if same is not None:
        return same
    refuse_if(_reasons_against(address, rows, by))
    export = TableExport.objects.create(
        asked_by=by,
        asked_at=at,
        address=address,
        title=title[:100],
        register=register,
        rows=rows,
    )
    about = {"register": register, "rows": rows, "duties": _rights(by)}
    record("doors.ask_export", export, by=by, at=at, **about)
    wake(JOB)
    return export


def _reasons_against(address, rows, by):
    reasons = []
    if rows > MOST:
        reasons.append(f"一次最多导出{MOST}行，现在有{rows}行，请缩小范围")
    if len(address) > TableExport._meta.get_field("address").max_length:
        reasons.append("筛选条件太长，请减少条件")
    if own(by).count() >= AT_A_TIME:
        reasons.append(f"已有{AT_A_TIME}个导出文件，请先删除不用的")
    return reasons


def _rights(user):
    """What decides which rows ``user`` is given: today's duties, and an administrator's eye."""
    return [*sorted(duties(user)), *["administrator"] * user.is_superuser]


def takeable(exports, user):
    """The keys of those of ``exports`` of ``user`` whose duties of then are all held today.

    The trail says which they were. With one less the same list may still open, but its rows are
    others: what was moved away from is taken away no more.
    """
    about = {
        "subject_type": TableExport._meta.label_lower,
        "subject_id__in": [str(each.pk) for each in exports],
    }
    rows = AuditEvent.objects.filter(action=ASKING, data__has_key="duties", **about)
    needed = {int(row.subject_id): set(row.data["duties"]) for row in rows.order_by("pk")}
    return {key for key, duties_then in needed.items() if duties_then <= set(_rights(user))}


def holds_as_then(export):
    """Whether who asked still holds every duty held then."""
    return export.pk in takeable([export], export.asked_by)


def claim(export, *, at):
    """Whether ``export`` is now ours to make; of several workers one is told so."""
    is_free = Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE) | Q(claimed_at__gt=at + LEASE)
    rows = TableExport.objects.unfinished().filter(is_free, pk=export.pk, tries__lt=TRIES)
    return rows.update(claimed_at=at, tries=F("tries") + 1, position=0) == 1


def release(export):
    """Let the next pass begin anew; one that was killed does not come here, see :data:`LEASE`."""
    TableExport.objects.unfinished().filter(pk=export.pk).update(claimed_at=None)


def tell(export, position, *, at):
    """How many rows are written, for who waits for the rest; whoever writes is alive at ``at``."""
    rows = TableExport.objects.unfinished().filter(pk=export.pk)
    rows.update(position=position, claimed_at=at)


@transaction.atomic
def finish(export, sound, *, rows, at):
    """Keep the file. Nothing where it was dropped meanwhile, or another worker was quicker."""
    row = TableExport.objects.select_for_update().unfinished().filter(pk=export.pk).first()
    if row is not None:
        row.file = take(sound, by=row.asked_by, at=at)
        row.rows = row.position = rows
        row.finished_at = at
        row.save(update_fields=["file", "rows", "position", "finished_at"])


def refuse(export, reason, *, at):
    """End it without a file; who asked reads ``reason``."""
    waiting = TableExport.objects.unfinished().filter(pk=export.pk)
    waiting.update(refusal=reason[:200], finished_at=at)


def give_up(*, at):
    """End what was tried often enough, so that it holds no worker for ever; how many."""
    is_over = Q(claimed_at=None) | Q(claimed_at__lt=at - LEASE)
    tried = TableExport.objects.unfinished().filter(is_over, tries__gte=TRIES)
    return tried.update(refusal=GIVEN_UP, finished_at=at)


def taken(export, *, by, at):
    """The bytes for who asked for them; each taking leaves a row."""
    data = delivery.read(export.file, is_own=True)
    record("desk.export", by, by=by, at=at, register=export.register, rows=export.rows)
    return data


@transaction.atomic
def drop(export, *, at, by=None, because=""):
    """Destroy the file and forget the request; what is being made is then not kept."""
    row = TableExport.objects.select_for_update().filter(pk=export.pk).first()
    if row is None:  # the second press, or the clock was quicker
        return
    file = row.file
    record("doors.drop_export", row, by=by, at=at, because=because, register=row.register)
    row.delete()
    if file is not None:
        destroying.forget([file])


def over(*, at):
    """What has been there for its days."""
    return TableExport.objects.filter(finished_at__lt=at - KEPT_FOR)
