"""Every address of the portal and of every file × everybody it is not for: 302, 403 or 404.

An address that is in none of the lists below fails the first test: say who it is for.
"""

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.portal_world import PORTAL, portal_address, routes, world_around

from applications.models import AuthorisationAccess, Material, MaterialAccess
from demo import fiction
from desk import urls as desk
from publicity.models import ObjectionEvidenceView
from records import refused_acts
from records.models import AuditEvent
from registry.models import Organisation, User
from supervision.models import EvidenceView

#: Nothing of an applicant's is behind these.
OPEN = {"login", "logout", "join", "correct_address", "privacy", "use_code", "before"}
#: Everybody who has signed in sees their own.
ONES_OWN = {"account", "kept_form"}
#: Of one applicant, whoever acts for it.
OF_THE_UNIT = {
    *("home", "dates", "start", "letters", "letter", "letter_paper", "mail_notices", "people"),
    *("authorisation", "profile", "new_licence", "licence", "drop_licence"),
    *("certificates", "certificate", "print_certificate", "exit", "new_change", "change"),
    *("withdraw_change", "change_file", "stay", "no_sales", "licence_scan"),
    *("sales", "new_sale", "sale", "import_sales", "preview_sales"),
    *("sales_mistakes", "sales_columns", "undo_import", "sale_vouchers", "sale_voucher"),
    *("sales_template", "export_sales"),
    *("replies", "reply", "reply_file", "intents", "intent"),
    *("dishonesty", "dishonesty_entry", "dishonesty_file", "own_archive"),
    *("tokens", "revoke_token"),
}
#: Only for who decides about the applicant's people.
OF_ITS_OWNER = {
    "authorise",
    "withdraw_authorisation",
    "remove_person",
    "change_role",
    "cancel_invitation",
}
#: Of one application and what hangs on it.
OF_A_PAPER = {
    *("application", "particulars", "products", "new_product", "product", "copy_product"),
    *("move_up", "move_down", "benefits", "benefit", "remove_product", "mend", "withdraw", "urge"),
    *("materials", "download", "preview", "preview_file", "take_back", "commitment", "check"),
    *("copy_draft", "start_anew", "use_licence", "questions", "read_answers", "rate"),
    *("discard", "signing", "print", "print_pdf", "print_word", "unsaved"),
    *("photos", "photo", "remove_photo"),
}
#: Addresses that only a press of a button reaches.
PRESSED = {
    "copy_product",
    "copy_draft",
    "remove_product",
    "remove_photo",
    "move_up",
    "move_down",
    "unsaved",
}
PRESSED |= {
    "read_answers",
    "own_archive",
    "revoke_token",
    "urge",
    "print_pdf",
    "print_word",
    "mail_notices",
    "stay",
    "no_sales",
    "use_licence",
}
#: Drawn when asked for; what they show is tested with the papers.
DRAWN = {"print_certificate", "letter_paper"}
#: Of the desk: files of a paper, by the paper's scope; authorisations and evidence, by duty.
FILES_OF_A_PAPER = {"material", "photo", "evidence", "scan"}
FILES_OF_A_PAPER |= {"opinion_file", "proposal_file", "draft_file"}
#: Of no applicant: who reads the tasks of the plan reads them (``tests/desk/test_matrix.py``).
FILES_OF_THE_PLAN = {"progress_file"}
#: Of the register of sales: ``tests/desk/test_vouchers.py``.
FILES_OF_THE_LEDGER = {"sale_voucher"}
FILES_OF_A_UNIT = {"authorisation", "authorisation_scan", "dishonesty_file", "change_file"}
FILES_OF_A_VOICE = {"evidence_file"}


DESK = routes(desk.urlpatterns)


def test_every_address_of_the_portal_is_in_one_list():
    lists = (OPEN, ONES_OWN, OF_THE_UNIT, OF_ITS_OWNER, OF_A_PAPER)
    assert set(PORTAL) == set().union(*lists)
    assert sum(map(len, lists)) == len(PORTAL)


