"""The job that makes the tables that were too long to wait for."""

import tempfile
from datetime import timedelta
from time import monotonic

from doors import table_exports
from doors.models import TableExport
from files.intake import SoundFile
from files.models import Scan
from records.jobs import job
from rules.official_dates import official_date
from rules.periods import local_day
from rules.refusal import Refused

from .giving_tables import replay

NOT_ANY_MORE = "您现在不能导出这个台账，或者您的职责已变动，或者它已经没有内容"
OVER = f"保存期{table_exports.KEPT_FOR.days}天届满"


@job(table_exports.JOB, "导出文件", order=146)
def make_exports(at):
    """Make what waits, destroy what is over its days; how many of each.

    One that fails is noted like any row of a job, and ended with a reason once it was tried enough.
    """
    began = monotonic()

    def now():
        """Where one long table after the other is made, the last is not begun at ``at``."""
        return at + timedelta(seconds=monotonic() - began)

    given_up = table_exports.give_up(at=at)
    waiting = TableExport.objects.unfinished().select_related("asked_by").order_by("pk")
    made = make_exports.each(waiting, lambda each: _make(each, now), at=at, atomic=False).done
    past = make_exports.each(
        table_exports.over(at=at),
        lambda each: table_exports.drop(each, at=at, because=OVER),
        at=at,
    )
    return {"made": sum(made), "given_up": given_up, "dropped": len(past.done)}


def _make(export, now):
    if not table_exports.claim(export, at=now()):
        return 0

    def tell(position):
        table_exports.tell(export, position, at=now())

    def write(table):
        with tempfile.TemporaryFile() as target:
            count = table.write(target, tell)
            target.seek(0)
            sound = SoundFile(_name(table, now()), target.read(), table.mime, Scan.UNSCANNED)
        table_exports.finish(export, sound, rows=count, at=now())

    try:
        may = table_exports.holds_as_then(export)
        if not may or not replay(export.address, by=export.asked_by, write=write):
            table_exports.refuse(export, NOT_ANY_MORE, at=now())
    except Refused as refused:
        table_exports.refuse(export, "；".join(refused.reasons), at=now())
    finally:
        table_exports.release(export)
    return 1


def _name(table, at):
    return f"{table.title}{official_date(local_day(at))}.{table.form}"
