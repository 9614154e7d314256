"""Every form of a page, and every kind of wrong value that somebody may send into it."""

import gettext
import re
from functools import cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms import BaseForm

from portal.reason_links import ReasonLink

#: Typed into every field of a form at once.
TYPED = {
    "nothing": "",
    "too long": "长" * 6000,
    "a word": "abc",
    "no day": "2026-13-45",
    "a far day": "9999-12-31",
    "a NUL": "甲\x00乙",
    "zero": "0",
    "negative": "-1",
    "full width": "－１２３",
    "too many digits": "9" * 40,
    "too many decimals": "1.23456789",
    "not a number": "nan",
    "infinite": "1e999",
    "two lines": "甲\r\n乙",
}
FILES = {
    "an empty file": ("空.pdf", b""),
    "a program": ("a.exe", b"MZ\x90\x00"),
    "a false PDF": ("a.pdf", b"hello"),
    "a false table": ("a.xlsx", b"hello"),
    "a long name": (f"{'长' * 240}.pdf", b"%PDF-1.4"),
}
#: Words of the alphabet that stand in good Chinese sentences.
LATIN = re.compile(
    r"(?i)pdf|jpg|jpeg|png|docx?|xlsx?|csv|heic|webp|ofd|wps|excel|mb|https?|name@example\.com|dpi"
)
#: What was sent is repeated between quotes or as the name of a file; numbers have letters in front.
REPEATED = re.compile(r"“[^”]*”|^[^：]*\.\w+：|\bZG[A-Z]{2}-[\d-]+")
HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{3,}")


FIELDS = ("input", "select", "textarea", "button")


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.open = [], None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.open = {"action": attrs.get("action") or "", "fields": {}}
            if attrs.get("method", "").lower() == "post":
                self.forms.append(self.open)
        elif self.open and tag in FIELDS and _is_sent(tag, attrs.get("name")):
            kind = {"input": attrs.get("type", "text"), "button": "hidden"}.get(tag, tag)
            self.open["fields"].setdefault(attrs["name"], (kind, attrs.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None


def _is_sent(tag, name):
    """Of buttons, those by which allauth knows what is meant; not the one that keeps a draft."""
    return name and (tag != "button" or name.startswith("action_"))


def forms_of(response):
    """``[(address, {name: (type, value)})]`` of the forms that a page would send."""
    parser = _Forms()
    parser.feed(response.content.decode())
    here = response.wsgi_request.get_full_path()
    return [(form["action"] or here, form["fields"]) for form in parser.forms]


def wrong_data(fields):
    """``(kind, data)``: what is sent, once for every kind of wrong value."""
    kept = {name: value for name, (kind, value) in fields.items() if kind == "hidden"}
    open_fields = [name for name, (kind, _) in fields.items() if kind not in ("hidden", "submit")]
    for kind, text in TYPED.items() if open_fields else ():
        yield kind, {**kept, **dict.fromkeys(open_fields, text)}
    yield "foreign keys", dict.fromkeys(fields, "999999")
    files = [name for name, (kind, _) in fields.items() if kind == "file"]
    for kind, (name, data) in FILES.items() if files else ():
        yield kind, {**kept, **{each: SimpleUploadedFile(name, data) for each in files}}


def send(client, address, data):
    """The answer, and nothing of it stays."""
    with transaction.atomic():
        response = client.post(address, data, follow=True)
        transaction.set_rollback(True)
    return response


def told(response):
    """Every sentence that the page says against what was sent."""
    sentences = [str(each) for each in get_messages(response.wsgi_request)]
    for form in forms_in(response):
        for rows in form.errors.values():
            sentences += rows
    for each in _shown(response):
        for rows in getattr(each, "saved_reasons", {}).values():
            sentences += rows
        if isinstance(each, ReasonLink):
            sentences.append(each.reason)
    return [str(each) for each in sentences]


def forms_in(response):
    """The forms of an answer that were sent something."""
    forms = (each for each in _shown(response) if isinstance(each, BaseForm) and each.is_bound)
    return list({id(form): form for form in forms}.values())


def _shown(response):
    """Whatever the templates of an answer were given."""
    for context in response.context or ():
        for layer in getattr(context, "dicts", [context]):
            for value in layer.values():
                yield from value if isinstance(value, list | tuple) else [value]


@cache
def stock_sentences():
    """What Django, its accounts and allauth say in Chinese, as one pattern."""
    texts, ours = set(), _texts(settings.LOCALE_PATHS[0])
    for package in ("django.conf", "django.contrib.auth", "allauth"):
        folder = Path(import_module(package).__file__).parent / "locale"
        texts |= _texts(folder)
    patterns = {
        _pattern(text) for text in texts - ours if len(re.findall(r"[\u4e00-\u9fff]", text)) >= 4
    }
    return re.compile("|".join(sorted(patterns)))


def _texts(folder):
    catalogue = gettext.translation("django", folder, ["zh_Hans"])._catalog
    return {text for key, text in catalogue.items() if key and isinstance(text, str)}


def _pattern(text):
    parts = re.split(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}", text)
    return r"[\s\S]{0,80}".join(re.escape(part.strip().rstrip("。.")) for part in parts) + "[。.]?"


def reasons_against(sentence):
    """Why ``sentence`` is not one of ours."""
    if stock_sentences().fullmatch(sentence.strip()):
        yield "words of a framework"
    if foreign := WORD.findall(LATIN.sub("", REPEATED.sub("", sentence))):
        yield f"English {foreign}"
