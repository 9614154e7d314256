"""Nothing private in any answer for anybody but its own: role by endpoint by state, with canaries.

A canary is a word that stands in one private place only. The ways in which other systems leaked
(includes that expand what is hidden, lists not narrowed by scope, snippets, names of files, what
errors repeat) are each asked for; an answer that holds a canary fails with its address.
"""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from tests.support.photos import picture
from tests.support.programs import Program
from wagtail.documents import get_document_model

from catalog.services import suspend
from demo.acts import holder
from pages.documents.drafting import draft_document
from pages.models import DocumentPage, PreviewAddress
from pages.previewing.addresses import make_address
from pages.signing import take_down
from publicity import services
from registry.calendars import calendar
from registry.models import User
from supervision.models import Complaint

from .conftest import moment
from .hands import appoint, look_at
from .test_api_writing import ENTRIES, VENUE, changed

AT = moment(2020, 11, 17, 10)
READERS = ("nobody", "unit", "other unit", "editor", "other editor")
#: Whose canary each may read, and where; everything else is a leak.
OWN = {
    "unit": {"ledger": "/ledgers/"},
    "editor": {"draft": "/drafts/"},
}
CANARIES = {
    name: f"金丝雀{sign}号"
    for name, sign in {
        "draft": "甲",
        "file": "乙",
        "scheduled": "丙",
        "taken": "丁",
        "expired": "戊",
        "objector": "己",
        "complaint": "庚",
        "person": "辛",
        "ledger": "壬",
        "consent": "癸",
        "purpose": "子",
    }.items()
} | {"phone": "15400007788"}


@pytest.fixture
def readers(office, django_user_model, clock):
    """Programs with tokens by reader; nobody has none."""
    clock(AT)
    appoint(django_user_model)
    other = django_user_model.objects.create(username="second")
    other.groups.set(User.objects.get(username="editor").groups.all())
    people = {
        "unit": holder("unit_reporter@swj"),
        "other unit": holder("unit_reporter@zgh"),
        "editor": django_user_model.objects.get(username="editor"),
        "other editor": other,
    }
    return {name: Program(person, at=AT) for name, person in people.items()}


@pytest.fixture
def secrets(readers, document, product, notice, clock):
    """Something private of every kind, in every state that hides a page."""
    editor, canary = readers["editor"].person, CANARIES
    file = look_at(
        get_document_model().objects.create(
            title=canary["file"], file=ContentFile(picture(), "a.png"), uploaded_by_user=editor
        )
    )
    words = {"issuer": "示例机关", "written_on": AT.date(), "topic": "示例", "kind": "guide"}
    draft = draft_document(
        by=editor,
        at=AT,
        title=f"{canary['draft']}的草稿",
        paragraphs=[canary["draft"]],
        attachments=[(canary["file"], file)],
        **words,
    )
    make_address(draft, purpose=canary["purpose"], hours=24, by=editor, at=AT)
    document(1, title="公开的通知", consent_record=canary["consent"], public_review_ref="癸字")
    document(2, title=canary["scheduled"], published_at=AT + timedelta(days=2), at=AT)
    take_down(document(3, title=canary["taken"]), by=None, at=AT, because=canary["taken"])
    ended = document(4, title=canary["expired"])
    DocumentPage.objects.filter(pk=ended.pk).update(expire_at=AT - timedelta(days=1))
    _of_people(product, notice)
    clock(moment(2020, 6, 3, 10))
    answer = readers["unit"].post(ENTRIES, changed(operator=canary["ledger"]))
    assert answer.status_code == 201, answer.content.decode()
    clock(AT)
    return {"draft": draft, "file": file, "hidden": [draft, ended]}


def _of_people(product, notice):
    """An applicant's private columns, an objector, a complainant."""
    page, canary = product(0), CANARIES
    applicant = page.certificate.applicant
    applicant.contact_person, applicant.phone = canary["person"], canary["phone"]
    applicant.legal_representative = canary["person"]
    applicant.save()
    suspend(product(1).certificate, by=None, at=AT, because=canary["complaint"],
            reason="quality_safety")  # fmt: skip
    entry = notice(products=2).publicity.entries.first()
    when = moment(2020, 9, 30, 10)
    services.object_to(
        entry, channel="web", content=canary["objector"], person_name=canary["objector"], at=when
    )
    services.hold(entry, calendar=calendar(), at=when)


