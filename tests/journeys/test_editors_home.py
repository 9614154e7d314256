"""The editors' first page on a telephone and at a desk: all of its search box is on the screen."""

import os
from pathlib import Path

import pytest

from registry.models import User

from .people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES")


@pytest.mark.parametrize("width", [375, 1280])
def test_the_search_box_ends_before_the_screen_does(someone, width):
    page = sign_in(someone(), User.objects.get(username="admin"), "admin")
    page.set_viewport_size({"width": width, "height": 800})
    box = page.locator("#home-search").bounding_box()
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"editors-home-{width}.png")
    assert 0 <= box["x"] < box["x"] + box["width"] <= width - 16
    page.fill("#home-search", "公示")
    with page.expect_navigation():
        page.press("#home-search", "Enter")
    assert "q=" in page.url
