"""The back office behind a list of networks: nobody else sees more than a refusal."""

import pytest
from django.core.checks import run_checks
from django.test import Client


@pytest.fixture
def behind(settings):
    """``behind(address)``: a browser whose address one proxy of ours wrote down."""
    settings.TRUSTED_PROXIES = 1
    settings.ADMIN_NETWORKS = ["10.20.0.0/16", "2001:db8:7::/48"]
    return lambda *written: Client(HTTP_X_FORWARDED_FOR=", ".join(written))


@pytest.mark.parametrize("path", ["/admin/", "/admin/desk/", "/admin/login/", "/admin/no-such/"])
@pytest.mark.parametrize("address", ["10.21.0.1", "2001:db8:8::1", "", "not-an-address"])
def test_from_elsewhere_the_back_office_refuses_without_asking_the_database(behind, path, address):
    """No database is allowed in this test."""
    answer = behind(address).get(path)
    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()
    assert answer["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["10.20.3.4", "10.20.3.4:5678", "[2001:db8:7::9]:443"])
def test_from_the_office_it_answers(behind, address):
    assert behind(address).get("/admin/").status_code == 302


def test_what_a_client_writes_itself_opens_nothing(behind):
    assert behind("10.20.3.4", "10.21.0.1").get("/admin/").status_code == 403


@pytest.mark.django_db
def test_the_portal_and_the_site_stay_open_to_everybody(behind, office):
    for path in ("/", "/account/login/", "/healthz"):
        assert behind("203.0.113.9").get(path).status_code == 200


@pytest.mark.django_db
def test_without_a_list_nothing_changes(behind, settings):
    settings.ADMIN_NETWORKS = []
    assert behind("203.0.113.9").get("/admin/").status_code == 302


@pytest.mark.django_db  # Django's own checks of the models read the listed words
def test_what_is_no_network_is_told_before_anybody_comes(settings):
    settings.ADMIN_NETWORKS = ["10.20.0.0/16", "办公网"]
    [error] = [each for each in run_checks() if each.id == "config.E002"]
    assert "办公网" in error.msg
