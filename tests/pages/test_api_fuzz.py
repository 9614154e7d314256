"""Whatever is asked, the API answers in a way that its description names, and never with a 5xx."""

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import moment

INSIDE = moment(2020, 11, 17, 10)
WILD = st.text(max_size=30) | st.sampled_from(
    ["", "\x00", "%", "'", "\\", "0" * 40, "-1", "1e9", "null", "../..", "é", "𠮷", "2020-02-30"]
)


def values(schema):
    """Values of a parameter: mostly what its schema allows, sometimes anything."""
    options = [values(each) for each in schema.get("anyOf", [])]
    if options:
        fitting = st.one_of(options)
    elif "enum" in schema:
        fitting = st.sampled_from(schema["enum"])
    elif schema.get("type") == "integer":
        low, high = schema.get("minimum", -5), min(schema.get("maximum", 2**33), 2**33)
        fitting = st.integers(low, high)
    elif schema.get("format") == "date":
        fitting = st.dates().map(str)
    else:
        fitting = st.text(max_size=20)
    return fitting | WILD


@st.composite
def questions(draw, operations):
    path, operation = draw(st.sampled_from(operations))
    query = {}
    for each in operation.get("parameters", []):
        if each["in"] == "path":
            value = str(draw(values(each["schema"]))).replace("/", "") or "x"
            path = path.replace("{" + each["name"] + "}", value)
        elif draw(st.booleans()) or each.get("required"):
            query[each["name"]] = draw(values(each["schema"]))
    if draw(st.integers(0, 20)) == 0:
        query[draw(st.text(max_size=5))] = "x"
    return path, query, operation


@pytest.fixture
def operations(office, client):
    schema = client.get("/api/v1/openapi.json").json()
    paths = schema["paths"].items()
    return [(path, methods["get"]) for path, methods in paths if "get" in methods]


def test_every_answer_is_one_that_the_description_names(
    operations, client, clock, document, product, notice
):
    document(1), product(0), notice(2)
    clock(INSIDE)

    @settings(
        max_examples=200,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(questions(operations))
    def ask(question):
        path, query, operation = question
        answer = client.get(quote(path), query)
        names = operation["responses"]
        assert str(answer.status_code) in names, (path, query)
        if answer.status_code >= 400 and "/verify/" not in path:
            assert answer["Content-Type"] == "application/problem+json"
            assert json.loads(answer.content)["detail"]

    ask()
