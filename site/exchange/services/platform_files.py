"""A platform's file: kept with its digest, read, confirmed by a person, taken back whole (A39).

Confirming books nothing: it opens work for what differs, and ends the work of the file before.
"""

from django.db import transaction
from django.db.models import Q

from files.delivery import read
from files.intake import take
from ledger.services.file_imports import WHILE_WAITING, sound_table
from records.audit import record as audit
from records.jobs import job
from registry.names import get_names
from rules import typed_dates
from rules.inputs import plain
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if

from ..comparing import compare, quarters_of
from ..models import ExchangeFault, PlatformColumns, PlatformFile, PlatformRow
from ..platform_columns import COLUMNS, ColumnsMissing, mapping_of, missing_columns, rows_of
from ..platform_entries import Entries

Kind, State = ExchangeFault.Kind, ExchangeFault.State
AT_ONCE = 500
KINDS = {"catalog": Kind.LISTED, "sales": Kind.SOLD}
#: A file that differs in more is the wrong file: nobody works through it line by line.
MOST_DIFFERENCES = 2000


@transaction.atomic
def keep_platform_file(kind, *, name, data, by, at, **about):
    """The :class:`PlatformFile` of ``data``, not read yet; the same one for the same bytes again.

    ``about``: ``platform``, ``last_day``, and for sales ``first_day`` and ``channel``.
    """
    refuse_fields(_reasons_against_days(kind, about, local_day(at)))
    sound = sound_table(name, data)
    same = PlatformFile.objects.standing().filter(
        kind=kind, platform=about["platform"], sha256=sound.sha256
    )
    if (earlier := same.first()) is not None:
        return earlier
    file = PlatformFile.objects.create(
        kind=kind,
        file=take(sound, by=by, at=at),
        sha256=sound.sha256,
        uploaded_by=by,
        uploaded_at=at,
        **about,
    )
    audit("exchange.platform_file", file, by=by, at=at, sha256=sound.sha256)
    return file


def _reasons_against_days(kind, about, on):
    first, last = about.get("first_day"), about["last_day"]
    yield from typed_dates.PLATFORM_FILE.reasons_against(last, on=on)
    if first:
        yield from typed_dates.PLATFORM_FILE_START.reasons_against(first, on=on)
    if kind == "sales" and first is None:
        yield "first_day", "请填写数据起始日期"
    if kind == "sales" and not about.get("channel"):
        yield "channel", "请选择销售渠道"
    if first and first > last:
        yield "first_day", "起始日期不得晚于截止日期"


def read_while_waiting(file, *, at):
    """Read a small file at once; a large one is left to the clock."""
    is_small = file.state == "reading" and file.file.size <= WHILE_WAITING
    return read_platform_file(file, at=at) if is_small else file


@job("platform_files", "核对平台文件", order=147)
def read_waiting(at):
    """Read the files that are too large to wait for; how many."""
    waiting = PlatformFile.objects.standing().filter(judged_at=None).select_related("file")
    sweep = read_waiting.each(waiting, lambda file: read_platform_file(file, at=at), at=at)
    return len(sweep.done)


@transaction.atomic
def read_platform_file(file, *, at):
    """Every row read and matched to its entry; nothing is opened before somebody confirms."""
    file = (
        PlatformFile.objects.select_for_update(of=("self",)).select_related("file").get(pk=file.pk)
    )
    if file.judged_at is None:
        try:
            with transaction.atomic():
                file.others = _keep_rows(file)
        except Refused as refused:
            file.refusal = "；".join(refused.reasons)[:300]
            file.headings = refused.headings if isinstance(refused, ColumnsMissing) else []
        file.judged_at = at
        file.save(update_fields=["others", "refusal", "headings", "judged_at"])
    return file


@transaction.atomic
def name_columns(file, columns, *, by, at):
    """Say which heading of a refused file is which column, for this platform's next files, too.

    ``columns``: ``{column: heading}``. The file is then read anew; still nothing of it is opened
    before somebody confirms.
    """
    file = PlatformFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    columns = {name: text for name, text in columns.items() if text}
    refuse_fields(_reasons_against_columns(file, columns))
    PlatformColumns.objects.update_or_create(
        kind=file.kind, platform=file.platform, defaults={"columns": columns}
    )
    file.judged_at, file.refusal, file.headings = None, "", []
    file.save(update_fields=["judged_at", "refusal", "headings"])
    audit("exchange.name_columns", file, by=by, at=at, columns=columns)
    return file


def _reasons_against_columns(file, columns):
    if file.state != "judged" or not file.headings:
        yield "", "该文件的列名已经指明，或者不需要指明"
        return
    titles = {each.name: each.title for each in COLUMNS[file.kind]}
    chosen = {}
    for name, text in columns.items():
        if name not in titles or text not in file.headings:
            yield name, "文件中没有这一列"
        elif chosen.setdefault(text, name) != name:
            yield name, f"与“{titles[chosen[text]]}”是同一列"
    if missing := missing_columns(file.kind, mapping_of(file.kind, file.headings, columns)):
        yield "", f"还没有指明列：{missing}"


