"""The description of the API in a real browser: drawn, and nothing refused by the policy."""

import pytest
from playwright.sync_api import expect

from config.api import api

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]


def test_the_description_is_drawn_and_the_policy_refuses_nothing(someone):
    page, complaints = someone(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/api/v1/docs")
    page.wait_for_selector('[data-path="/api/v1/notices"]')
    described = sum(map(len, api.get_openapi_schema()["paths"].values()))
    expect(page.locator(".opblock")).to_have_count(described)
    page.click("text=核验一个证书编号此刻的状态")
    page.wait_for_selector("text=did_you_mean")
    assert complaints == []
