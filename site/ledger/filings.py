"""What a unit's filing of a quarter holds, what it lacks, and which units owe one (R47)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Q, Sum

from registry.models import Membership, Organisation
from registry.roles import UnitHead, UnitReporter
from registry.rulesets import in_force
from rules.periods import local_day
from rules.sales import quarter, quarter_ends, quarter_starts, quarter_words

from .ledgers import LEDGERS, kept_by
from .models import Filing, ImportBatch, Progress, Purchase, Task, TaskUnit, VenueNotice

LEAD = TaskUnit.Role.LEAD
KINDS = {kind for ledger in LEDGERS.values() for kind in ledger.kept_by}
STATES = {"filed": "已报送", "prepared": "待审签", "returned": "已退回", "missing": "未报"}


def due_on(word, on):
    """By which day the ledgers of quarter ``word`` are due."""
    return quarter_ends(word) + timedelta(days=in_force(on).filing_days)


def first_quarter():
    """The quarter of the paper with the tasks, from which on units file; None before it."""
    issued_on = Task.objects.order_by("issued_on").values_list("issued_on", flat=True).first()
    return issued_on and quarter(issued_on)


def owing_units(word):
    """The units that file quarter ``word``: those of the tasks, and whoever has a reporter."""
    first, last_day = first_quarter(), quarter_ends(word)
    if first is None or word < first:
        return Organisation.objects.none()
    reporters = Membership.objects.filter(role=UnitReporter.word).in_force(last_day)
    owing = Q(pk__in=TaskUnit.objects.values("organisation"))
    owing |= Q(pk__in=reporters.values("organisation"))
    units = Organisation.objects.in_force(last_day).filter(owing, kind__in=KINDS)
    return units.select_related("parent").order_by("code")


def signed_in(units, on):
    """``{unit's key: the organisation whose head signs for it}`` on day ``on``, in one query.

    A small unit without a head of its own, such as a canteen, is signed for by its supervisor's.
    """
    heads = Membership.objects.filter(role=UnitHead.word, organisation__in=[*units]).in_force(on)
    headed = set(heads.values_list("organisation", flat=True))
    return {
        unit.pk: unit if unit.pk in headed or unit.parent is None else unit.parent for unit in units
    }


def followed_by(organisations):
    """The units whose filings ``organisations`` receive: those they supervise, or lead a task of.

    A responsible unit is followed by the lead of each task that it supports (R41).
    """
    leads = Q(tasks__task__units__role=LEAD, tasks__task__units__organisation__in=organisations)
    return Organisation.objects.filter(Q(parent__in=organisations) | leads).distinct()


def last_filed(unit, before):
    """The newest signed filing of ``unit`` of a quarter before ``before``, or None."""
    earlier = Filing.objects.signed().filter(unit=unit, quarter__lt=before)
    return earlier.order_by("-quarter").first()


def entries_of(ledger, unit, word, *, earlier, last=None):
    """The entries of ``unit`` that its filing of ``word`` holds, void ones too.

    All up to the end of the quarter, and up to the key ``last``, but for those of ``earlier``.
    """
    day = f"{ledger.day}__lte"
    rows = ledger.rows().filter(unit=unit, **{day: quarter_ends(word)})
    if last is not None:
        rows = rows.filter(pk__lte=last)
    if earlier and ledger.word in earlier.lines:
        mark = earlier.lines[ledger.word]["last"]
        rows = rows.exclude(Q(**{day: quarter_ends(earlier.quarter)}) & Q(pk__lte=mark))
    return rows


def content(unit, word):
    """``{ledger: {count, fen, late, last, sha256}}`` of what ``unit`` would file now."""
    earlier = last_filed(unit, word)
    return {each.word: _content(each, unit, word, earlier) for each in kept_by(unit)}


def _content(ledger, unit, word, earlier):
    rows = entries_of(ledger, unit, word, earlier=earlier).standing().order_by()
    sums = {"count": Count("pk"), "last": Max("pk", default=0)}
    sums["late"] = Count("pk", filter=Q(**{f"{ledger.day}__lt": quarter_starts(word)}))
    if "amount_fen" in ledger.by_name:
        sums["fen"] = Sum("amount_fen", default=0)
    return {"fen": None, **rows.aggregate(**sums), "sha256": digest(ledger, rows)}


def digest(ledger, rows):
    """SHA-256 over the columns of ``rows`` that never change, by their keys, in hexadecimal."""
    names = [each.field.attname for each in ledger.all_columns if each.name not in ledger.later]
    lines = hashlib.sha256()
    for row in rows.order_by("pk").values_list("pk", *names).iterator(chunk_size=2000):
        cells = [f"{cell.normalize():f}" if hasattr(cell, "normalize") else cell for cell in row]
        lines.update(json.dumps(cells, ensure_ascii=False, default=str).encode() + b"\n")
    return lines.hexdigest()


@dataclass(frozen=True)
class Gap:
    """Something that a filing lacks; one that ``blocks`` must be mended first."""

    text: str
    blocks: bool = True


def gaps(unit, word, on):
    """Every :class:`Gap` of what ``unit`` would file of quarter ``word`` on day ``on``."""
    earlier = last_filed(unit, word)
    every = [(each, entries_of(each, unit, word, earlier=earlier)) for each in kept_by(unit)]
    return [
        *_returned(every),
        *_unfinished(unit, on),
        *_without_voucher(every),
        *_not_reconciled(unit, word),
        *_progress(unit, word),
    ]


def _returned(every):
    for ledger, rows in every:
        if count := rows.returned().count():
            yield Gap(f"{ledger.title}：退回的{count}条尚未更正（作废后重新登记）")


def _unfinished(unit, on):
    late = VenueNotice.objects.filter(confirmed_at=None, due_on__lt=on, venue__voided_at=None)
    if count := late.filter(venue__unit=unit).count():
        yield Gap(f"销售场所：{count}条告知逾期未确认")
    for batch in ImportBatch.objects.filter(unit=unit, booked_at=None, ledger__in=LEDGERS):
        yield Gap(f"导入的文件“{batch.file_name}”尚未办完（确认导入，或者放弃）")


def _without_voucher(every):
    for ledger, rows in every:
        if count := rows.standing().filter(voucher=None).count():
            yield Gap(f"{ledger.title}：{count}条没有凭证", blocks=False)


def _not_reconciled(unit, word):
    waiting = Purchase.objects.standing().filter(unit=unit, match=Purchase.Match.WAITING)
    if count := waiting.filter(bought_on__lte=quarter_ends(word)).count():
        yield Gap(f"采购记录：{count}条待对账", blocks=False)


def _progress(unit, word):
    signed = Progress.objects.filter(quarter=word, confirmed_at__isnull=False)
    tasks = TaskUnit.objects.filter(organisation=unit).exclude(pk__in=signed.values("unit"))
    for each in tasks.select_related("task").order_by("task__number"):
        if quarter(each.task.issued_on) <= word:
            yield Gap(f"任务{each.task.number}：{quarter_words(word)}进展尚未审签", blocks=False)


def standing_of(word, units):
    """``[(unit, its filing or None, state, in Chinese)]`` of quarter ``word``; two queries."""
    filings = Filing.objects.filter(quarter=word).select_related("prepared_by", "signed_by")
    by_unit = {each.unit_id: each for each in filings}
    rows = [(unit, by_unit.get(unit.pk)) for unit in units]
    return [
        (unit, filing, *(filing.state if filing else ("missing", STATES["missing"])))
        for unit, filing in rows
    ]


def known_at_closing(word):
    """What a head knows who closes quarter ``word``, as plain JSON: ``{units, late}``.

    ``late`` are filings of earlier quarters that came after their closing and count here.
    """
    rows = standing_of(word, owing_units(word))
    late = Filing.objects.signed().filter(counted_quarter=word, quarter__lt=word)
    return {
        "units": [[unit.name, state, _day(filing)] for unit, filing, state, _ in rows],
        "late": [f"{each}" for each in late.select_related("unit").order_by("quarter", "unit")],
    }


def _day(filing):
    return f"{local_day(filing.signed_at)}" if filing and filing.signed_at else ""


def faults():
    """Every signed filing whose entries are no longer those that were signed."""
    signed = Filing.objects.signed().select_related("unit")
    return [
        f"{filing}报送后，{LEDGERS[word].title}与报送时不符"
        for filing in signed
        for word, line in filing.lines.items()
        if digest(LEDGERS[word], _as_signed(filing, LEDGERS[word])) != line["sha256"]
    ]


def _as_signed(filing, ledger):
    """The entries that stood when ``filing`` was signed: made void since, they were in it."""
    last = filing.lines[ledger.word]["last"]
    earlier = last_filed(filing.unit, filing.quarter)
    rows = entries_of(ledger, filing.unit, filing.quarter, earlier=earlier, last=last)
    return rows.filter(Q(voided_at=None) | Q(voided_at__gt=filing.signed_at))
