"""Large files of the units: kept, mapped, judged, booked and undone a stretch at a time.

What a stretch did and how far it came land together, so a pass that died goes on where it was.
"""

from itertools import islice

from django.db import transaction

from files.delivery import read
from files.intake import SoundFile, take
from files.scanning import refused_if_infected
from records.audit import record
from records.jobs import job
from records.waking import wake
from rules.periods import local_day
from rules.refusal import Refused, refuse_if

from .. import file_rows
from ..earlier import Earlier
from ..models import ImportBatch, ImportMapping, ImportMistake
from ..policies import reasons_against_undoing
from .books import AT_ONCE, book_of, columns_of
from .quarters import lock_books

#: A file of no more bytes is judged and booked at once, for whoever waits for it.
WHILE_WAITING = 256 * 1024
#: So many wrong rows show that it is the wrong file.
MOST_MISTAKES = 5000
TYPES = {".csv": "text/csv", ".json": "application/json"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keep_file(ledger, unit, *, name, data, by, at):
    """Keep a file until it is confirmed; the columns are mapped as the unit mapped them before."""
    sound = sound_table(name, data)
    headings_line, headings = file_rows.headings_of(name, data)
    remembered = ImportMapping.objects.filter(unit=unit, ledger=ledger).first()
    mapping = file_rows.suggested_mapping(
        [(each.name, each.heading) for each in columns_of(ledger)],
        headings,
        remembered.columns if remembered else {},
    )
    with transaction.atomic():
        wake("imports")
        return ImportBatch.objects.create(
            unit=unit,
            ledger=ledger,
            file_name=sound.name,
            file=take(sound, by=by, at=at),
            sha256=sound.sha256,
            headings=[headings_line, headings],
            mapping=mapping,
            uploaded_at=at,
            uploaded_by=by,
        )


def sound_table(name, data):
    """An uploaded table as a :class:`SoundFile`; refused when empty, too large or infected."""
    refuse_if(_reasons_against_file(data))
    mime = next((mime for end, mime in TYPES.items() if name.lower().endswith(end)), XLSX)
    return SoundFile(name[-120:], data, mime, refused_if_infected(data))


def _reasons_against_file(data):
    if not data:
        return ["文件是空的"]
    most = file_rows.MAX_BYTES
    return [f"文件超过{most // (1024 * 1024)}MB"] if len(data) > most else []


def missing_columns(batch):
    """The required columns that no heading of the file was mapped to."""
    return [
        each
        for each in columns_of(batch.ledger)
        if each.is_required and each.name not in batch.mapping
    ]


@transaction.atomic
def map_columns(batch, mapping, *, by, at):
    """Say which heading is which column; remembered for the unit's next file."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    refuse_if(["该文件已核对，不能再改列的对应"] if batch.judged_at else [])
    headings = batch.headings[1]
    batch.mapping = {name: text for name, text in mapping.items() if text in headings}
    missing = "”“".join(each.heading for each in missing_columns(batch))
    refuse_if([f"请指明列“{missing}”"] if missing else [])
    batch.save(update_fields=["mapping"])
    ImportMapping.objects.update_or_create(
        unit=batch.unit, ledger=batch.ledger, defaults={"columns": batch.mapping}
    )
    wake("imports")
    return batch


def _stretches(batch, skip=0):
    """Lists of at most ``AT_ONCE`` rows of the file, after the first ``skip`` rows."""
    line, headings = batch.headings
    book = columns_of(batch.ledger)
    rows = file_rows.rows_of(
        batch.file_name,
        read(batch.file, is_own=True),
        batch.mapping,
        number_column=book[0].name,
        day_columns=[each.name for each in book if each.name.endswith("_on")],
        headings_line=line,
        headings=headings,
    )
    rows = islice(rows, skip, file_rows.MAX_ROWS + 1)
    while stretch := list(islice(rows, AT_ONCE)):
        yield stretch


def judge_file(batch, *, at):
    """The dry run: every row judged, nothing booked; wrong rows are kept with their reasons.

    Where somebody confirmed what another pass judged meanwhile, the counts are no longer ours.
    """
    unconfirmed = ImportBatch.objects.filter(pk=batch.pk, confirmed_at=None)
    batch.mistakes.all().delete()
    book = book_of(batch, at=at)
    counts = dict.fromkeys(("fit", "flagged", "duplicates", "refused", "position"), 0)
    try:
        with Earlier() as earlier:
            for stretch in _stretches(batch):
                answers = book.judge(stretch, earlier)
                wrong = [answer for answer in answers if answer.state == "wrong"]
                _count(counts, answers)
                _keep_mistakes(batch, wrong, stretch)
                unconfirmed.update(**counts)
                refuse_if(_reasons_against_going_on(counts))
    except Refused as refused:
        reasons = "；".join(refused.reasons)
        ImportMistake.objects.update_or_create(
            batch=batch, line=0, defaults={"reasons": reasons, "cells": {}}
        )
        counts |= {"fit": 0}
    unconfirmed.update(**counts, lines=counts["position"], judged_at=at)
    batch.refresh_from_db()
    return batch


def _reasons_against_going_on(counts):
    if counts["position"] > file_rows.MAX_ROWS:
        return [f"一次最多导入{file_rows.MAX_ROWS}行，请分几个文件导入"]
    return [f"有误的行超过{MOST_MISTAKES}，请核对文件"] if counts["refused"] > MOST_MISTAKES else []


def _count(counts, answers):
    states = [answer.state for answer in answers]
    counts["position"] += len(states)
    counts["fit"] += states.count("counted") + states.count("flagged")
    counts["flagged"] += states.count("flagged")
    counts["duplicates"] += states.count("duplicate")
    counts["refused"] += states.count("wrong")


def _keep_mistakes(batch, wrong, stretch):
    cells = {row["line"]: row["cells"] for row in stretch}
    ImportMistake.objects.bulk_create(
        ImportMistake(
            batch=batch,
            line=answer.line,
            reasons="；".join(answer.reasons),
            cells=cells[answer.line],
        )
        for answer in wrong
    )


@transaction.atomic
def confirm_file(batch, *, only_good, by, at):
    """Let the judged file be booked: all of it or nothing, or the good rows alone."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    reasons = [] if batch.judged_at else ["该文件还没有核对完"]
    reasons += ["该文件已导入"] if batch.confirmed_at else []
    if batch.refused and not only_good:
        reasons.append(f"有{batch.refused}行有误，未导入任何记录")
    reasons += [] if batch.fit else ["没有可以导入的记录"]
    refuse_if(reasons)
    batch.confirmed_at, batch.only_good, batch.position = at, only_good, 0
    batch.flagged = batch.duplicates = batch.refused = 0
    batch.save()
    record("ledger.enter_file", batch, by=by, at=at, ledger=batch.ledger, rows=batch.lines)
    wake("imports")
    return batch


def book_file(batch, *, at):
    """Book a confirmed file from where it was left: each stretch lands with its count."""
    book = book_of(batch, at=at)
    for stretch in _stretches(batch, batch.position):
        with transaction.atomic():
            lock_books()
            current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if current.position != batch.position:
                return batch  # another clock is at it
            answers = book.judge(stretch, None)
            batch.booked += book.save(answers)
            counts = {name: getattr(batch, name) for name in ("flagged", "duplicates", "refused")}
            counts |= {"fit": 0, "position": batch.position}
            _count(counts, answers)
            counts.pop("fit")
            for name, value in counts.items():
                setattr(batch, name, value)
            batch.save(update_fields=["booked", *counts])
    ImportBatch.objects.filter(pk=batch.pk, booked_at=None).update(booked_at=at)
    batch.refresh_from_db()
    return batch


@job("imports", "文件导入", order=145)
def go_on(at):
    """Judge and book the files that are too large to wait for."""
    waiting = ImportBatch.objects.filter(unit__isnull=False, booked_at=None)
    unread = [each for each in waiting.filter(judged_at=None) if not missing_columns(each)]
    files = [*unread, *waiting.filter(confirmed_at__isnull=False)]
    return len(go_on.each(files, lambda batch: advance(batch, at=at), at=at, atomic=False).done)


def advance(batch, *, at):
    """The next pass over ``batch``: the dry run, or the booking once it was confirmed."""
    return book_file(batch, at=at) if batch.confirmed_at else judge_file(batch, at=at)


def go_on_while_waiting(batch, *, at):
    """The next pass at once over a small file; a large one is left to the clock."""
    is_ready = not missing_columns(batch) and batch.file.size <= WHILE_WAITING
    return advance(batch, at=at) if is_ready else batch


@transaction.atomic
def drop_file(batch, *, by, at):
    """Take back a file that was not confirmed."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    refuse_if(["该文件已导入，请整批撤销"] if batch.confirmed_at else [])
    batch.delete()


def undo_file(batch, *, reason, by, at):
    """Take back all that a file brought in, a stretch at a time; how many rows it were."""
    is_booked = ImportBatch.objects.filter(pk=batch.pk, booked_at__isnull=False).exists()
    refuse_if([] if is_booked else ["该文件还在导入，导入完毕后再撤销"])
    book, undone = book_of(batch, at=at), 0
    standing = book.standing()
    with transaction.atomic():
        lock_books()
        reasons = reasons_against_undoing(standing[:1], reason=reason)
        refuse_if([why for _, why in reasons])
        record("ledger.undo_import", batch, by=by, at=at, because=reason, rows=standing.count())
    last = 0  # what was undone is not looked through again: a large file would take ever longer
    while True:
        with transaction.atomic():
            lock_books()
            rows = list(standing.filter(pk__gt=last)[:AT_ONCE])
            book.undo(rows, reason=reason, by=by, day=local_day(at))
        undone += len(rows)
        if len(rows) < AT_ONCE:
            return undone
        last = rows[-1].pk
