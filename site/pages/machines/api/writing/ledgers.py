"""Entries in the ledgers of one's unit, written by the unit's own system (R47).

Cells are texts and mean what they mean in the form and in a file to import.
"""

from typing import Annotated, Literal

from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import StringConstraints

from ledger.ledgers import LEDGERS
from ledger.services import entries
from registry import units
from registry.models import ApiToken

from ..listing import LocalTime, json, refuse_unknown, represent
from ..problems import Unreadable
from ..references import api_path
from .authority import Bearer, act_answers, own_answers, private
from .once import Key, once

router = Router(tags=["写入"], auth=Bearer(ApiToken.Scope.LEDGERS))
Word = Literal[tuple(LEDGERS)]
Cell = Annotated[str, StringConstraints(max_length=2000)]
Name = Annotated[str, StringConstraints(max_length=40)]
MOST = 100


class LedgerColumnOut(Schema):
    name: str
    title: str
    is_required: bool
    choices: list[str]


class LedgerOut(Schema):
    """One ledger that one's units keep, with the columns of an entry."""

    word: str
    title: str
    units: list[str]
    columns: list[LedgerColumnOut]


class LedgerEntryIn(Schema):
    """``cells``: column → text, as it would be typed; ``unit``: the code of the unit."""

    unit: Name
    cells: dict[Name, Cell]


class ReasonIn(Schema):
    reason: Cell


class LedgerEntryOut(Schema):
    """An entry as it stands; one that was returned is made void and entered anew."""

    number: str
    unit: str
    api_url: str
    cells: dict[str, str]
    recorded_at: LocalTime
    is_void: bool
    void_reason: str
    return_reason: str


class LedgerEntriesOut(Schema):
    items: list[LedgerEntryOut]
    next_cursor: int | None


class EntriesAsked(Schema):
    cursor: Annotated[int, Query(ge=0, le=2**31)] = 0
    limit: Annotated[int, Query(ge=1, le=MOST)] = 20


@router.get("", response=own_answers(list[LedgerOut]), summary="本单位填报的台账及其各栏")
def own_ledgers(request):
    reported = units.reported_by(request.auth.user)
    pairs = [
        (ledger, [unit.code for unit in reported if ledger.is_kept_by(unit)])
        for ledger in LEDGERS.values()
    ]
    return private(json([_ledger(ledger, codes) for ledger, codes in pairs if codes]))


@router.get("/{word}/entries", response=own_answers(LedgerEntriesOut), summary="本单位的台账记录")
def own_entries(request, word: Word, question: Query[EntriesAsked]):
    refuse_unknown(request, EntriesAsked, is_list=False)
    ledger = LEDGERS[word]
    rows = _own_rows(request, ledger).filter(pk__gt=question.cursor).order_by("pk")
    part = list(rows[: question.limit + 1])
    is_more, part = len(part) > question.limit, part[: question.limit]
    items = [_entry(request, ledger, row) for row in part]
    return private(json({"items": items, "next_cursor": part[-1].pk if is_more else None}))


@router.post("/{word}/entries", response=act_answers(LedgerEntryOut), summary="登记一条台账记录")
def enter(request, word: Word, body: LedgerEntryIn, key: Key):
    ledger = LEDGERS[word]

    def act(**who):
        unit = _unit(request, body.unit)
        entry = entries.record_entry(ledger, unit, **_values(ledger, body.cells), **who)
        return _entry(request, ledger, entry)

    return once(request, key, body.dict(), act)


@router.get(
    "/{word}/entries/{number}", response=own_answers(LedgerEntryOut), summary="本单位的一条台账记录"
)
def own_entry(request, word: Word, number: str):
    ledger = LEDGERS[word]
    return private(json(_entry(request, ledger, _own_row(request, ledger, number))))


@router.post(
    "/{word}/entries/{number}/void",
    response=act_answers(LedgerEntryOut),
    summary="作废台账记录",
)
def void_entry(request, word: Word, number: str, body: ReasonIn, key: Key):
    ledger = LEDGERS[word]

    def act(**who):
        row = _own_row(request, ledger, number)
        _unit(request, row.unit.code)
        return _entry(request, ledger, entries.void_entry(ledger, row, reason=body.reason, **who))

    return once(request, key, body.dict(), act)


def _ledger(ledger, codes):
    columns = [
        {
            "name": column.name,
            "title": column.heading,
            "is_required": column.is_required and column.name != "number",
            "choices": [str(title) for word, title in column.choices if word],
        }
        for column in ledger.first_columns
    ]
    return {"word": ledger.word, "title": ledger.title, "units": codes, "columns": columns}


def _unit(request, code):
    """The unit of this code, where the person reports for it; else 403."""
    unit = units.reported_by(request.auth.user).filter(code=code.replace("\x00", "")).first()
    if unit is None:
        raise HttpError(403, "没有为该单位填报台账的权限")
    return unit


def _values(ledger, cells):
    """The columns of an entry as its service takes them; :class:`Unreadable` with all reasons."""
    names = {column.name for column in ledger.first_columns}
    reasons = [(name, "没有这一栏") for name in cells if name not in names]
    values = {}
    for column in ledger.first_columns:
        text = cells.get(column.name, "").replace("\x00", "")
        try:
            is_own = column.name == "number" and not text.strip()
            values[column.name] = "" if is_own else column.read(text)
        except ValueError as error:
            reasons.append((column.name, str(error)))
    if reasons:
        raise Unreadable(reasons)
    return values


def _own_rows(request, ledger):
    return ledger.rows().filter(unit__in=units.in_sight(request.auth.user))


def _own_row(request, ledger, number):
    """The newest of one's entries of this number: one that was made void lends it to another."""
    rows = _own_rows(request, ledger).filter(number=number.replace("\x00", ""))
    row = rows.order_by("-pk").first()
    if row is None:
        raise HttpError(404, "本单位没有此编号的记录")
    return row


def _entry(request, ledger, row):
    facts = {
        "number": row.number,
        "unit": row.unit.code,
        "api_url": api_path(f"ledgers/{ledger.word}/entries/{row.number}", request),
        "cells": {column.name: column.write(row) for column in ledger.all_columns},
        "recorded_at": row.recorded_at,
        "is_void": row.voided_at is not None,
        "void_reason": row.void_reason,
        "return_reason": row.return_reason,
    }
    return represent(LedgerEntryOut, facts, request)
