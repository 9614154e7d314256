"""Changing the key by the handbook's procedure leaves nothing that only the old key opens."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db.models import FileField
from tests.support.photos import picture

from applications.services import photos
from demo.acts import agent
from demo.papers import pdf
from files import rotation
from files.vault import SealedBinaryField, SealedTextField, opened
from supervision.models import Complaint, EvidenceFile, Objection, PurchaseIntent
from supervision.services import complaints

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
    assert opened(EvidenceFile.objects.get().file) == PAPER
    assert rotation.left_over() == []


def test_until_everything_is_done_the_operator_is_told_what_is_left(full, swap):
    swap()
    left = "；".join(rotation.left_over())
    assert "supervision.Complaint query_code：1 行" in left
    assert "voice/" in left
    assert "photos/" in left


def test_the_command_fails_while_anything_is_sealed_under_another_key(full, swap, monkeypatch):
    swap()
    monkeypatch.setattr(rotation, "_rotate_file", lambda path: (0, 0))
    with pytest.raises(CommandError, match="旧密钥不可删除"):
        call_command("rotate_keys", stdout=io.StringIO())


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
    assert {"applications.Material.file", "supervision.EvidenceFile.file"} <= fields


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

    rooms = {"applications", "catalog", "ledger", "registry", "records", "supervision", "workflow"}
    plain = [
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in rooms
        for field in model._meta.local_concrete_fields
        if isinstance(field, BinaryField) and not isinstance(field, SealedBinaryField | FileField)
    ]
    assert plain == []
