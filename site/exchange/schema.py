"""The published JSON Schemas of ZGFP-EX 1.0, read from ``schemas/``, and what breaks them."""

import json
from functools import cache
from pathlib import Path

SCHEMAS = Path(__file__).parent / "schemas"
RECORD = "catalog-record"
SALE = "sales-record"
RECONCILED = "reconciliation-record"
MANIFEST = "manifest"
RECEIPT = "receipt"


@cache
def schema(name):
    """The schema ``schemas/{name}.schema.json`` as plain JSON values."""
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def columns(name):
    """Field name to Chinese table heading, in the order of the schema."""
    fields = schema(name)["properties"].items()
    return {field: member["x-csv-header"] for field, member in fields}


def heading(field):
    """``产品名称（product_name）`` of a field of a record; what is none of ours as it stands."""
    titles = columns(SALE) | columns(RECORD)
    return f"{titles[field]}（{field}）" if field in titles else field


def faults(name, value):
    """The Chinese titles of the members of ``value`` that break the schema; empty when it holds.

    The schemas hold no reference to another document, so nothing is ever fetched.
    """
    return sorted({_title(name, error) for error in _validator(name).iter_errors(value)})


@cache
def _validator(name):
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(schema(name), format_checker=FormatChecker())


def _title(name, error):
    """The heading of the member at fault, or its name; the schema's title for the whole."""
    document = schema(name)
    if not error.absolute_path:
        return document["title"]
    key = error.absolute_path[0]
    member = document["properties"][key]
    return member.get("x-csv-header") or member.get("title", key)
