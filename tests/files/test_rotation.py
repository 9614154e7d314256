"""Changing the key by the handbook's procedure leaves nothing that only the old key opens."""

import io
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db.models import FileField
from tests.support.listed import listed
from tests.support.photos import picture

from applications.models import Item
from applications.services import authorisations, materials, photos
from demo.acts import agent
from demo.papers import pdf
from demo.timetables import moment
from exchange.services.webhooks import subscribe
from files import delivery, rotation
from files.vault import SealedBinaryField, SealedTextField, opened, seal, unseal
from pages.documents.editions import get_edition
from pages.subscribing import services as subscribing
from publicity.models import Objection, Publicity, PublicityEntry
from publicity.services import object_to
from records import kept_forms
from registry.models import Organisation
from supervision.models import Complaint, EvidenceFile, PurchaseIntent
from supervision.services import complaints, intents
from supervision.services.ratings import rate
from supervision.services.site_reports import report_site

pytestmark = pytest.mark.django_db
OLD = Fernet.generate_key().decode()
PAPER = pdf("证据")


@pytest.fixture
def full(draft, at):
    """A thing of every kind that is sealed: text columns, evidence, a photo, a letter."""
    application = draft(1)
    by = agent(application.applicant_id)
    photos.add(application.items.get(), data=picture(), alt_text="竹筐里的脐橙", by=by, at=at)
    complaint = complaints.receive(
        source="web",
        at=at,
        subject_kind="product",
        about_text="某产品",
        category="quality",
        content="包装上的说明与产品不符，请核查。",
        person_name="示例投诉人",
        person_contact="0797-8200000",
        evidence=[("照片.pdf", PAPER)],
    )
    return complaint


@pytest.fixture
def everything(walked, draft, at, user):
    """``everything()``: what can be read of one row of every kind, by column; and the loose ones.

    A district with a listed product, an objection, a complaint with a question to its applicant, a
    purchase intent, a letter of authority, a draft with a material and a photo, a kept form, a
    second factor, a front end that is told of changes, and a file that an opinion rests on.
    """
    made = _everything(walked, draft, at, user)
    return lambda: {**_columns(), **{f"loose {name}": read() for name, read in made.items()}}


def _columns():
    """``{"supervision.Complaint.person_name": [texts]}`` of all columns and private files."""
    found = {
        f"{model._meta.label}.{name}": [
            unseal(bytes(value)) if isinstance(value, bytes | memoryview) else value
            for value in model._base_manager.order_by("pk").values_list(name, flat=True)
        ]
        for model, name in rotation.sealed_columns()
    }
    for field in rotation.private_file_fields():
        rows = field.model._base_manager.order_by("pk")
        found[f"{field}"] = [opened(getattr(row, field.name)) for row in rows]
    return found


def _everything(walked, draft, at, user):
    walked("notice")
    objection = object_to(
        PublicityEntry.objects.get(),
        channel="letter",
        content="带动户数与实际不符",
        person_name="示例异议人",
        person_contact="0797-8200009",
        evidence=[("来信.pdf", pdf("来信"))],
        at=Publicity.objects.get().published_at,
        by=user("fpb_clerk@fpb"),
    )
    assert objection.query_code
    application = draft(1, serial=3)
    by = agent(application.applicant_id)
    photos.add(application.items.get(), data=picture(), alt_text="竹筐里的脐橙", by=by, at=at)
    materials.attach(application, "M2_licence", name="证.pdf", data=pdf("证"), by=by, at=at)
    authorisations.hand_in(
        application.applicant,
        agent_name="测试受托人",
        valid_from=at.date(),
        valid_until=at.date(),
        name="委托书.pdf",
        data=pdf("委托书"),
        by=by,
        at=at,
    )
    complaints.receive(
        source="web",
        at=at,
        subject_kind="product",
        about_text="某产品",
        category="quality",
        content="包装上的说明与产品不符，请核查。",
        person_name="示例投诉人",
        person_contact="0797-8200000",
        evidence=[("照片.pdf", PAPER)],
    )
    intents.submit(
        listed(serial=2),
        buyer_kind="unit",
        buyer_name="示例食堂",
        buyer_contact="0797-8000000",
        request_text="每月100公斤",
        at=moment(date(2020, 6, 1)),
    )
    subscribe(title="示例网站", address="https://example.com/hook", kinds=[], by=by, at=at)
    kept_forms.keep("/portal/", {"a": ["1"]}, user=by, at=at)
    factor = Authenticator.objects.create(
        user=by, type="totp", data={"secret": seal(b"totp").decode()}
    )

    def secret():
        factor.refresh_from_db()
        return unseal(factor.data["secret"].encode())

    subscribing.ask("documents", "文件", address="reader@example.com", at=at)
    report_site(page_url="/", kind="wrong", content="电话打不通", person_contact="示例", at=at)
    about = {"item": Item.objects.first(), "round": 1, "step": "endorse"}
    office = Organisation.objects.first()
    person = user("fpb_clerk@fpb")
    rate(grade=5, words="办得快", organisation=office, about_user=person, at=at, **about)
    return {"second factor": secret}