def addresses(client, secrets):
    """Every address that can be read, in the ways that have leaked elsewhere."""
    description = client.get("/api/v1/openapi.json").json()
    paths = [path for path, operations in description["paths"].items() if "get" in operations]
    plain = [path for path in paths if "{" not in path]
    lists = ("documents", "notices", "products", "results", "removals", "bulletins")
    asked = [f"/api/v1/{name}?include=all&limit=100" for name in lists]
    asked += [f"/api/v1/{name}?cursor=0&include=all&limit=100" for name in lists]
    asked += ["/api/v1/changes?changed_since=0&limit=500", "/api/v1/working-days?year=2020"]
    for word in CANARIES.values():
        asked += [f"/api/v1/documents?q={word[:3]}", f"/api/v1/search?q={word[:3]}"]
        asked += [f"/api/v1/search/suggestions?q={word[:3]}", f"/api/v1/products?q={word[:3]}"]
    for page in secrets["hidden"]:
        asked += [f"/api/v1/documents/{page.slug}", f"/api/v1/pages/{page.pk}"]
        asked += [f"/api/v1/pages?path={page.url_path}", f"/api/v1/drafts/documents/{page.pk}"]
        asked += [page.get_url(), f"{page.get_url()}document.pdf", f"{page.get_url()}versions/1/"]
    asked += [secrets["file"].url, "/api/v1/drafts/files", f"/api/v1/{ENTRIES}/GUI-01"]
    asked += [f"/api/v1/{ENTRIES}", "/sitemap.xml", "/feeds/documents.atom", "/sitemap/"]
    asked += ["/api/v1/preview/x", "/preview/x/", "/api/v1/openapi.json"]
    below = {each["api_url"] for path in asked for each in items(client, path)}
    return sorted({*plain, *asked, *below})


def items(client, path):
    answer = client.get(path)
    if answer.status_code != 200 or "json" not in answer["Content-Type"]:
        return []
    data = answer.json()
    rows = data.get("items", []) if isinstance(data, dict) else []
    return [row for row in rows if isinstance(row, dict) and "api_url" in row]


def said(answer):
    """All that an answer says: its body and its headers."""
    body = b"".join(answer) if answer.streaming else answer.content
    text = body.decode(errors="replace")
    if "json" in answer.get("Content-Type", "") and text:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return text + str(dict(answer.items()))


@pytest.mark.walk
@pytest.mark.timeout(1200)
def test_a_canary_is_read_by_nobody_but_its_own(secrets, readers, client):
    paths = addresses(client, secrets)
    assert len(paths) > 80
    sings = {reader: set() for reader in READERS}
    leaks = []
    for reader in READERS:
        headers = readers[reader].headers if reader in readers else {}
        for path in paths:
            text = said(client.get(path, headers=headers))
            for name, word in CANARIES.items():
                if word not in text or word in path:
                    continue
                sings[reader].add(name)
                if OWN.get(reader, {}).get(name, "\0") not in path:
                    leaks.append((reader, name, path))
    assert leaks == []
    assert {name: names for name, names in sings.items() if names} == {
        "unit": {"ledger"},
        "editor": {"draft"},
    }


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (ENTRIES, {**VENUE, "cells": {**VENUE["cells"], "number": "GUI-01"}}),
        ("drafts/documents", {"kind": "guide", "title": "甲"}),
    ],
)
def test_what_is_refused_repeats_nothing_of_others(secrets, readers, path, words):
    for reader in ("unit", "other unit", "editor", "other editor"):
        text = said(readers[reader].post(path, words))
        assert [word for word in CANARIES.values() if word in text] == []


def test_what_a_program_may_not_read_it_may_not_change(secrets, readers):
    draft, others = secrets["draft"], ("unit", "other unit", "other editor")
    for reader in others:
        program = readers[reader]
        for answer in (
            program.put(f"drafts/documents/{draft.pk}", {"title": "别人的"}),
            program.post(f"drafts/documents/{draft.pk}/hand-in", {}),
        ):
            assert answer.status_code in (403, 404, 422), reader
    assert draft.get_latest_revision_as_object().title == f"{CANARIES['draft']}的草稿"
    assert PreviewAddress.objects.get().use_count == 0
    assert not Complaint.objects.exists()
