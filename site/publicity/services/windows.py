"""Opening, holding, resuming and closing what stands before the public.

An objection and the close of a window exclude each other through the entry's row lock: whichever
transaction takes it first wins, and the other sees what it did.
"""

from django.db import transaction

from records.audit import record
from records.prepared import NUMBER, Prepared
from rules.official_dates import official_date
from rules.periods import local_day, publicity_window, remaining_days, resumed_window
from rules.refusal import Refused, refuse_if

from ..models import Objection, Publicity, PublicityEntry
from ..policies import reasons_against_resuming
from ..states import working_days
from .extending import recounted_end, set_end, waits_for_recount

LOCKED = Prepared(
    lambda key: (
        PublicityEntry.objects.select_for_update(of=("self",))
        .select_related("publicity")
        .filter(pk=key)
        .order_by()
    ),
    NUMBER,
)
OPEN_OBJECTION = Prepared(
    lambda entry: Objection.objects.open().filter(entry=entry).order_by().values_list("pk")[:1],
    NUMBER,
)


class StillCounting(Refused):
    """The window's end is about to be made later."""


@transaction.atomic
def open_publicity(level, rows, *, number, ruleset, published_at, calendar, by, at, **proof):
    """Put ``rows`` (field values of entries) before the public for the rule set's working days.

    Raises ``CalendarMissing`` when the end cannot be computed: a window with a provisional end is
    never opened. ``proof`` is ``external_url`` and ``evidence`` of a national notice.
    """
    refuse_if([] if rows else ["没有可以公示的产品"])
    window = publicity_window(
        local_day(published_at),
        days=working_days(level, ruleset),
        calendar=calendar,
        count_start_day=ruleset.count_start_day,
    )
    publicity = Publicity.objects.create(
        level=level,
        number=number,
        ruleset=ruleset,
        published_at=published_at,
        first_day=window.first_day,
        last_day=window.last_day,
        ends_at=window.ends_at,
        working_days=window.working_days,
        calendar_version=window.calendar_version,
        **proof,
    )
    for row in rows:
        PublicityEntry.objects.create(
            publicity=publicity,
            first_day=window.first_day,
            last_day=window.last_day,
            ends_at=window.ends_at,
            counts_after=publicity.counts_after,
            working_days=window.working_days,
            **row,
        )
    record("publicity.open", publicity, by=by, at=at, entries=len(rows))
    return publicity


def row_of(item, figures):
    """What the public sees of an item (§5.5): the legal entity and aggregates, no person.

    ``figures`` are the verified ones (R45); the households and persons among them stand before the
    claimed ones.
    """
    applicant = item.application.applicant
    public = {name: figures.get(name, getattr(item, name)) for name in ("households", "persons")}
    return {
        "item": item,
        "applicant": applicant,
        "applicant_name": applicant.name,
        "product_name": item.name,
        "category": item.category_text,
        "origin": item.origin_text,
        "mechanisms": item.mechanisms_text,
        **public,
    }


@transaction.atomic
def hold(entry, *, calendar, at):
    """Stop the entry's days while an objection is investigated; other entries run on (A10)."""
    entry = locked(entry)
    if entry.is_held or entry.closed_at is not None:
        return entry
    if end := recounted_end(entry, calendar=calendar):  # a change that its window has not seen yet
        set_end(entry, *end)
    held_on = min(local_day(_first_objection(entry) or at), entry.last_day)
    entry.held_on = held_on
    entry.remaining_days = remaining_days(
        entry.last_day, held_on, calendar=calendar, first_day=entry.first_day
    )
    entry.save(update_fields=["held_on", "remaining_days"])
    record("publicity.hold", entry, by=None, at=at, remaining_days=entry.remaining_days)
    return entry


@transaction.atomic
def resume(entry, *, calendar, by, at):
    """Let a held entry stand for its remaining working days, counted from the next one (A10)."""
    entry = locked(entry)
    refuse_if(reasons_against_resuming(entry))
    window = resumed_window(local_day(at), days=entry.remaining_days, calendar=calendar)
    entry.first_day, entry.last_day = window.first_day, window.last_day
    entry.ends_at = window.ends_at
    entry.counts_after, entry.working_days = local_day(at), entry.remaining_days
    entry.held_on = entry.remaining_days = None
    entry.save()
    record("publicity.resume", entry, by=by, at=at, last_day=f"{entry.last_day}")
    return entry


@transaction.atomic
def close(entry, *, at):
    """End an entry whose time is up; True when it passed, False when an objection is open.

    Never early: raises :class:`Refused` before the end of its last working day, and
    :class:`StillCounting` while a calendar changed before that end has still to make it later.
    """
    entry = locked(entry)
    if entry.closed_at is not None:
        raise Refused(["该产品的公示已结束"])
    if entry.is_held or OPEN_OBJECTION.first(entry.pk):
        return False
    if at < entry.ends_at:
        raise Refused([f"公示至{official_date(entry.last_day)}24时，尚未期满"])
    if waits_for_recount(entry):
        raise StillCounting(["节假日安排有变动，公示期正在重新计算"])
    _end(entry, PublicityEntry.Ending.PASSED, by=None, at=at)
    return True


@transaction.atomic
def take_out(entry, *, ending, by, at):
    """End an entry before it passed: returned, refused, restarted or withdrawn."""
    entry = locked(entry)
    if entry.closed_at is None:
        entry.held_on = entry.remaining_days = None
        _end(entry, ending, by=by, at=at)
    return entry


def _end(entry, ending, *, by, at):
    entry.ending, entry.closed_at = ending, at
    entry.save(update_fields=["ending", "closed_at", "held_on", "remaining_days"])
    record("publicity.close", entry, by=by, at=at, ending=ending)


def locked(entry):
    """The entry under its row lock, with its publicity; inside a transaction."""
    current = LOCKED.first(entry.pk)
    if current is None:
        raise PublicityEntry.DoesNotExist(entry.pk)
    return current


def _first_objection(entry):
    first = entry.objections.open().order_by("received_at").first()
    return first.received_at if first else None
