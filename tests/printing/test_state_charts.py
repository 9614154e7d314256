"""States drawn: all of them and every arrow, nothing over anything, always the same."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from printing.state_charts import HEIGHT, WIDTH, svg
from rules.diagrams import DIAGRAMS, Diagram, item

SVG = "{http://www.w3.org/2000/svg}"


def boxes(drawing):
    """``{label: (left, top)}`` of the boxes, read from the drawing itself."""
    found = {}
    for group in ElementTree.fromstring(drawing).iter(f"{SVG}g"):
        if group.find(f"{SVG}rect") is not None:
            left, top = re.findall(r"-?\d+", group.get("transform"))
            found[group.find(f"{SVG}text").text] = (int(left), int(top))
    return found


@pytest.mark.parametrize("name", DIAGRAMS)
def test_every_state_has_its_own_place(name):
    diagram = DIAGRAMS[name]()
    drawing = svg(diagram)
    placed = boxes(drawing)
    assert set(placed) == {label for _state, label in diagram.states}
    for one, other in combinations(placed.values(), 2):
        assert abs(one[0] - other[0]) >= WIDTH or abs(one[1] - other[1]) >= HEIGHT
    root = ElementTree.fromstring(drawing)
    width, height = int(root.get("width")), int(root.get("height"))
    assert all(0 < x < width - WIDTH and 0 < y < height - HEIGHT for x, y in placed.values())


@pytest.mark.parametrize("name", DIAGRAMS)
def test_every_arrow_is_drawn_with_its_label(name):
    diagram = DIAGRAMS[name]()
    drawing = svg(diagram)
    heads = drawing.count("marker-end") + drawing.count("marker-start")
    assert heads == sum(1 for _old, new, _label in diagram.arrows if new)
    labels = [label for _old, _new, label in diagram.arrows if label]
    written = labels + [label for _state, label in diagram.states]
    assert {label: drawing.count(f">{label}<") for label in labels} == {
        label: written.count(label) for label in labels
    }


def test_the_same_table_makes_the_same_drawing():
    assert svg(item()) == svg(item())


def test_words_of_a_table_are_words_and_nothing_else():
    odd = Diagram("<b>", (("a", "甲&乙"), ("b", "丙")), (("", "a", ""), ("a", "b", "<x>")))
    assert boxes(svg(odd)) == boxes(svg(odd))
    assert "甲&乙" in boxes(svg(odd))
