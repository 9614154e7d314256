"""Every door that takes a file shows it to the scanner: doors are found by walking all forms."""

import json

import pytest
from django import forms
from django.urls import get_resolver
from tests.support.file_doors import DOORS
from tests.support.file_world import World, counts
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

VIRUS = "文件含有病毒"
pytestmark = pytest.mark.django_db

#: What is brought here is hashed piece by piece, opened by nothing and kept nowhere.
ONLY_HASHED = {"pages.issued_page.LookUpForm"}


def subclasses(cls):
    for each in cls.__subclasses__():
        yield each
        yield from subclasses(each)


def test_every_form_with_a_file_is_a_door_of_this_test():
    get_resolver().url_patterns  # noqa: B018 - every door is imported
    rooms = {"catalog", "desk", "ledger", "pages", "portal", "publicity", "registry"}
    rooms |= {"supervision", "workflow"}
    declared = {
        f"{form.__module__}.{form.__qualname__}"
        for form in subclasses(forms.BaseForm)
        if form.__module__.split(".")[0] in rooms
        and any(isinstance(field, forms.FileField) for field in form.base_fields.values())
    }
    ours = {name for name in DOORS if "library_form" not in name} | ONLY_HASHED
    assert declared == ours
    for make, model in ((get_document_form, get_document_model), (get_image_form, get_image_model)):
        bases = {f"{base.__module__}.{base.__qualname__}" for base in make(model()).__mro__}
        assert bases & set(DOORS)


@pytest.mark.parametrize(
    "door",
    [
        pytest.param(door, id=f"{name}-{number}")
        for name, doors in DOORS.items()
        for number, door in enumerate(doors)
    ],
)
def test_what_the_scanner_calls_a_virus_is_refused_at_every_door(
    door, draft, walked, at, time_travel, settings, monkeypatch
):
    seen = []

    def scanner():
        monkeypatch.setattr("files.scanning.import_string", lambda path: verdict(seen))
        settings.MATERIAL_SCANNER = "the scanner"

    time_travel(at.date())
    world = World(draft, walked, time_travel, scanner)
    response = door(world)
    assert response.status_code < 500
    assert VIRUS in words(response)
    assert seen
    assert counts() == world.before


def words(response):
    """What a page or a script's answer says, characters as they are read."""
    if response["Content-Type"] == "application/json":
        return json.dumps(response.json(), ensure_ascii=False)
    return response.content.decode()


def verdict(seen):
    def scan(data):
        seen.append(len(data))
        return "Eicar-Signature"

    return scan
