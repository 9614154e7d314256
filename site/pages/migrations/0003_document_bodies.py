"""Bodies of rich text become blocks, in the pages and in every revision; no word is lost."""

import html
import json
import re
from html.parser import HTMLParser

from django.db import migrations

BLOCKS = {"p", "h2", "h3", "ul", "ol", "hr", "blockquote", "div"}
VOID = {"br", "hr", "img", "embed"}
PARTED = re.compile(r"</(?:p|h[1-6]|li)>|<br\s*/?>|<hr\s*/?>")


class TopLevel(HTMLParser):
    """The elements on the top level of a fragment, each with its own markup."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.depth, self.pieces = 0, []

    def _add(self, text, name=None):
        if self.depth == 0 and (name in BLOCKS or not self.pieces or self.pieces[-1][0] is not None):
            self.pieces.append([name if name in BLOCKS else None, ""])
        self.pieces[-1][1] += text

    def handle_starttag(self, tag, attrs):
        self._add(self.get_starttag_text(), tag)
        self.depth += tag not in VOID

    def handle_startendtag(self, tag, attrs):
        self._add(self.get_starttag_text(), tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.depth = max(0, self.depth - 1)
            self.pieces[-1][1] += f"</{tag}>"

    def handle_data(self, data):
        if data.strip() or self.pieces:
            self._add(data)

    def handle_entityref(self, name):
        self._add(f"&{name};")

    def handle_charref(self, name):
        self._add(f"&#{name};")


def blocks(markup):
    """Blocks with the same words in the same order: headings, and rich text in between."""
    parser = TopLevel()
    parser.feed(markup or "")
    parser.close()
    found = []
    for name, piece in parser.pieces:
        if name in {"h2", "h3"} and words(piece):
            value = {"level": name[1], "text": words(piece)}
            found.append({"type": "heading", "value": value})
        elif name == "hr":
            continue
        elif found and found[-1]["type"] == "paragraph":
            found[-1]["value"] += piece
        elif words(piece):
            found.append({"type": "paragraph", "value": piece})
    return found


def words(markup):
    return html.unescape(re.sub(r"<[^>]*>", "", PARTED.sub("\n", markup or ""))).strip()


def to_blocks(apps, schema_editor):
    DocumentPage = apps.get_model("pages", "DocumentPage")
    for page in DocumentPage.objects.only("pk", "body_html").iterator():
        text = words(page.body_html)
        DocumentPage.objects.filter(pk=page.pk).update(
            body=json.dumps(blocks(page.body_html)), body_text=text
        )
    for revision in revisions(apps):
        body = revision.content.get("body")
        if isinstance(body, str) and not body.lstrip().startswith("["):
            revision.content["body"] = json.dumps(blocks(body))
            revision.save(update_fields=["content"])


def to_html(apps, schema_editor):
    DocumentPage = apps.get_model("pages", "DocumentPage")
    for page in DocumentPage.objects.iterator():
        DocumentPage.objects.filter(pk=page.pk).update(body_html=markup(page.body.raw_data))
    for revision in revisions(apps):
        body = revision.content.get("body")
        if isinstance(body, str) and body.lstrip().startswith("["):
            revision.content["body"] = markup(json.loads(body))
            revision.save(update_fields=["content"])


def markup(rows):
    pieces = []
    for row in rows:
        if row["type"] == "paragraph":
            pieces.append(row["value"])
        elif row["type"] == "heading":
            level, text = row["value"]["level"], html.escape(row["value"]["text"])
            pieces.append(f"<h{level}>{text}</h{level}>")
    return "".join(pieces)


def revisions(apps):
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind = ContentType.objects.filter(app_label="pages", model="documentpage").first()
    Revision = apps.get_model("wagtailcore", "Revision")
    found = Revision.objects.filter(content_type=kind) if kind else Revision.objects.none()
    return found.iterator()


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_documents"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(to_blocks, to_html)]
