"""What strangers read is compressed; what is somebody's own is not."""

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ASKS = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def stranger(office):
    return Client(headers=ASKS)


@pytest.mark.parametrize(
    "address", ["/", "/zcwj/", "/complaints/new/", "/search/?q=认定", "/api/v1/openapi.json"]
)
def test_public_text_is_compressed_where_the_browser_can(stranger, address):
    plain, small = Client().get(address), stranger.get(address)
    assert "Content-Encoding" not in plain.headers
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert len(small.content) == int(small["Content-Length"]) < len(plain.content) / 2
    words = gzip.decompress(small.content).decode()
    assert words[:40] == plain.content.decode()[:40]


def test_an_answer_of_the_api_is_known_again_by_its_etag(stranger):
    first = stranger.get("/api/v1/openapi.json")
    again = stranger.get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_what_is_somebodys_own_is_not_compressed(stranger, user):
    private = ["/account/login/", "/portal/", "/admin/"]
    stranger.force_login(user("manager@fpb"), "django.contrib.auth.backends.ModelBackend")
    for address in [*private, "/", "/complaints/"]:
        answer = stranger.get(address, follow=True)
        assert answer.status_code in (200, 403), address
        assert "Content-Encoding" not in answer.headers, address


def test_sign_in_is_not_compressed_either(stranger):
    assert "Content-Encoding" not in stranger.get("/account/login/").headers
