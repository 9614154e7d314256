"""Finding what was changed in the audit trail: edited, removed, put in, swapped, copied, cut off.

What lies inside the chain is found from the rows alone. That its end was cut off or everything
wiped is found from the counters as long as they were left alone, and surely by ``head``: the digest
of a seal that somebody outside kept, from the mirror or the daily mail to the auditors.
"""

from datetime import timedelta
from itertools import pairwise

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Count, Max

from .models import AuditEvent, AuditSeal, Counter
from .models.evidence import leaf_digest
from .sealing import NO_YEAR, SERIES, digest

#: A row that no clock sealed for this long was not written by the house.
GRACE = timedelta(hours=1)


def faults(*, head="", at):
    """Everything that is wrong with the trail at ``at``, in Chinese; empty when it is whole."""
    seals = list(AuditSeal.objects.select_related("leaf").order_by("number"))
    return [
        *_changed_rows(),
        *_copied_rows(),
        *_broken_links(seals),
        *_unsealed(seals, at),
        *_cut_end(seals),
        *_lost_head(seals, head),
    ]


def _changed_rows():
    for row in AuditEvent.objects.order_by("pk").iterator():
        if not _is_genuine(row):
            yield f"第{row.pk}号记录被改动，或不是本系统所写"


def _is_genuine(row):
    """Whether the check code is the row's; a column that cannot be read any more is a change."""
    try:
        return row.mac == row.expected_mac()
    except (AttributeError, TypeError, ValueError):
        return False


def _copied_rows():
    """Two rows of one check code are one row twice: the code covers the random uid.

    The database refuses a second uid, but not once its constraint was taken away, nor on SQLite
    the same one in capital letters.
    """
    rows = AuditEvent.objects.order_by().values("mac").annotate(count=Count("pk"), last=Max("pk"))
    for row in rows.filter(count__gt=1).order_by("last"):
        yield f"第{row['last']}号记录是另一条记录的复制"


def _broken_links(seals):
    for before, after in pairwise([None, *seals]):
        expected = (before.number + 1, before.digest) if before else (1, "")
        if (after.number, after.previous) != expected:
            yield f"第{after.number}号封存与上一封存不相接"
        if after.mac != after.expected_mac():
            yield f"第{after.number}号封存被重做，或不是本系统所写"
        if after.leaf and after.leaf.digest != leaf_digest(after.words()):
            yield f"第{after.number}号封存与当日的公开凭证不一致"
        yield from _changed_inside(after, before.total if before else 0)


def _changed_inside(seal, total_before):
    rows = list(seal.events.order_by("pk").values_list("pk", "mac"))
    count = f"应有{seal.rows}条，现有{len(rows)}条"
    whole = digest(seal.number, seal.previous, seal.total, rows) == seal.digest
    if len(rows) != seal.rows or not whole:
        yield f"第{seal.number}号封存内的记录被增删或改动（{count}）"
    elif seal.total != total_before + seal.rows:
        yield f"第{seal.number}号封存的累计记录数不符"


def _unsealed(seals, at):
    if not seals:  # where no clock has ever run there is nothing to be late for
        return
    late = AuditEvent.objects.filter(seal=None, recorded_at__lt=at - GRACE).order_by("pk")
    for pk in late.values_list("pk", flat=True):
        yield f"第{pk}号记录一直未封存，可能为事后插入"


def _cut_end(seals):
    """What the counters remember of rows and seals that are no longer there."""
    numbers = Counter.objects.filter(series=SERIES, year=NO_YEAR).values_list("last", flat=True)
    number, last = max(numbers, default=0), seals[-1].number if seals else 0
    if number > last:
        yield f"封存已编到第{number}号，现只到第{last}号：链尾被截断"
    highest = AuditEvent.objects.aggregate(highest=Max("pk"))["highest"] or 0
    used = _last_key_used()
    if not highest and (used or get_user_model().objects.filter(last_login__isnull=False).exists()):
        yield "没有任何审计记录，而系统已经使用：审计记录被清空"
    elif used > highest and connection.vendor == "sqlite":  # elsewhere a rollback leaves gaps
        yield f"记录已编到第{used}号，现只到第{highest}号：末尾的记录被删除"


def _last_key_used():
    """The last key that the database gave to an audit row, whether it is still there or not."""
    table = AuditEvent._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass)", [table]
            )
        row = cursor.fetchone()
    return (row[0] if row else 0) or 0


def against_kept(heads):
    """What of ``[{"number", "digest"}]``, kept elsewhere, the chain does not say any more."""
    chain = dict(AuditSeal.objects.values_list("number", "digest"))
    return [
        f"第{head['number']}次封存与外存的摘要不一致，封存链被截断或者重做"
        for head in heads
        if chain.get(head["number"]) != head["digest"]
    ]


def _lost_head(seals, head):
    if head and head not in {each.digest for each in seals}:
        yield f"封存链中没有所给的摘要{head[:12]}：链尾被截断，或整条链被替换"
