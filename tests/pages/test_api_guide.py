"""The guides tell nothing that is not so, and the description of the API is complete."""

import ast
import re
from pathlib import Path

import pytest
from tests.support.standing import stands

from .conftest import moment

API = Path(__file__).parents[2] / "site/pages/machines/api"
DOCS = Path(__file__).parents[2] / "docs"
INSIDE = moment(2020, 11, 17, 10)
EXAMPLE = re.compile(r"`GET ([^`{]+)`")


@pytest.fixture
@stands
def schema(office, client):
    return client.get("/api/v1/openapi.json").json()


def operations(schema):
    return [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


@pytest.mark.parametrize("name", ["api.md", "api.en.md"])
def test_every_example_of_a_guide_is_answered(name, get_page, document, product, notice):
    document(1), product(0), notice(2)
    examples = EXAMPLE.findall((DOCS / name).read_text())
    assert len(examples) > 12
    for each in examples:
        assert get_page(each, INSIDE).status_code == 200, each


def test_the_chinese_guide_names_every_list_of_the_description(schema):
    text = (DOCS / "api.md").read_text()
    lists = {path for path, *_ in operations(schema) if "{" not in path}
    assert {path for path in lists if path not in text} == set()


def test_every_operation_says_what_it_is_and_every_way_it_can_answer(schema):
    assert schema["openapi"].startswith("3.1")
    names = [each["operationId"] for *_, each in operations(schema)]
    assert len(names) == len(set(names))
    for path, method, operation in operations(schema):
        assert operation["summary"], path
        answers = set(operation["responses"])
        assert {"200" if method == "get" else "201", "404", "422", "429"} <= answers, path
        assert not operation.get("security") or {"401", "403"} <= answers, path


def test_no_two_parts_of_the_description_share_a_name():
    """Of two schemas of one name the description would tell only one."""
    names = [
        node.name
        for file in API.rglob("*.py")
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted(names) == sorted(set(names))


def test_words_of_a_list_are_told_as_such(schema):
    product = schema["components"]["schemas"]["ProductDetail"]["properties"]
    assert product["standing"]["enum"][:2] == ["active", "expiring"]
    document = schema["components"]["schemas"]["DocumentDetail"]["properties"]
    assert "repealed" in document["validity"]["enum"]
    blocks = document["blocks"]["items"]
    assert blocks["discriminator"]["propertyName"] == "type"
    assert len(blocks["oneOf"]) == 8


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("documents", "DocumentDetail"),
        ("notices", "NoticeDetail"),
        ("products", "ProductDetail"),
        ("columns", "ColumnDetail"),
    ],
)
def test_what_is_answered_is_what_is_described(
    path, name, schema, get_page, document, product, notice
):
    from jsonschema import Draft202012Validator

    document(1), product(0), notice(2)
    described = {"$ref": f"#/components/schemas/{name}", "components": schema["components"]}
    first = get_page(f"/api/v1/{path}", INSIDE).json()["items"][0]
    whole = get_page(first["api_url"], INSIDE).json()
    errors = [each.message for each in Draft202012Validator(described).iter_errors(whole)]
    assert errors == []
    assert set(whole) == set(schema["components"]["schemas"][name]["properties"])
