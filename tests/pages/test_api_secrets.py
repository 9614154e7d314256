"""Nothing private in any answer for anybody but its own: role by endpoint by state, with canaries.

A canary is a word that stands in one private place only. The ways in which other systems leaked
(includes that expand what is hidden, lists not narrowed by scope, snippets, names of files, what
errors repeat) are each asked for; an answer that holds a canary fails with its address.
"""

import io
import json
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from tests.support.programs import Program
from wagtail.documents import get_document_model

from catalog.services import suspend
from demo import fiction
from demo.acts import agent, holder
from ledger.services import record_sale
from pages.documents.drafting import draft_document
from pages.models import DocumentPage, PreviewAddress
from pages.previewing.addresses import make_address
from pages.signing import take_down
from publicity import services
from registry.calendars import calendar
from registry.models import User
from supervision.models import Complaint

from .conftest import moment
from .hands import appoint
from .test_api_writing import ENTRIES, VENUE, changed

AT = moment(2020, 11, 17, 10)
READERS = ("nobody", "unit", "other unit", "editor", "other editor", "seller", "other seller")
PROGRAMS = READERS[1:]
#: Whose canary each may read, and where; everything else is a leak.
OWN = {
    "unit": {"ledger": "/ledgers/"},
    "editor": {"draft": "/drafts/"},
    "seller": {"sale": "/own/sales"},
}
#: A word of a file that everybody may read: if it is not heard, no file was read at all.
OPEN = "公开的附件里的话"
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
        "attached": "丑",
        "sale": "寅",
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
    programs = {name: Program(person, at=AT) for name, person in people.items()}
    for name, serial in (("seller", 1), ("other seller", 2)):
        person = agent(fiction.applicant(serial).pk)
        programs[name] = Program(person, at=AT, scopes=["sales"])
    return programs


@pytest.fixture
def secrets(readers, document, product, notice, clock):
    """Something private of every kind, in every state that hides a page."""
    editor, canary = readers["editor"].person, CANARIES
    file = _file(canary["file"], canary["attached"], editor)
    words = {
        "issuer": "示例机关",
        "written_on": AT.date(),
        "topic": "农业、林业、水利",
        "kind": "guide",
    }
    draft = draft_document(
        by=editor,
        at=AT,
        title=f"{canary['draft']}的草稿",
        paragraphs=[canary["draft"]],
        attachments=[(canary["file"], file)],
        **words,
    )
    make_address(draft, purpose=canary["purpose"], hours=24, by=editor, at=AT)
    attached = [("公开的附件", _file("公开的附件", OPEN, editor))]
    open_words = {"consent_record": canary["consent"], "public_review_ref": "癸字"}
    document(1, title="公开的通知", attachments=attached, **open_words)
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


def _file(title, words, by):
    """A file of the library that says ``words``."""
    content = ContentFile(words.encode(), "file.txt")
    return get_document_model().objects.create(title=title, file=content, uploaded_by_user=by)


def _of_people(product, notice):
    """An applicant's private columns and sales, an objector, a complainant."""
    page, canary = product(0), CANARIES
    sold = {"quantity": Decimal(1), "unit": "箱", "unit_price_fen": 100, "sold_on": AT.date()}
    sold |= {"channel": "counter", "buyer_type": "trader", "buyer_name": canary["sale"]}
    record_sale(page.certificate, by=None, at=AT, source="platform_import", external_id="1", **sold)
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
    asked = sorted({*plain, *asked, *below})
    return sorted({*asked, *files(client, asked)})


FILE = re.compile(
    r"http://testserver(/[^\"\s]+\.(?:pdf|docx|xlsx|csv|txt|zip|json|jsonld|atom|rss))"
)


def files(client, paths):
    """Every file to take away that an answer names, and those of the open data."""
    named = {file for path in paths for file in FILE.findall(said(client.get(path)))}
    data = [reverse("public:data_file", args=[form]) for form in ("xlsx", "csv", "json")]
    return {*named, *data, reverse("public:dcat"), reverse("public:verify_status")}


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
    text = unpacked(body)
    if "json" in answer.get("Content-Type", "") and text:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return text + str(dict(answer.items()))


def unpacked(body):
    """What ``body`` says, in whatever it is packed: archives, Office files, PDF."""
    if body.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(body) as paper:
            return "".join(page.get_textpage().get_text_bounded() for page in paper)
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(f"{name}{unpacked(archive.read(name))}" for name in archive.namelist())


@pytest.mark.walk
@pytest.mark.timeout(1200)
def test_a_canary_is_read_by_nobody_but_its_own(secrets, readers, client):
    paths = addresses(client, secrets)
    assert len(paths) > 80
    assert {".xlsx", ".csv", ".docx", ".txt"} <= {path[path.rfind(".") :] for path in paths}
    sings, heard = {reader: set() for reader in READERS}, set()
    leaks = []
    for reader in READERS:
        headers = readers[reader].headers if reader in readers else {}
        for path in paths:
            text = said(client.get(path, headers=headers))
            heard |= {reader} if OPEN in text else set()
            for name, word in CANARIES.items():
                if word not in text or word in path:
                    continue
                sings[reader].add(name)
                if OWN.get(reader, {}).get(name, "\0") not in path:
                    leaks.append((reader, name, path))
    assert leaks == []
    assert heard == {*READERS}
    assert {name: names for name, names in sings.items() if names} == {
        "unit": {"ledger"},
        "editor": {"draft"},
        "seller": {"sale"},
    }


@pytest.mark.parametrize("name", ["desk:inbox", "desk:tokens", "portal:home", "portal:tokens"])
def test_a_token_opens_the_api_and_no_other_door(readers, client, name):
    for reader in PROGRAMS:
        answer = client.get(reverse(name), headers=readers[reader].headers)
        assert answer.status_code == 302, reader
        assert "login" in answer["Location"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (ENTRIES, {**VENUE, "cells": {**VENUE["cells"], "number": "GUI-01"}}),
        ("drafts/documents", {"kind": "guide", "title": "甲"}),
    ],
)
def test_what_is_refused_repeats_nothing_of_others(secrets, readers, path, words):
    for reader in PROGRAMS:
        text = said(readers[reader].post(path, words))
        assert [word for word in CANARIES.values() if word in text] == []


def test_what_a_program_may_not_read_it_may_not_change(secrets, readers):
    draft, others = secrets["draft"], [each for each in PROGRAMS if each != "editor"]
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
