"""May these files be handed over or destroyed, and who says so?

After 档案法 and DA/T 22—2015: destroyed is only what was kept for its years, nothing is destroyed
by one person, and the list of what was destroyed is kept for good.
"""

from django.db.models import Q

from catalog.models import Certificate
from registry.permissions import organisations
from registry.roles import Permission
from rules.official_dates import iso_day
from rules.periods import local_day

from ..models import ArchiveFile, Disposal
from . import preservations

SHORTEST = 5
#: [ours] Files on one list.
MOST = 500
TRANSFER, DESTRUCTION = Disposal.Kind.TRANSFER, Disposal.Kind.DESTRUCTION
SAME_PERSON = "造册人与批准人不得为同一人"
PASSED = {ArchiveFile.Retention.THIRTY: 30, ArchiveFile.Retention.TEN: 10}


def candidates(kind, on):
    """The files that could stand on a list of ``kind`` made on day ``on``."""
    rows = ArchiveFile.objects.filter(destroyed_at__isnull=True)
    open_ones = Q(disposal_lines__disposal__decided_at__isnull=True)
    busy = rows.filter(open_ones, disposal_lines__isnull=False).values("pk")
    rows = rows.exclude(pk__in=busy)
    if kind == TRANSFER:
        done = Q(disposal_lines__disposal__is_approved=True, disposal_lines__disposal__kind=kind)
        return rows.exclude(pk__in=rows.filter(done).values("pk")).order_by("number")
    past = Q(pk__in=[])
    for retention, years in PASSED.items():
        past |= Q(retention=retention, year__lt=on.year - years)
    live = Certificate.objects.live().filter(item__isnull=False)
    in_use = live.values("item__application")
    rows = rows.filter(past).exclude(application__in=in_use)
    return rows.exclude(application__in=preservations.applications_kept(on)).order_by("number")


def preserved(on):
    """``[(file, why)]`` of what stays although its years may be over: it is kept as evidence."""
    files = ArchiveFile.objects.filter(
        destroyed_at__isnull=True, application__in=preservations.applications_kept(on)
    )
    rows = files.select_related("application__applicant").order_by("number")
    return [(each, preservations.reasons_against_destroying(each.application, on)[0])
            for each in rows[:MOST]]  # fmt: skip


def reasons_against_listing(kind, files, *, because, receiver, by, on):
    """Why the list cannot be made so, as ``[(field, reason)]``; ``files`` are archive files."""
    reasons = [("", why) for why in _against_who(by, Permission.PROCESS_PAPERS)]
    if len(because.strip()) < SHORTEST:
        reasons.append(("because", f"请写明说明，不少于{SHORTEST}个字"))
    if kind == TRANSFER and not receiver.strip():
        reasons.append(("receiver", "请填写接收单位"))
    if not 1 <= len(files) <= MOST:
        reasons.append(("files", f"请选择案卷，一册最多{MOST}卷"))
    allowed = set(candidates(kind, on).values_list("pk", flat=True))
    reasons += [("files", _why_not(each, kind, on)) for each in files if each.pk not in allowed]
    return reasons


def _why_not(archive_file, kind, on):
    why_kept = preservations.reasons_against_destroying(archive_file.application, on)
    if why_kept and kind == DESTRUCTION:
        return f"{archive_file}不能列入：{why_kept[0]}"
    return f"{archive_file}保管期限未满、仍在使用，或者已在其他清册中"


def reasons_against_deciding(disposal, *, is_approved, by, on):
    """Why ``by`` cannot decide so on day ``on``; whoever drew it up may give it up."""
    if disposal.decided_at:
        return [f"{disposal.decided_by}已经决定"]
    is_own = disposal.entered_by_id == by.pk
    if is_own:
        return [SAME_PERSON] if is_approved else []
    why_kept = _preserved_since(disposal, on) if is_approved else []
    return _against_who(by, Permission.TERMINATE) + why_kept


def _preserved_since(disposal, on):
    """Of a list of what is to be destroyed: each line that somebody preserved since."""
    if disposal.kind != DESTRUCTION:
        return []
    lines = disposal.lines.select_related("archive_file__application")
    papers = [line.archive_file.application for line in lines]
    return [why for paper in papers for why in preservations.reasons_against_destroying(paper, on)]


def reasons_against_count(disposal, *, is_approved, count):
    """Who approves that files are destroyed says how many, as ``[(field, reason)]``."""
    number = disposal.lines.count()
    if not is_approved or disposal.kind != DESTRUCTION or count == number:
        return []
    return [("count", f"批准销毁的，请填写本册卷数（{number}卷），与清册核对一致")]


def reasons_against_receipt(disposal, *, received_on, receipt_no, by, on):
    """Why the archive's receipt cannot be written down so, as ``[(field, reason)]``."""
    reasons = [("", why) for why in _against_who(by, Permission.PROCESS_PAPERS)]
    if disposal.kind != TRANSFER or not disposal.is_approved:
        reasons.append(("", "只有批准的移交清册可以登记接收"))
    elif disposal.received_on:
        reasons.append(("", "已经登记接收"))
    elif received_on is None or not local_day(disposal.decided_at) <= received_on <= on:
        first = iso_day(local_day(disposal.decided_at))
        reasons.append(("received_on", f"请填写接收日期，不早于{first}，不晚于今天"))
    if not receipt_no.strip():
        reasons.append(("receipt_no", "请填写交接凭证号"))
    return reasons


def _against_who(by, *permissions):
    may = organisations(by, *permissions, Permission.TERMINATE)
    return [] if may else ["只有受理人员和负责人可以办理档案移交和销毁"]
