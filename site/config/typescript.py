"""The public API's description (OpenAPI 3.1) as TypeScript, for front ends that are compiled."""

import json

HEAD = """// What /api/v1/ answers, written by `manage.py api_types`: never by hand.
"""
SIMPLE = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
SIMPLE |= {"null": "null"}
REF = "#/components/schemas/"


def typescript(description):
    """The text of the types of a description: one per schema, then what each GET answers."""
    schemas = description["components"]["schemas"]
    parts = [_declaration(name, schemas[name]) for name in sorted(schemas)]
    return "\n".join([HEAD, *parts, _answers(description["paths"])])


def _declaration(name, schema):
    if "properties" not in schema:
        return f"export type {name} = {_type(schema)};\n"
    return f"export interface {name} {_body(schema, '')}\n"


def _body(schema, indent):
    required = set(schema.get("required", []))
    lines = [
        f"{indent}  {name}{'' if name in required or 'const' in each else '?'}: "
        f"{_type(each, f'{indent}  ')};"
        for name, each in schema["properties"].items()
    ]
    return "\n".join(["{", *lines, f"{indent}}}"])


def _type(schema, indent=""):
    """The type of one schema; what says nothing of itself is ``unknown``."""
    if "$ref" in schema:
        return schema["$ref"].removeprefix(REF)
    if "const" in schema:
        return json.dumps(schema["const"], ensure_ascii=False)
    if "enum" in schema:
        return " | ".join(json.dumps(each, ensure_ascii=False) for each in schema["enum"])
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " | ".join(dict.fromkeys(_type(each, indent) for each in schema[word]))
    return _plain(schema, indent)


def _plain(schema, indent):
    kind = schema.get("type")
    if kind == "array":
        return f"Array<{_type(schema.get('items', {}), indent)}>"
    if kind == "object":
        if "properties" in schema:
            return _body(schema, indent)
        more = schema.get("additionalProperties")
        return f"Record<string, {_type(more if isinstance(more, dict) else {}, indent)}>"
    return SIMPLE.get(kind, "unknown")


def _answers(paths):
    """``Answers``: the address of each GET, and what it answers when all is well."""
    lines = []
    for path, methods in paths.items():
        content = methods.get("get", {}).get("responses", {}).get(200, {}).get("content")
        if content:
            lines.append(f'  "{path}": {_type(content["application/json"]["schema"], "  ")};')
    return "\n".join(["export interface Answers {", *lines, "}", ""])
