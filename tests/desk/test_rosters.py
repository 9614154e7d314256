"""R65: a roster is shown for a stated purpose only, and every look at it is remembered."""

from hashlib import sha256

import pytest
from tests.support.desk import page

from applications.models import Material, MaterialAccess

pytestmark = pytest.mark.django_db


def material(item, restricted):
    materials = Material.objects.filter(application=item.application)
    return next(each for each in materials if each.is_restricted is restricted)


def test_an_ordinary_material_is_shown_at_once(submitted, station):
    item = submitted
    plain = material(item, restricted=False)
    answer = station(item).get(page("material", plain.uid))
    assert sha256(answer.content).hexdigest() == plain.sha256
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert MaterialAccess.objects.get().purpose == "审核办理"


def test_a_roster_asks_for_the_purpose_and_keeps_it(submitted, station, user):
    item = submitted
    roster = material(item, restricted=True)
    client = station(item)
    question = client.get(page("material", roster.uid))
    assert "查阅目的" in question.content.decode()
    assert not MaterialAccess.objects.exists()
    answer = client.post(page("material", roster.uid), {"purpose": "核对带动人数"})
    assert answer["Content-Type"] == "application/pdf"
    access = MaterialAccess.objects.get()
    assert (access.material, access.purpose) == (roster, "核对带动人数")
    assert access.user == user(f"station_officer@{item.application.station.code}")


def test_without_a_purpose_nothing_is_shown(submitted, station):
    item = submitted
    roster = material(item, restricted=True)
    refused = station(item).post(page("material", roster.uid), {"purpose": " "})
    assert refused.status_code == 422
    assert "查阅名册须填写目的" in refused.content.decode()
    assert not MaterialAccess.objects.exists()


def test_a_lost_file_is_told_and_never_a_crash(paper, station):
    (item,) = paper()
    plain = material(item, restricted=False)
    plain.file.sealed.storage.delete(plain.file.sealed.name)
    answer = station(item).get(page("material", plain.uid), follow=True)
    assert "已损坏或丢失" in answer.content.decode()