def remembered_columns(file):
    """``{column: heading}`` as it was named for the platform of ``file``."""
    row = PlatformColumns.objects.filter(kind=file.kind, platform=file.platform).first()
    return row.columns if row else {}


def _keep_rows(file):
    """The rows of this district as :class:`PlatformRow`; how many are of other counties."""
    entries, waiting, others, earlier = Entries(file.last_day), [], 0, {}
    district = plain(get_names().district)
    data, remembered = read(file.file, is_own=True), remembered_columns(file)
    for row in rows_of(file.kind, file.file.name, data, remembered):
        if not _is_ours(row, district):
            others += 1
            continue
        waiting.append(_row(file, row, entries, earlier))
        if len(waiting) == AT_ONCE:
            PlatformRow.objects.bulk_create(waiting)
            waiting = []
    PlatformRow.objects.bulk_create(waiting)
    return others


def _is_ours(row, district):
    county = plain(row.get("county", ""))
    return not county or county in district or district in county


def _row(file, row, entries, earlier):
    values = {name: row.get(name) or "" for name in ("number", "name", "holder", "spec")}
    entry = entries.find(values["number"], values["name"], values["holder"])
    reasons = [*row["reasons"], *_reasons_against_row(file, row, values)]
    key = _identity(file, row, values, entry)
    if key and earlier.setdefault(key, row["line"]) != row["line"]:
        reasons.append(f"与第{earlier[key]}行重复")
    return PlatformRow(
        platform_file=file,
        line=row["line"],
        certificate_id=entry.pk if entry else None,
        quarter=row.get("quarter", ""),
        price_fen=_fen(row, "price_fen"),
        amount_fen=_fen(row, "amount_fen"),
        reasons="；".join(reasons)[:500],
        cells=row["cells"],
        **{name: text[: 100 if name == "number" else 200] for name, text in values.items()},
    )


def _identity(file, row, values, entry):
    """By what a row is told twice: an entry of a list, an order of sales."""
    if file.kind == "sales":
        return row.get("order")
    return entry.pk if entry else (values["number"], values["name"], values["holder"])


def _fen(row, name):
    value = row.get(name)
    return value if isinstance(value, int) else None


def _reasons_against_row(file, row, values):
    if not values["number"] and not (values["name"] and values["holder"]):
        yield "没有证书编号，也没有产品名称和单位名称"
    if file.kind == "sales":
        day = row.get("sold_on")
        if not day:
            yield "没有销售日期"
        elif not file.first_day <= day <= file.last_day:
            yield "销售日期不在数据起止日期之内"
        if _fen(row, "amount_fen") is None:
            yield "没有金额"


@transaction.atomic
def confirm_platform_file(file, *, by, at):
    """Open work for every difference; how many. What an officer settled before stays settled."""
    file = PlatformFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    differences = compare(file) if file.state == "judged" and not file.refusal else []
    refuse_if(_reasons_against_confirming(file, differences))
    file.confirmed_at, file.confirmed_by = at, by
    file.save(update_fields=["confirmed_at", "confirmed_by"])
    before = _faults_before(file)
    settled = set(before.filter(state=State.SETTLED).values_list("entry", "quarter", "reason"))
    before.open().update(state=State.SUPERSEDED, closed_at=at)
    opened = ExchangeFault.objects.bulk_create(
        ExchangeFault(
            platform_file=file,
            kind=KINDS[file.kind],
            entry_id=each.entry,
            quarter=each.quarter,
            reason=each.reason[:500],
            opened_at=at,
        )
        for each in differences
        if (each.entry, each.quarter, each.reason[:500]) not in settled
    )
    audit("exchange.confirm_platform_file", file, by=by, at=at, differences=len(opened))
    return len(opened)


def _reasons_against_confirming(file, differences):
    if file.state != "judged":
        return ["该文件已确认、已撤销或者还没有核对完"]
    if file.refusal:
        return [f"该文件不能核对：{file.refusal}"]
    if not file.rows.filter(reasons="").exists():
        return ["文件中没有可以核对的行"]
    if len(differences) > MOST_DIFFERENCES:
        return [f"差异超过{MOST_DIFFERENCES}处，请核对是否选错了文件、平台或者日期"]
    return []


def _faults_before(file):
    """The work that earlier files of the same kind and platform left, about the same quarters."""
    faults = ExchangeFault.objects.filter(
        platform_file__kind=file.kind, platform_file__platform=file.platform
    ).exclude(platform_file=file)
    if file.kind == "sales":
        faults = faults.filter(
            Q(platform_file__channel=file.channel), quarter__in=quarters_of(file)
        )
    return faults


@transaction.atomic
def undo_platform_file(file, *, because, by, at):
    """Take a file back whole, confirmed or not: its open work ends, the file stays as evidence."""
    file = PlatformFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    reasons = [("", "该文件已经撤销")] if file.undone_at else []
    reasons += [] if len(because.strip()) >= 2 else [("because", "请写明撤销原因")]
    refuse_fields(reasons)
    file.undone_at, file.undone_by, file.because = at, by, because.strip()
    file.save(update_fields=["undone_at", "undone_by", "because"])
    file.faults.open().update(state=State.WITHDRAWN, closed_at=at)
    audit("exchange.undo_platform_file", file, by=by, at=at, because=file.because)
    return file
