"""What a browser would send back of a form page, so that a test changes only what it means."""

import json

from lxml.html import fromstring


def filled(response, **changed):
    """The fields of the page as they stand, with ``changed`` over them."""
    page = fromstring(response.content.decode())
    fields = page.iter("input", "option", "textarea")
    return dict(field for each in fields if (field := _field(each))) | changed


def _field(each):
    """``(name, value)`` of what is sent of an element; None where it sends nothing."""
    kind, name = each.get("type", "text"), each.get("name")
    if each.tag == "option":
        chooser = next(each.iterancestors("select"), None)
        is_sent = chooser is not None and chooser.get("name") and "selected" in each.attrib
        return (chooser.get("name"), each.get("value", "")) if is_sent else None
    if not name:
        return None
    if each.tag == "textarea":
        return name, each.text_content()
    if kind in {"checkbox", "radio"} and "checked" not in each.attrib:
        return None
    if kind in {"submit", "button", "file"}:
        return None
    return name, each.get("value", "on" if kind == "checkbox" else "")


def rich(text):
    """Rich text as the editor's script sends it."""
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    return json.dumps(
        {"blocks": [{**block, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}
    )


def paragraph(text, name="body"):
    """The fields of a body with one paragraph."""
    return {
        f"{name}-count": "1",
        f"{name}-0-deleted": "",
        f"{name}-0-order": "0",
        f"{name}-0-type": "paragraph",
        f"{name}-0-id": "",
        f"{name}-0-value": rich(text),
    }
