"""Diagrams of the tables, as Mermaid text."""

import re

from rules.diagrams import certificate_diagram, complaint_diagram, item_diagram
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
    assert arrows(item_diagram()) == table
    assert "任一未终结的状态都可转为已撤回、已终止" in item_diagram()


def test_the_item_diagram_names_every_state_in_chinese_and_ends_where_they_end():
    for state in ItemState:
        assert f"    {state} : {state.label}\n" in item_diagram()
        assert (f"{state} --> [*]" in item_diagram()) is (state in FINAL)


def test_the_certificate_diagram_shows_every_operation():
    for (old, op), new in OPS.items():
        assert f"    {old or '[*]'} --> {new} : {op.label}\n" in certificate_diagram()
    for status in CertificateStatus:
        assert f"    {status} : {status.label}\n" in certificate_diagram()
    assert certificate_diagram().endswith("    removed --> [*]\n")


def test_a_diagram_is_always_drawn_the_same():
    assert item_diagram() == item_diagram()
    assert item_diagram().startswith("stateDiagram-v2\n    draft : 草稿\n")


def test_the_complaint_diagram_shows_every_way():
    table = {(old, new) for old, ways in COMPLAINT_WAYS.items() for new in ways}
    assert arrows(complaint_diagram()) == table
    for state in ComplaintState:
        assert f"    {state} : {state.label}\n" in complaint_diagram()
