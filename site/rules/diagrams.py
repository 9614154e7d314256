"""Diagrams of the tables in ``lifecycle``, as Mermaid text for the README.

The text depends on nothing but the tables, so ``make check`` can compare it with what is printed.
"""

from collections.abc import Iterable

from rules.lifecycle import (
    COMPLAINT_WAYS,
    EXITS,
    FINAL,
    OPS,
    TRANSITIONS,
    CertificateStatus,
    ComplaintState,
    ItemState,
)

START_OR_END = "[*]"


def item_diagram() -> str:
    """``stateDiagram-v2`` of an application item; the exits open to all are drawn from one note."""
    arrows = [f"{START_OR_END} --> {ItemState.DRAFT}"]
    for old in ItemState:
        arrows += [f"{old} --> {new}" for new in ItemState if _is_drawn(old, new)]
    arrows += [f"{state} --> {START_OR_END}" for state in ItemState if state in FINAL]
    exits = "、".join(state.label for state in ItemState if state in EXITS)
    note = f"note right of {ItemState.DRAFT} : 任一未终结的状态都可转为{exits}"
    return _mermaid([*_names(ItemState), *arrows, note])


def certificate_diagram() -> str:
    """``stateDiagram-v2`` of a certificate, each arrow labelled with its operation."""
    arrows = [f"{old or START_OR_END} --> {new} : {op.label}" for (old, op), new in OPS.items()]
    return _mermaid([*_names(CertificateStatus), *arrows, *_certificate_ends()])


def complaint_diagram() -> str:
    """``stateDiagram-v2`` of a complaint, from its registration to its close."""
    arrows = [f"{START_OR_END} --> {ComplaintState.RECEIVED}"]
    for old, ways in COMPLAINT_WAYS.items():
        arrows += [f"{old} --> {new}" for new in ComplaintState if new in ways]
    return _mermaid(
        [*_names(ComplaintState), *arrows, f"{ComplaintState.CLOSED} --> {START_OR_END}"]
    )


def _is_drawn(old: ItemState, new: ItemState) -> bool:
    return new in TRANSITIONS[old] and new not in EXITS


def _names(
    states: Iterable[ItemState] | Iterable[CertificateStatus] | Iterable[ComplaintState],
) -> list[str]:
    return [f"{state} : {state.label}" for state in states]


def _certificate_ends() -> list[str]:
    leaving = {old for old, _ in OPS}
    return [f"{state} --> {START_OR_END}" for state in CertificateStatus if state not in leaving]


def _mermaid(lines: Iterable[str]) -> str:
    return "\n    ".join(["stateDiagram-v2", *lines]) + "\n"
