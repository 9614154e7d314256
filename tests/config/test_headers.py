"""What every answer tells the browser: walked over every address that the resolver knows."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from pages.site_tree import ensure_site_tree
from registry.models import User

pytestmark = pytest.mark.django_db
STRICT = {
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "form-action 'self'",
}


def routes(patterns=None, here=""):
    """Every route, with something in the place of each of its parameters."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = here + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield "/" + filled(route)


def filled(route):
    route = re.sub(r"<(int|uuid|str|slug|path):\w+>", _filling, route)
    route = re.sub(r"\(\?P<\w+>[^)]*\)|\[[^]]*\][+*]?", "1", route)
    return re.sub(r"[\^$\\?*+()|]", "", route)


def _filling(found):
    return "0" * 8 + "-0000-0000-0000-" + "0" * 12 if found[1] == "uuid" else "1"


@pytest.fixture
def client():
    ensure_site_tree()
    return Client(raise_request_exception=False)


def policy(response):
    return set(response["Content-Security-Policy"].split("; "))


def test_every_address_answers_under_a_policy(client):
    found = sorted(set(routes()))
    assert len(found) > 300
    for address in found:
        response = client.get(address)
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert response["Referrer-Policy"] in ("same-origin", "no-referrer"), address
        assert "camera=()" in response["Permissions-Policy"], address
        assert "Content-Security-Policy" in response, address
        if address.startswith(("/admin/", "/portal/", "/account/")):
            assert "no-store" in response["Cache-Control"], address
        else:
            assert policy(response) >= STRICT or "sandbox" in str(policy(response)), address
        if not address.startswith("/admin/"):
            assert "unsafe" not in response["Content-Security-Policy"], address


def test_only_the_admin_may_run_what_is_inline(client):
    client.force_login(
        User.objects.create(username="boss", is_superuser=True, is_staff=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    inside = policy(client.get("/admin/"))
    assert "script-src 'self' 'unsafe-inline' 'unsafe-eval'" in inside
    assert "object-src 'none'" in inside
    assert policy(client.get("/portal/")) >= STRICT


def test_no_page_of_ours_has_anything_inline():
    """A data block (JSON-LD) is not run, so the policy lets it stand."""
    from pathlib import Path

    root = Path(__file__).resolve().parents[2] / "templates"
    script = r"<script(?![^>]*\b(?:src=|type=\"application/ld\+json\"))"
    inline = re.compile(script + r"|\sstyle=|\son(click|load|change|submit)=", re.I)
    strict = ("portal", "pages", "account", "mfa", "allauth", "socialaccount", "usersessions")
    found = [
        str(path.relative_to(root))
        for path in [root / "base.html", *(p for d in strict for p in (root / d).rglob("*.html"))]
        if inline.search(path.read_text())
    ]
    assert found == []
