"""Diagrams of the tables in ``lifecycle``: states and arrows, and the same as Mermaid text.

What is drawn depends on nothing but the tables, so ``make check`` can compare the README with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.lifecycle import OPS, CertificateStatus, Labelled

START_OR_END = "[*]"
Arrow = tuple[str, str, str]


@dataclass(frozen=True)
class Diagram:
    """A table of states; an arrow is (from, to, what happens), "" being the start or the end."""

    title: str
    states: tuple[tuple[str, str], ...]
    arrows: tuple[Arrow, ...]
    note: str = ""


def certificate() -> Diagram:
    """A certificate, each arrow labelled with its operation."""
    arrows: list[Arrow] = [(old or "", new, op.label) for (old, op), new in OPS.items()]
    leaving = {old for old, _ in OPS}
    ends: list[Arrow] = [(state, "", "") for state in CertificateStatus if state not in leaving]
    return Diagram("目录条目的状态", state_names(CertificateStatus), (*arrows, *ends))


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


def dot(diagram: Diagram) -> str:
    """The same for Graphviz; a final state has a thick frame."""
    final = {old for old, new, _ in diagram.arrows if not new}
    lines = ["digraph {", '  graph [fontname="Noto Sans CJK SC", ranksep=0.45, nodesep=0.3];']
    lines += ['  node [shape=box, style="rounded", fontname="Noto Sans CJK SC", fontsize=12];']
    lines += ['  edge [fontname="Noto Sans CJK SC", fontsize=10, color="#5f6b7a", arrowsize=0.7];']
    for state, label in diagram.states:
        lines.append(f'  {state} [label="{label}"{", penwidth=2.5" if state in final else ""}];')
    for old, new, label in diagram.arrows:
        if old and new:
            lines.append(f"  {old} -> {new}" + (f' [label="{label}"]' if label else "") + ";")
    return "\n".join([*lines, "}"]) + "\n"


def state_names(states: Iterable[Labelled]) -> tuple[tuple[str, str], ...]:
    """``((word, label), …)``."""
    return tuple((state.value, state.label) for state in states)
