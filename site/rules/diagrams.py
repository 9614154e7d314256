"""Diagrams of the tables in ``lifecycle``: states and arrows, and the same as Mermaid text.

What is drawn depends on nothing but the tables, so ``make check`` can compare the README with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

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
Arrow = tuple[str, str, str]


@dataclass(frozen=True)
class Diagram:
    """A table of states; an arrow is (from, to, what happens), "" being the start or the end."""

    title: str
    states: tuple[tuple[str, str], ...]
    arrows: tuple[Arrow, ...]
    note: str = ""


def item() -> Diagram:
    """An application item; the exits open to all are told in a note."""
    arrows: list[Arrow] = [("", ItemState.DRAFT, "")]
    for old in ItemState:
        arrows += [(old, new, "") for new in ItemState if _is_drawn(old, new)]
    arrows += [(state, "", "") for state in ItemState if state in FINAL]
    exits = "、".join(state.label for state in ItemState if state in EXITS)
    note = f"任一未终结的状态都可转为{exits}"
    return Diagram("申请产品的状态", _names(ItemState), tuple(arrows), note)


def certificate() -> Diagram:
    """A certificate, each arrow labelled with its operation."""
    arrows: list[Arrow] = [(old or "", new, op.label) for (old, op), new in OPS.items()]
    leaving = {old for old, _ in OPS}
    ends: list[Arrow] = [(state, "", "") for state in CertificateStatus if state not in leaving]
    return Diagram("目录条目的状态", _names(CertificateStatus), (*arrows, *ends))


def complaint() -> Diagram:
    """A complaint, from its registration to its close."""
    arrows: list[Arrow] = [("", ComplaintState.RECEIVED, "")]
    for old, ways in COMPLAINT_WAYS.items():
        arrows += [(old, new, "") for new in ComplaintState if new in ways]
    ends: list[Arrow] = [(state, "", "") for state, ways in COMPLAINT_WAYS.items() if not ways]
    return Diagram("投诉举报的状态", _names(ComplaintState), (*arrows, *ends))


DIAGRAMS = {"item": item, "certificate": certificate, "complaint": complaint}


def mermaid(diagram: Diagram) -> str:
    """``stateDiagram-v2`` for the README."""
    lines = [f"{state} : {label}" for state, label in diagram.states]
    lines += [
        f"{old or START_OR_END} --> {new or START_OR_END}" + (f" : {label}" if label else "")
        for old, new, label in diagram.arrows
    ]
    if diagram.note:
        lines.append(f"note right of {diagram.states[0][0]} : {diagram.note}")
    return "\n    ".join(["stateDiagram-v2", *lines]) + "\n"


def _is_drawn(old: ItemState, new: ItemState) -> bool:
    return new in TRANSITIONS[old] and new not in EXITS


def _names(
    states: Iterable[ItemState] | Iterable[CertificateStatus] | Iterable[ComplaintState],
) -> tuple[tuple[str, str], ...]:
    return tuple((state.value, state.label) for state in states)
