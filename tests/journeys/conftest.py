"""A real browser on a real server: Debian's chromium, driven by Playwright, with a faked clock."""

import os
import shutil

import pytest
import time_machine
from django.core.servers.basehttp import WSGIRequestHandler
from playwright.sync_api import sync_playwright

#: The same browser without windows, toolbars and menus, which nobody looks at here and which take
#: half of its time; where only the whole one is installed, that.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """The longest first, as their limits tell: begun last, one of them would end alone, minutes
    after all others, with a core idle.
    """
    items.sort(key=lambda item: -_limit(item))


def _limit(item):
    marker = item.get_closest_marker("timeout")
    return marker.args[0] if marker else 0


@pytest.fixture(scope="session", autouse=True)
def _answers_in_one_go():
    """Django's server writes head and body of an answer apart, and the kernel holds the second back
    until the first is acknowledged: 40 ms in each answer, in which nobody works.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)
        yield


@pytest.fixture(scope="session")
def chromium():
    """One browser for all journeys. Playwright's loop runs here, so Django must allow it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def clock():
    """``clock(moment)``: from now on it is that moment, and time runs on from there."""
    travels = []

    def travel(moment):
        while travels:
            travels.pop().stop()
        travels.append(time_machine.travel(moment, tick=True))
        travels[-1].start()

    yield travel
    while travels:
        travels.pop().stop()


@pytest.fixture
def site(live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    return live_server.url


@pytest.fixture
def someone(chromium, site, office):
    """``someone("a")``: a person at a browser of their own, who can sign in."""
    people = []

    def arrive():
        context = chromium.new_context(locale="zh-CN", base_url=site, accept_downloads=True)
        context.set_default_timeout(15_000)
        people.append(context)
        return context.new_page()

    yield arrive
    for context in people:
        context.close()
