"""What a browser would send back of a form page, so that a test changes only what it means."""

import json
from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values, self.select, self.area = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name and self._counts(attrs):
            ticked = "on" if attrs.get("type") == "checkbox" else ""
            self.values[name] = attrs.get("value", ticked)
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attrs:
            self.values[self.select] = attrs.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""

    @staticmethod
    def _counts(attrs):
        kind = attrs.get("type", "text")
        return kind not in {"submit", "button", "file"} and (
            kind not in {"checkbox", "radio"} or "checked" in attrs
        )

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data


def filled(response, **changed):
    """The fields of the page as they stand, with ``changed`` over them."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return {**parser.values, **changed}


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
