"""The TypeScript types of the example front end are those of the API as it is."""

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import api_types
from config.typescript import typescript


def test_the_types_that_are_kept_are_those_of_the_description():
    call_command("api_types", "--check")


def test_other_types_than_the_description_s_are_refused(tmp_path, monkeypatch):
    old = tmp_path / "api.ts"
    old.write_text(api_types.PATH.read_text().replace("doc_no: string", "doc_no: number"))
    monkeypatch.setattr(api_types, "PATH", old)
    with pytest.raises(CommandError, match="api_types"):
        call_command("api_types", "--check")
    call_command("api_types")
    call_command("api_types", "--check")


def test_every_shape_of_a_description_has_its_type():
    row = {
        "required": ["id", "state"],
        "properties": {
            "id": {"type": "integer"},
            "state": {"enum": ["running", "held"]},
            "type": {"const": "notice", "default": "notice"},
            "day": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
            "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}},
            "sums": {"type": "object", "additionalProperties": {"type": "number"}},
            "more": {},
        },
    }
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Row"}}}}
    description = {
        "components": {"schemas": {"Row": row, "Tag": {"type": "string"}}},
        "paths": {"/rows": {"get": {"responses": {200: answer}}}, "/acts": {"post": {}}},
    }
    text = typescript(description)
    for line in (
        "  id: number;",
        '  state: "running" | "held";',
        '  type: "notice";',
        "  day?: string | null;",
        "  tags?: Array<Tag>;",
        "  sums?: Record<string, number>;",
        "  more?: unknown;",
        "export type Tag = string;",
        '  "/rows": Row;',
    ):
        assert line in text.splitlines()
    assert "/acts" not in text
