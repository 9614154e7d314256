"""Looking at a page of the desk as a person does: on a screen, on a telephone, with axe-core."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 375, "height": 800}
PICTURES = os.environ.get("JOURNEY_PICTURES")


def is_sound(page, name):
    """Nothing that axe-core finds in the desk's part, nothing wider than a telephone."""
    page.locator(".desk").first.wait_for()  # a link that was just followed may still lead here
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        if PICTURES:
            picture = Path(PICTURES) / f"{name}-{size['width']}.png"
            page.screenshot(path=picture, full_page=True)
        assert width <= size["width"], (name, size)
    page.set_viewport_size(DESKTOP)
    violations = Axe().run(page, context=".desk").response["violations"]
    found = [(each["id"], each["nodes"][0]["html"]) for each in violations]
    assert found == [], (name, found)
