"""Who gets through which door of the desk: login, sent off, 404 or in."""

from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Material
from publicity.models import Publicity
from registry.models import Tie
from workflow.positions import open_task

pytestmark = pytest.mark.django_db

#: (address, the roles it is for; none means every officer who may see the paper)
ABOUT_A_PAPER = (
    ("application", ()),
    ("endorse", ("station_officer",)),
    ("benefit", ("fpb_reviewer",)),
    ("quality", ("agri_reviewer",)),
)
ABOUT_AN_ITEM = (
    ("chart", ()),
    ("objection", ("complaint_officer", "fpb_clerk")),
    ("investigate", ("complaint_officer",)),
    ("terminate", ("manager",)),
)
BATCHES = (
    ("assign", "fpb_clerk@fpb"),
    ("notice", "fpb_clerk@fpb"),
    ("report", "fpb_clerk@fpb"),
    ("list", "fpb_clerk@fpb"),
    ("city", "upper_recorder@fpb"),
    ("province", "upper_recorder@fpb"),
    ("national", "upper_recorder@fpb"),
)


def addresses(item):
    material = Material.objects.filter(application=item.application).first()
    return [
        reverse("desk:inbox"),
        *(reverse(f"desk:{name}", args=[item.application_id]) for name, _ in ABOUT_A_PAPER),
        *(reverse(f"desk:{name}", args=[item.pk]) for name, _ in ABOUT_AN_ITEM),
        *(reverse(f"desk:{name}") for name, _ in BATCHES),
        reverse("desk:material", args=[material.uid]),
        reverse("desk:evidence", args=["0" * 64]),
    ]


def test_a_stranger_is_asked_to_sign_in_everywhere(submitted):
    item = submitted
    for address in addresses(item):
        response = Client().get(address)
        assert response.status_code == 302, address
        assert response.url.startswith("/admin/login/"), address


@pytest.mark.parametrize("who", ["applicant", "editor"])
def test_who_holds_no_duty_gets_through_no_door(submitted, signed_in, applicant_of, editor, who):
    item = submitted
    client = signed_in(editor if who == "editor" else applicant_of(item))
    for address in addresses(item):
        response = client.get(address)
        assert response.status_code in (302, 403), address
        if response.status_code == 302:
            assert response.url in ("/admin/", f"/admin/login/?next={address}"), address


@pytest.mark.parametrize("key", [2**31, 2**63 - 1, 2**63, 10**30])
def test_a_number_that_is_nobodys_names_nothing(office, signed_in, key):
    officer = signed_in("station_officer@station-360702105")
    for name in ("application", "endorse", "chart"):
        assert officer.get(reverse(f"desk:{name}", args=[key])).status_code == 404
    assert officer.post(reverse("desk:tie", args=[key])).status_code == 404


def test_to_another_station_the_paper_does_not_exist(paper, signed_in):
    (item,) = paper(serial=1)
    other = signed_in("station_officer@station-360702105")
    assert item.application.station.code != "station-360702105"
    material = Material.objects.filter(application=item.application).first()
    for name in ("application", "endorse"):
        assert other.get(reverse(f"desk:{name}", args=[item.application_id])).status_code == 404
    assert other.get(reverse("desk:chart", args=[item.pk])).status_code == 404
    assert other.get(reverse("desk:material", args=[material.uid])).status_code == 404
    assert other.post(reverse("desk:tie", args=[item.application_id])).status_code == 404
    task = open_task(item, "endorse")
    assert other.post(reverse("desk:claim", args=[task.pk])).status_code == 404
    assert other.post(reverse("desk:release", args=[task.pk])).status_code == 404


def test_the_right_officer_gets_in(submitted, station):
    item = submitted
    client = station(item)
    for name in ("application", "endorse"):
        assert client.get(reverse(f"desk:{name}", args=[item.application_id])).status_code == 200
    chart = client.get(reverse("desk:chart", args=[item.pk]))
    assert chart["Content-Type"].startswith("image/svg+xml")
    assert "工作站认可" in chart.content.decode()


@pytest.mark.parametrize(("name", "duty"), BATCHES)
def test_a_batch_is_for_its_own_role(office, signed_in, name, duty):
    assert signed_in(duty).get(reverse(f"desk:{name}")).status_code == 200
    other = signed_in("agri_reviewer@nyncj").get(reverse(f"desk:{name}"))
    assert (other.status_code, other.url) == (302, "/admin/")


def test_a_reviewer_is_sent_off_from_another_roles_step(item, signed_in):
    response = signed_in("agri_reviewer@nyncj").get(
        reverse("desk:benefit", args=[item.application_id])
    )
    assert (response.status_code, response.url) == (302, "/admin/")


def test_a_draft_exists_for_nobody_at_the_desk(draft, signed_in):
    application = draft()
    response = signed_in("fpb_clerk@fpb").get(reverse("desk:application", args=[application.pk]))
    assert response.status_code == 404


def test_changes_are_made_by_post_only(submitted, station):
    item = submitted
    task = open_task(item, "endorse")
    client = station(item)
    for name, pk in (("claim", task.pk), ("release", task.pk), ("tie", item.application_id)):
        assert client.get(reverse(f"desk:{name}", args=[pk])).status_code == 302
    assert open_task(item, "endorse").owner is None
    assert not Tie.objects.exists()


def test_a_post_without_a_token_is_refused(submitted, user):
    item = submitted
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        user(f"station_officer@{item.application.station.code}"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    task = open_task(item, "endorse")
    assert client.post(reverse("desk:claim", args=[task.pk])).status_code == 403


def test_evidence_is_kept_and_shown_to_who_may_see_the_item(walked, signed_in):
    walked("national")
    notice = Publicity.objects.get(level="national")
    address = reverse("desk:evidence", args=[notice.pk])
    answer = signed_in("upper_recorder@fpb").get(address)
    assert sha256(answer.content).hexdigest() == notice.evidence.sha256
    assert answer["Content-Type"] == "application/pdf"
    assert signed_in("station_officer@station-360702105").get(address).status_code == 404
