"""The description of the API stands in the site's own frame, from the site's own files."""

import json
import re

import pytest
from django.contrib.staticfiles import finders


@pytest.fixture
def page(office, client):
    return client.get("/api/v1/docs")


def test_anybody_can_read_it(page):
    html = page.content.decode()
    assert page.status_code == 200
    assert "章贡区扶贫产品认定公开数据接口" in html
    assert 'href="/api/v1/openapi.json"' in html


def test_its_scripts_and_styles_are_ours_and_allowed_by_the_policy(page):
    html = page.content.decode()
    policy = page["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "default-src 'self'" in policy
    scripts = re.findall(r"<script([^>]*)>", html)
    assert all(" src=" in each or 'type="application/' in each for each in scripts)
    files = re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', html)
    assert any("swagger-ui-bundle" in each for each in files)
    for each in files:
        assert each.startswith("/static/")
        assert finders.find(each.removeprefix("/static/"))
    assert " style=" not in html


def test_it_describes_the_interface_that_there_is(page, client):
    settings = re.search(r'id="swagger-settings"[^>]*>([^<]+)<', page.content.decode())[1]
    schema = client.get(json.loads(settings)["url"]).json()
    assert {"/api/v1/notices", "/api/v1/products", "/api/v1/verify/{certificate_no}"} <= set(
        schema["paths"]
    )
    assert set(schema["paths"]["/api/v1/verify/{certificate_no}"]["get"]["responses"]) == {
        "200",
        "404",
        "422",
        "429",
    }


def test_the_root_of_the_api_and_every_page_lead_to_it(page, client):
    assert client.get("/api/v1/").headers["Location"] == "/api/v1/docs"
    assert 'href="/api/v1/docs"' in client.get("/").content.decode()
