"""A real office opens from one file: nothing fictional, no password in anybody's hands."""

import tomllib

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from desk.loading.opening import BadPlan, open_office
from pages.models import DocumentIndexPage, HomePage
from registry.models import Membership, Organisation, RuleSet, Township, User
from registry.names import forget
from workflow.invariants import violations

FILE = settings.ROOT / "deploy" / "office.toml"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def opened(plan):
    open_office(plan)
    forget()
    return plan


def test_the_example_opens_a_site_with_offices_rules_and_people(opened, client):
    assert HomePage.objects.count() == 1
    assert DocumentIndexPage.objects.count() > 3
    assert Township.objects.count() == 2
    assert RuleSet.objects.get().office.full_name == "示例区扶贫办公室"
    assert Membership.objects.filter(role="station_officer").get().organisation.code == (
        "station-360702101"
    )
    assert violations() == []
    assert client.get("/").status_code == 200


def test_nothing_of_the_fictional_district_is_shown(opened, client):
    for path in ("/", "/complaints/new/", "/verify/", "/account/login/"):
        assert "虚构" not in client.get(path).content.decode(), path


def test_everybody_sets_a_password_by_the_address_in_the_file(opened, client):
    assert not any(user.has_usable_password() for user in User.objects.all())
    client.post(reverse("account_reset_password"), {"email": "shouli@example.gov.cn"})
    [letter] = mail.outbox
    assert letter.to == ["shouli@example.gov.cn"]
    assert "/account/password/reset/key/" in letter.body


def test_a_second_time_is_refused(opened):
    users = User.objects.count()
    with pytest.raises(CommandError, match="已经有人员"):
        call_command("open_office", str(FILE))
    assert User.objects.count() == users


def test_every_fault_of_the_file_is_told_and_nothing_is_written(plan):
    plan["office"]["phone"] = "电话"
    plan["townships"][0]["code"] = "36"
    plan["people"][0]["email"] = "nobody"
    plan["people"][1]["role"] = "king"
    plan["rules"]["colour"] = "red"
    del plan["bureau"]["name"]
    with pytest.raises(BadPlan) as refused:
        open_office(plan)
    places = [reason.partition("：")[0] for reason in refused.value.reasons]
    assert sorted(places) == [
        *("bureau.name", "office.phone", "people.0.email", "people.1.role"),
        *("rules.colour", "townships.0.code"),
    ]
    assert not [reason for reason in refused.value.reasons if "nput" in reason]
    assert not Organisation.objects.exists()


def test_people_of_offices_that_are_not_there_and_twice_the_same_are_refused(plan):
    plan["people"][1]["office"] = "station-000000000"
    plan["people"][2]["login"] = "admin"
    plan["people"][0]["role"] = "checking"
    with pytest.raises(BadPlan) as refused:
        open_office(plan)
    assert refused.value.reasons == [
        "people.1.office：没有机构 station-000000000",
        'people：没有系统管理员（role = "administrator"）',
        "people：login admin 重复",
    ]


def test_a_file_that_is_no_toml_is_told(tmp_path):
    path = tmp_path / "office.toml"
    path.write_bytes("名称".encode("gbk"))
    with pytest.raises(CommandError, match="文件不能读取"):
        call_command("open_office", str(path))
