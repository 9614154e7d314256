"""Diagrams of the tables, as Mermaid text."""

import re

from rules.diagrams import certificate, complaint, item, mermaid
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


def arrows(diagram):
    return set(re.findall(r"(\w+) --> (\w+)", diagram))


def test_the_item_diagram_shows_every_transition_but_the_exits():
    table = {(old, new) for old, ways in TRANSITIONS.items() for new in ways - EXITS}
    assert arrows(mermaid(item())) == table
    assert "任一未终结的状态都可转为已撤回、已终止" in mermaid(item())


def test_the_item_diagram_names_every_state_in_chinese_and_ends_where_they_end():
    for state in ItemState:
        assert f"    {state} : {state.label}\n" in mermaid(item())
        assert (f"{state} --> [*]" in mermaid(item())) is (state in FINAL)


def test_the_certificate_diagram_shows_every_operation():
    for (old, op), new in OPS.items():
        assert f"    {old or '[*]'} --> {new} : {op.label}\n" in mermaid(certificate())
    for status in CertificateStatus:
        assert f"    {status} : {status.label}\n" in mermaid(certificate())
    assert mermaid(certificate()).endswith("    removed --> [*]\n")


def test_a_diagram_is_always_drawn_the_same():
    assert mermaid(item()) == mermaid(item())
    assert mermaid(item()).startswith("stateDiagram-v2\n    draft : 草稿\n")


def test_the_complaint_diagram_shows_every_way():
    table = {(old, new) for old, ways in COMPLAINT_WAYS.items() for new in ways}
    assert arrows(mermaid(complaint())) == table
    for state in ComplaintState:
        assert f"    {state} : {state.label}\n" in mermaid(complaint())
