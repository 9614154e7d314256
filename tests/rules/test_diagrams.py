"""Diagrams of the tables, as Mermaid text."""

from rules.diagrams import certificate, dot, mermaid
from rules.lifecycle import OPS, CertificateStatus


def test_the_certificate_diagram_shows_every_operation():
    for (old, op), new in OPS.items():
        assert f"    {old or '[*]'} --> {new} : {op.label}\n" in mermaid(certificate())
    for status in CertificateStatus:
        assert f"    {status} : {status.label}\n" in mermaid(certificate())
    assert mermaid(certificate()).endswith("    removed --> [*]\n")


def test_graphviz_is_given_every_state_and_arrow_and_the_ends_a_thick_frame():
    drawing = dot(certificate())
    assert drawing.count(" -> ") == len(OPS) - 1
    assert 'removed [label="已清理", penwidth=2.5]' in drawing
