"""What nginx is told it may keep: until which second, and of nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from pages.models import DocumentPage
from pages.page_cache import FOR_NGINX
from records import nginx_link

from .test_page_cache import AT, fresh, made, site, written  # noqa: F401 - their world

#: What may differ between two strangers and is part of nginx's key, or keeps them from it.
OF_THE_KEY = {"Cookie", "Accept-Encoding", "Origin"}
#: What an answer says to one visitor alone; nginx puts its own number of the request.
OF_ONE = {"RateLimit", "RateLimit-Policy", "Set-Cookie", "Retry-After"}


@pytest.fixture
def stranger(kept, site, settings, tmp_path):  # noqa: F811
    """Somebody who reads through nginx; the addresses of all that is kept."""
    settings.NGINX_KEEPS_PAGES, settings.NGINX_FOLDER = True, tmp_path / "front"
    return kept()


def second(answer):
    """The last second in which nginx gives the answer out; None for what it does not keep."""
    until = answer.get(FOR_NGINX)
    return until and datetime.fromtimestamp(int(until.removeprefix("@")), UTC)


def test_whatever_we_keep_nginx_may_keep_for_a_minute_at_most(stranger, site):  # noqa: F811
    for address in site:
        for answer in (stranger.get(address), stranger.get(address)):
            assert second(answer) == AT + timedelta(seconds=59), address


def test_what_nginx_keeps_is_of_nobody_and_differs_by_its_key_alone(stranger, site):  # noqa: F811
    for address in site:
        answer = stranger.get(address, headers={"accept-encoding": "gzip"})
        assert OF_ONE.isdisjoint(answer.headers), address
        varies = {each.strip() for each in answer.get("Vary", "").split(",") if each}
        assert varies <= OF_THE_KEY, (address, varies)
        assert "max-age" not in answer.get("Cache-Control", ""), address
        assert answer["ETag"], address


@pytest.mark.parametrize(
    "address",
    ["/?utm_source=x", "/complaints/new/", "/verify/", "/search/?q=脐橙", "/nothing/", "/portal/",
     "/api/v1/figures", "/api/v1/tickets?scope=complaint", "/api/v1/changes?changed_since=0",
     "/account/login/", "/admin/", "/preview/x/", "/readyz", "/api/v1/suggest?q=脐"],
)  # fmt: skip
def test_forms_tickets_searches_and_strange_addresses_are_not_for_nginx(stranger, address):
    assert second(stranger.get(address)) is None


def test_who_is_known_or_brings_a_token_reads_nothing_for_nginx(
    stranger,
    site,  # noqa: F811
    django_user_model,
):
    assert second(stranger.get("/api/v1/home", headers={"authorization": "Bearer gs_x"})) is None
    stranger.force_login(
        django_user_model.objects.create(username="somebody"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    for address in site:
        assert second(stranger.get(address)) is None, address


@pytest.mark.parametrize(
    ("left", "last"),
    [(timedelta(seconds=30), 29), (timedelta(seconds=30, milliseconds=500), 29),
     (timedelta(seconds=1), 0), (timedelta(milliseconds=600), None)],
)  # fmt: skip
def test_nginx_has_a_page_until_the_second_before_it_changes(stranger, document, clock, left, last):
    page = document(9, title="到点下线的通知")
    DocumentPage.objects.filter(pk=page.pk).update(expire_at=AT + left)
    written()
    clock(AT)
    answer = stranger.get(page.get_url())
    assert answer.status_code == 200
    assert second(answer) == (None if last is None else AT + timedelta(seconds=last))


def test_where_nginx_keeps_nothing_it_is_told_nothing(kept, site):  # noqa: F811
    browser = kept()
    for _ in range(2):
        assert second(browser.get("/")) is None
    assert "RateLimit" in browser.get("/api/v1/home")


def test_a_preview_leaves_what_nginx_keeps(stranger, document, settings):
    page = document(9, title="正在起草的通知")
    nginx_link.begin()
    link = settings.NGINX_FOLDER / nginx_link.LINK
    before = link.readlink()
    assert page.make_preview_request().status_code == 200
    assert link.readlink() == before


def test_a_reader_leads_on_the_link_of_a_process_that_died(stranger, settings, clock, monkeypatch):
    with pytest.raises(KeyError), nginx_link.away():
        raise KeyError
    monkeypatch.setattr(nginx_link, "PATIENCE", -(10**10))
    stranger.get("/")
    assert (settings.NGINX_FOLDER / nginx_link.LINK).resolve().name != nginx_link.AWAY
