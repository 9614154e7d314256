"""The published JSON Schemas of ZGFP-EX 1.0, read from ``schemas/``, and what breaks them."""

import json
from functools import cache, lru_cache
from pathlib import Path

SCHEMAS = Path(__file__).parent / "schemas"
RECORD = "catalog-record"
SALE = "sales-record"
RECONCILED = "reconciliation-record"
#: What a batch has thousands of.
RECORDS = (RECORD, SALE)
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
    if name in RECORDS and _is_sound(name, value):
        return []
    errors = _whole(name).iter_errors(value)
    return sorted({_title(name, error) for error in errors})


@cache
def _whole(name):
    return _validator(schema(name))


def _is_sound(name, record):
    """Whether ``record`` holds: a third of the time, since most members say what others said.

    Each member is judged by itself, once for what it says; what is asked of several together, and
    whether all are there and no others, each time.
    """
    return _together(name).is_valid(record) and all(
        _is_sound_member(name, member, json.dumps(value)) for member, value in record.items()
    )


@cache
def _together(name):
    whole = schema(name)
    return _validator({**whole, "properties": dict.fromkeys(whole["properties"], True)})


@lru_cache(maxsize=4096)
def _is_sound_member(name, member, text):
    return _member(name, member).is_valid(json.loads(text))


@cache
def _member(name, member):
    return _validator(schema(name)["properties"][member])


def _validator(document):
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(document, format_checker=FormatChecker())


def _title(name, error):
    """The heading of the member at fault, or its name; the schema's title for the whole."""
    document = schema(name)
    if not error.absolute_path:
        return document["title"]
    key = error.absolute_path[0]
    member = document["properties"][key]
    return member.get("x-csv-header") or member.get("title", key)
