"""What no browser sends, at every address: a refusal in words, never an error of the server."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.support.portal_world import PORTAL, portal_address, world_around

NAMED = re.compile(r'\sname="([\w.\-]+)"')
KEY = re.compile(r"/\d+/")
#: In place of a key, a number, a day, a choice, a version, a signed ticket, whatever it is.
ODD = {
    "words": "不是数字",
    "huge": "9" * 40,
    "below zero": "-1",
    "nul": "1\x002",
    "nan": "NaN",
    "exponent": "1e999999",
    "no day": "2020-02-31",
    "half a number": "1.5",
    "surrogate": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "full width": "１２",
    "long": "长" * 70_000,
}
#: Typed by nobody: what a door reads besides the fields of its page.
BESIDES = {"photo", "token", "kind", "save", "version", "form", "page", "like", "replaces", "keep"}
#: Ends the session; the addresses after it would knock as strangers.
ENDS = {"logout"}
FILES = (
    lambda: SimpleUploadedFile("甲.pdf", b"", "application/pdf"),
    lambda: SimpleUploadedFile("x" * 300 + ".pdf", b"%PDF-1.7\x00", "text/html"),
)
#: Forms of the public, without any session.
PUBLIC = (
    *("supervision:follow", "supervision:complain", "supervision:rate", "supervision:intend"),
    *("supervision:report_site", "public:look_up", "public:reading", "public:subscribe"),
    *("account_login", "account_reset_password", "portal:login", "portal:use_code"),
)


@pytest.fixture
def world(walked, clock):
    return world_around(walked("endorse", products=2, choice="return")[0], clock)


def names_on(page):
    """What the fields and buttons of a page are called."""
    if page.streaming or not page.get("Content-Type", "").startswith("text/html"):
        return set()
    return set(NAMED.findall(page.content.decode()))


def forms_for(page):
    """Whatever the page has, filled with one odd thing after the other; and nothing at all."""
    names = sorted((names_on(page) | BESIDES) - {"csrfmiddlewaretoken"})
    yield "nothing", {}
    for words, value in ODD.items():
        yield words, dict.fromkeys(names, value)
        yield f"{words}, twice", {name: [value, value] for name in names}
    for number, file in enumerate(FILES):
        yield f"file {number}", {name: file() for name in names}


def knocked(client, address):
    """``[(address, what was odd, status)]`` of all that ended in an error of the server."""
    wrong = []
    for words, sent in forms_for(client.get(address)):
        mark = transaction.savepoint()
        answer = client.post(address, sent)
        transaction.savepoint_rollback(mark)
        if answer.status_code >= 500:
            wrong.append((address, words, answer.status_code))
    elsewhere = KEY.sub(f"/{ODD['huge']}/", address)
    for answer in (client.get(elsewhere), client.post(elsewhere)):
        if answer.status_code >= 500:
            wrong.append((elsewhere, "key", answer.status_code))
    return wrong


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.walk
@pytest.mark.timeout(900)
def test_nothing_sent_to_the_portal_is_an_error_of_the_server(world):
    client, wrong = signed_in(world["owner"]), []
    for name in sorted(set(PORTAL) - ENDS):
        wrong += knocked(client, portal_address(name, world))
    assert wrong == []


@pytest.mark.walk
@pytest.mark.timeout(900)
def test_nothing_sent_to_a_form_of_the_public_is_an_error_of_the_server(office):
    client, wrong = Client(raise_request_exception=False), []
    for name in PUBLIC:
        wrong += knocked(client, reverse(name))
    assert wrong == []
