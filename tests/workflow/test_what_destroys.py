"""The lists that fail when something new destroys, or a new model holds files."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from tests.test_house import find, tree

from workflow import preserved_files

pytestmark = pytest.mark.django_db

#: Whatever deletes rows or bytes, by module: the test that holds it back, or why it may.
TESTED = {
    "applications/services/discarding.py": "test_a_unit_deletes_nothing_of_what_must_stay",
    "applications/services/drafts.py": "test_a_unit_deletes_nothing_of_what_must_stay",
    "applications/services/materials.py": "test_what_a_preserved_paper_shares_with_another",
    "files/destroying.py": "test_what_a_preserved_paper_shares_with_another",
    "files/orphans.py": "test_sealed_bytes_without_a_row_wait",
    "records/kept_forms.py": "test_traces_of_the_people_of_a_preserved_unit",
    "registry/guessing.py": "test_traces_of_the_people_of_a_preserved_unit",
    "registry/tokens.py": "test_traces_of_the_people_of_a_preserved_unit",
    "workflow/services/disposals.py": "test_a_file_of_the_archive_cannot_be_listed",
    "workflow/services/orphans.py": "test_sealed_bytes_without_a_row_wait",
    "workflow/services/retention.py": "test_rosters_past_their_months_wait",
}
TYPED = "what somebody had typed and not yet saved or signed; it was never part of a paper"
COUNTS = "counters, beats, marks and links of the system; no paper and no person is in them"
LIBRARY = "words and files of the public site, of no application, complaint or unit"
FREE = {
    "applications/services/licences.py": "refused by the same question as discarding a draft",
    "applications/services/photos.py": "refused by the same question as discarding a draft",
    "applications/services/unsaved.py": TYPED,
    "catalog/services.py": "a photograph of the public catalogue, taken away on record",
    "config/background.py": COUNTS,
    "config/caches.py": COUNTS,
    "config/sessions.py": TYPED,
    "desk/bulk.py": "somebody's saved filter",
    "doors/admissions.py": COUNTS,
    "doors/table_exports.py": "a copy that somebody asked for; the rows themselves stay",
    "exchange/services/webhooks.py": "what was told of public changes, and arrived",
    "files/rotation.py": "the same bytes under the new key",
    "ledger/services/file_imports.py": "a file not yet confirmed; its bytes wait as nobody's",
    "ledger/services/imports.py": "a file not yet confirmed; its bytes wait as nobody's",
    "ledger/services/tasks.py": "lines of a plan that is typed anew, before it is confirmed",
    "pages/after_migrate.py": LIBRARY,
    "pages/documents/editions.py": LIBRARY,
    "pages/documents/file_doors.py": LIBRARY,
    "pages/machines/outer_links.py": COUNTS,
    "pages/privacy/file_lifting.py": LIBRARY,
    "pages/privacy/stock.py": LIBRARY,
    "pages/privacy/waiting_claims.py": LIBRARY,
    "pages/site_tree.py": LIBRARY,
    "pages/subscribing/services.py": "addresses of readers of the public site",
    "pages/word_in/services.py": LIBRARY,
    "portal/views/kept_form.py": TYPED,
    "portal/views/sales_files.py": "a file not yet confirmed; its bytes wait as nobody's",
    "printing/word.py": "styles of a blank Word paper, before anything is written in it",
    "records/heartbeats.py": COUNTS,
    "records/job_failures.py": COUNTS,
    "records/jobs.py": COUNTS,
    "records/prepared.py": COUNTS,
    "records/public_writes.py": COUNTS,
    "registry/access_codes.py": "the second factor that a person lost; its act is on record",
    "registry/addresses.py": "the former mailbox of an account; its act is on record",
    "registry/listed_words.py": "what a process remembers of the list; its rows stay",
    "registry/officers.py": "a duty that never began; its act is on record",
    "registry/registering.py": "an account that nobody ever proved; no unit came of it",
    "workflow/services/corrections.py": "an outcome not yet told, recorded anew by two",
    "workflow/services/opinions.py": TYPED,
    "workflow/services/reversals.py": "a signature taken back; its words stay in the reversal",
    "workflow/services/upper.py": "a report without lines",
}
DESTROYING = {"delete", "destroy", "forget", "_delete_bytes"}


def destroyers():
    """The modules of the house in which something is deleted, destroyed or forgotten."""
    site = settings.ROOT / "site"
    for path in site.rglob("*.py"):
        place = path.relative_to(site)
        if "migrations" in place.parts or place.parts[0] == "demo":
            continue
        calls = find(tree(path), ast.Call)
        names = {getattr(each.func, "attr", getattr(each.func, "id", "")) for each in calls}
        if names & DESTROYING:
            yield place.as_posix()


def test_everything_that_destroys_is_held_back_above_or_says_why_it_need_not_be():
    assert set(destroyers()) == {*TESTED, *FREE}
    text = "".join(
        path.read_text("utf-8") for path in Path(__file__).parent.glob("test_preserv*.py")
    )
    assert [name for name in TESTED.values() if f"def {name}" not in text] == []


def test_every_model_that_holds_files_says_whose_they_are():
    labels = {model._meta.label for model, _column in preserved_files.holders()}
    assert labels == {*preserved_files.PATHS, *preserved_files.OF_NOBODY}
    for model, _column in preserved_files.holders():
        paths = preserved_files.PATHS.get(model._meta.label, ())
        assert [path for path in paths if path and model.objects.filter(**{path: 1}).exists()] == []
