"""Following the public site: what changed since a number, with what is there no longer (R24).

The record is compared when somebody asks, and by the clock once somebody has: by a digest of each
answer of the API, so that it misses nothing, whichever act, editor or date it came from.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from records.jobs import job
from records.models import AuditEvent
from records.numbering import exclude_others, next_serials
from rules.periods import local_day

from ...models import DocumentPage, NoticePage, ProductPage
from ...models.following import Following, PublicItem
from ...search.finding import visible_pages
from .public_things import digest, public_things

SERIES = "public_changes"
#: A site where much happens compares itself no more often than this.
REST = timedelta(seconds=10)
#: Rows of the trail that may still be on their way behind a later one.
UNORDERED = 1000
Because = PublicItem.Because


@job("following", "核对公开内容的变动", order=146)
def follow(at):
    """Compare once more where somebody follows; how many things changed."""
    return compare(at) if Following.objects.exists() else 0


def compare(at):
    """Bring the record up to ``at``; how many things changed. Two at once wait for each other."""
    last = Following.objects.first()
    if last is not None and timedelta(0) <= at - last.done_at < REST:
        return 0
    with transaction.atomic():
        exclude_others(SERIES)
        last = Following.objects.first() or Following()
        stamp = _stamp(at)
        number = _record(at) if stamp != last.stamp else 0
        last.stamp, last.done_at = stamp, at
        last.save()
    return number


def _stamp(at):
    """What nothing public can change without: acts, the day, and what a moment lets in or out."""
    last = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    acts = AuditEvent.objects.filter(pk__gt=last - UNORDERED).count()
    keys = sorted(visible_pages(at).values_list("pk", flat=True))
    running = sorted(NoticePage.objects.visible(at).with_end(at).open(at).values_list("pk"))
    return f"{last} {acts} {local_day(at)} {digest([keys, running])}"


def _record(at):
    rows = {(row.kind, row.key): row for row in PublicItem.objects.all()}
    things = {(thing.kind, thing.key): thing for thing in public_things(at)}
    changed = [_changed_row(rows.get(key), thing) for key, thing in things.items()]
    gone = [row for key, row in rows.items() if key not in things and not row.is_gone]
    for row, because in zip(gone, _reasons(gone, at), strict=True):
        row.is_gone, row.because, row.digest = True, because, ""
    changed = [row for row in [*changed, *gone] if row is not None]
    for row, number in zip(changed, next_serials(SERIES, 0, len(changed)), strict=True):
        row.sequence, row.changed_at = number, at
    PublicItem.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["path", "sequence", "digest", "is_gone", "because", "changed_at"],
    )
    return len(changed)


def _changed_row(row, thing):
    """The row that tells what ``thing`` says now; None when it was told already."""
    row = row or PublicItem(kind=thing.kind, key=thing.key)
    if (row.digest, row.path) == (thing.digest, thing.path):
        return None
    row.digest, row.path, row.is_gone, row.because = thing.digest, thing.path, False, ""
    return row


def _reasons(rows, at):
    """Why each is public no longer."""
    keys = [int(row.key) for row in rows if row.kind in ("document", "product")]
    left = ProductPage.objects.left(at).filter(pk__in=keys)
    because = {str(page.pk): _left(page, at) for page in left.with_facts()}
    over = DocumentPage.objects.filter(pk__in=keys, expire_at__lte=at)
    because |= {str(key): Because.EXPIRED for key in over.values_list("pk", flat=True)}
    return [because.get(row.key, Because.TAKEN_DOWN) for row in rows]


def _left(page, at):
    is_removed = page.standing(local_day(at)).value == "removed"
    return Because.REMOVED if is_removed else Because.EXPIRED
