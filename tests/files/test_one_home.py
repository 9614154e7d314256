"""A file at rest has one home, one way in and one way out."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import PROTECT, FileField
from tests.support.stored import stored

from files.delivery import deliver
from files.models import StoredFile

SITE = Path(__file__).resolve().parents[2] / "site"
ROOMS = {path.parent.name for path in SITE.glob("*/__init__.py")}
SOURCES = [path for path in SITE.rglob("*.py") if "migrations" not in path.parts]
#: The only columns of files in our models; the library's own are Wagtail's.
FILE_COLUMNS = {"files.StoredFile.sealed": "what somebody handed in, or a paper that we sent"}


def links():
    return [each for each in StoredFile._meta.get_fields(include_hidden=True) if each.one_to_many]


def test_a_file_of_our_models_is_a_stored_file_and_nothing_else():
    columns = {
        str(field)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField)
    }
    assert columns == set(FILE_COLUMNS)


def test_whatever_holds_a_file_protects_it():
    holders = {each.related_model.__name__ for each in links()}
    assert holders >= {
        *("Material", "Authorisation", "Photo", "EvidenceFile", "OpinionFile", "ProposalFile"),
        *("OpinionDraftFile", "UpperReview", "Publicity", "Document"),
    }
    assert {each.on_delete for each in links()} == {PROTECT}


@pytest.mark.parametrize(
    ("call", "homes"),
    [
        ("StoredFile(", {"files/intake.py", "files/models.py"}),
        ("reasons_against_file(", {"files/kinds.py", "files/intake.py", "pages"}),
        ("refused_if_infected(", {"files", "ledger", "pages"}),
        ("opened(", {"files", "workflow/services/scans.py"}),
        ("sealed(", {"files"}),
    ],
)
def test_nobody_else_opens_judges_seals_or_makes_one(call, homes):
    """The library (Wagtail's) and sheets of sales, whose bytes are not kept, use the readers."""
    is_called = re.compile(rf"(?<![\w.]){re.escape(call)}")
    callers = {
        path.relative_to(SITE).as_posix() for path in SOURCES if is_called.search(path.read_text())
    }
    strangers = {path for path in callers if not {path, path.split("/")[0]} & homes}
    assert strangers == set()


@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.docx"])
def test_every_file_goes_out_with_the_same_headers(name):
    mime = {"pdf": "application/pdf", "jpg": "image/jpeg"}.get(name[2:], "application/zip")
    for is_shown in (True, False):
        response = deliver(b"x", mime, name, is_shown=is_shown)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        is_saved = response["Content-Disposition"].startswith("attachment")
        assert is_saved == (not is_shown or name == "a.docx")


def test_a_file_says_what_it_is_who_handed_it_in_and_when(office, at, user):
    by = user("fpb_clerk@fpb")
    file = stored(at, "C:\\报告\\甲.pdf", by=by)
    assert (file.name, file.mime, file.sent_by, file.taken_at) == (
        *("甲.pdf", "application/pdf"),
        *(by, at),
    )
    assert "甲" not in file.sealed.name