def test_every_address_of_a_file_at_the_desk_is_in_a_list():
    views = {each.name for each in desk.urlpatterns if _sends_files(each)}
    files = {name for name, route in DESK.items() if "uuid" in route} | views
    others = FILES_OF_A_VOICE | FILES_OF_THE_PLAN | FILES_OF_THE_LEDGER
    assert files == FILES_OF_A_PAPER | FILES_OF_A_UNIT | others


def _sends_files(pattern):
    return pattern.callback.view_class.__module__ == "desk.files"


@pytest.fixture
def world(walked, clock):
    """A returned paper with one of everything, and the people who come knocking."""
    return world_around(walked("endorse", products=2, choice="return")[0], clock)


def desk_addresses(world):
    """The addresses of files: of the paper, and of its applicant."""
    material = Material.objects.get(pk=world["material"])
    uid = world["letter_row"].uid
    return {
        reverse("desk:material", args=[material.uid]),
        reverse("desk:photo", args=[world["photo"]]),
        reverse("desk:evidence", args=[0]),
        reverse("desk:authorisation", args=[uid]),
        reverse("desk:authorisation_scan", args=[uid]),
        reverse("desk:evidence_file", args=[world["uid"]]),
        reverse("desk:change_file", args=[world["file"]]),
        reverse("desk:dishonesty_file", args=[world["dishonesty_file"]]),
    }


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def knock(client, addresses):
    """``(address, response)`` of reading and pressing everywhere."""
    for address in sorted(addresses):
        yield address, client.get(address)
        yield address, client.post(address)


def changes():
    """How many rows tell of acts and looks; what was refused leaves a row too, and is neither."""
    acts = AuditEvent.objects.exclude(action=refused_acts.ACT)
    looks = (MaterialAccess, AuthorisationAccess, EvidenceView, ObjectionEvidenceView)
    return [acts.count(), *(model.objects.count() for model in looks)]


@pytest.mark.walk
def test_nobody_else_passes_anywhere(world):
    guarded = {portal_address(name, world) for name in OF_THE_UNIT | OF_ITS_OWNER | OF_A_PAPER}
    with_keys = {address for address in guarded if any(map(str.isdigit, address))}
    stations = Organisation.objects.filter(kind="work_station").exclude(pk=world["station"].pk)
    station = User.objects.get(memberships__organisation=stations.first())
    editor = User.objects.get(username="editor")
    other = User.objects.get(applicant=fiction.applicant(2))
    files = desk_addresses(world)
    knocks = (
        (Client(), guarded | files, {302}),
        (signed_in(other), with_keys, {404, 405}),
        (signed_in(other), files, {302, 403}),
        (signed_in(station), guarded, {403}),
        (signed_in(station), files, {302, 404, 405}),
        (signed_in(editor), guarded, {403}),
        (signed_in(editor), files, {302, 403}),
    )
    before = changes()
    for client, addresses, allowed in knocks:
        for address, response in knock(client, addresses):
            assert response.status_code in allowed, (address, response)
            if response.status_code == 302:
                assert response.url.startswith(("/account/", "/admin/", "/portal/login")), address
    assert changes() == before, "nothing was done and nothing was read"


def test_an_invited_agent_works_on_the_papers_and_decides_nothing_about_people(world):
    client = signed_in(world["agent"])
    for name in (OF_THE_UNIT | OF_A_PAPER) - PRESSED - DRAWN:
        assert client.get(portal_address(name, world)).status_code in (200, 302), name
    before = changes()
    for name in OF_ITS_OWNER:
        response = client.post(portal_address(name, world))
        assert response.status_code == 302, name
        assert response.url == reverse("portal:people"), name
    assert changes() == before
    User.objects.filter(pk=world["agent"].pk).update(is_active=False)
    for name in OF_THE_UNIT | OF_ITS_OWNER | OF_A_PAPER:
        assert client.get(portal_address(name, world)).status_code == 302, name


def test_stored_files_are_under_no_public_address(world, settings):
    row = Material.objects.get(pk=world["material"])
    for stored in (row.file.sealed, world["letter_row"].file.sealed):
        for root in (settings.MEDIA_URL, settings.STATIC_URL, "/"):
            assert Client().get(f"{root}{stored.name}", follow=True).status_code == 404