@pytest.fixture
def swap(settings):
    """The handbook's first step: a new key, the old one kept for reading; undone at the end."""
    first = settings.MATERIAL_KEY

    def change():
        settings.MATERIAL_KEY, settings.MATERIAL_KEYS_RETIRED = OLD, [first]

    yield change
    settings.MATERIAL_KEY, settings.MATERIAL_KEYS_RETIRED = first, [OLD]
    for path in rotation.sealed_files():
        rotation._rotate_file(path)


def test_a_complaint_its_file_and_a_photo_open_after_the_old_key_is_gone(full, settings, swap):
    swap()
    call_command("rotate_keys", stdout=io.StringIO())
    settings.MATERIAL_KEYS_RETIRED = []
    again = Complaint.objects.get(pk=full.pk)
    assert (again.person_name, again.query_code) == ("示例投诉人", full.query_code)
    assert delivery.read(EvidenceFile.objects.get().file) == PAPER
    assert rotation.left_over() == []


def test_until_everything_is_done_the_operator_is_told_what_is_left(full, swap):
    swap()
    left = "；".join(rotation.left_over())
    assert "supervision.Complaint query_code：1 行" in left
    assert left.count("文件 kept/") == 2


def test_the_command_fails_while_anything_is_sealed_under_another_key(full, swap, monkeypatch):
    swap()
    monkeypatch.setattr(rotation, "_rotate_file", lambda path: (0, 0))
    with pytest.raises(CommandError, match="旧密钥不可删除"):
        call_command("rotate_keys", stdout=io.StringIO())


def test_one_file_that_no_key_opens_is_named_and_stops_nothing_else(full, swap):
    from files.models import private_storage

    private_storage().save("a/broken", ContentFile(b"GS1:00000000:no token"))
    try:
        swap()
        with pytest.raises(CommandError, match="文件 a/broken"):
            call_command("rotate_keys", stdout=io.StringIO())
        assert rotation.left_over() == ["文件 a/broken"]
    finally:
        private_storage().delete("a/broken")


def test_drawn_editions_are_not_sealed_and_do_not_stop_a_change_of_keys(full, swap):
    get_edition("<p>文件</p>", "pdf", lambda html: b"%PDF-1.7 drawn", at=moment(date(2020, 5, 1)))
    swap()
    call_command("rotate_keys", stdout=io.StringIO())
    assert rotation.left_over() == []


def test_the_handbooks_procedure_loses_nothing_of_any_kind(everything, settings, swap):
    """Each kind of sealed thing is made, the key changed, the old one thrown away, all read."""
    before = everything()
    assert all(before.values()), before
    swap()
    call_command("rotate_keys", stdout=io.StringIO())
    settings.MATERIAL_KEYS_RETIRED = []
    assert everything() == before


def test_every_kind_of_sealed_thing_is_in_that_walk(everything):
    """A new sealed column or private file fails here until the walk above reads it."""
    kinds = {f"{model._meta.label}.{name}" for model, name in rotation.sealed_columns()}
    kinds |= {f"{field}" for field in rotation.private_file_fields()}
    assert kinds == {kind for kind in everything() if "." in kind}


def test_every_sealed_column_and_private_file_of_every_model_is_visited():
    """By kind and not by a list: a new column counts from its first day."""
    visited = set(rotation.sealed_columns())
    for model in (Complaint, Objection, PurchaseIntent):
        sealed = {
            (model, field.name)
            for field in model._meta.local_concrete_fields
            if isinstance(field, SealedTextField | SealedBinaryField)
        }
        assert sealed
        assert sealed <= visited
    fields = {str(field) for field in rotation.private_file_fields()}
    assert {"files.StoredFile.sealed"} == fields


def test_a_file_in_a_folder_that_nobody_thought_of_is_rotated_too(full, swap):
    from files.models import private_storage
    from files.vault import sealed

    private_storage().save("somewhere/new/file", sealed(b"x"))
    swap()
    call_command("rotate_keys", stdout=io.StringIO())
    assert rotation.left_over() == []
    assert "somewhere/new/file" in set(rotation.sealed_files())


def test_no_bytes_are_sealed_in_a_column_of_another_kind():
    """A plain BinaryField would be passed over when keys change."""
    from django.apps import apps
    from django.db.models import BinaryField

    rooms = {"applications", "catalog", "ledger", "publicity", "registry", "records"}
    rooms |= {"supervision", "workflow"}
    plain = [
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in rooms
        for field in model._meta.local_concrete_fields
        if isinstance(field, BinaryField) and not isinstance(field, SealedBinaryField | FileField)
    ]
    assert plain == ["records.HeadStamp.response"], "a time stamp is there to be shown"
