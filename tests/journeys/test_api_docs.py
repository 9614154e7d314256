"""The description of the API in a real browser: drawn, and nothing refused by the policy."""

import pytest

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
    assert page.locator(".opblock").count() >= 9
    page.click("text=核验一个证书编号此刻的状态")
    page.wait_for_selector("text=did_you_mean")
    assert complaints == []
