"""Edits, steps of time and reads in any order, over two processes that keep pages: ``make bench``.

The office of ``tests/support/followers.py`` changes what the public reads and lets time go by,
committing each act; two processes of their own, each with what it keeps, and one that keeps nothing
read the same addresses at the same moments, as strangers and, now and then, as somebody who is
signed in. Ends with 1 at the first answer that is not, byte for byte, what a stranger should read.
``ROUNDS`` (environment) says how often, ``SEED`` in which order.
"""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
ROUNDS, SEED = int(os.environ.get("ROUNDS", 10_000)), int(os.environ.get("SEED", 5))
#: Of ten rounds, how many change something or let time go by; the others read.
EDITS, STEPS = 1, 2
#: One read in so many is first made by somebody who is signed in.
SIGNED_IN = 10
MOST_DOCUMENTS = 120


def start():
    """Django as in the tests, with pages kept, beside files that all processes share."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.API_RATE_PER_MINUTE = 10**9
    settings.PAGE_CACHE_MEGABYTES = 8
    return settings


def read_for_others():
    """A process of the server: answers each line of its input with status and digest."""
    start()
    import time_machine
    from django.contrib.auth import get_user_model
    from django.test import Client

    stranger, known = Client(), Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    known.force_login(get_user_model().objects.get(username="admin"), backend=backend)
    for line in sys.stdin:
        address, at, is_known = json.loads(line)
        with time_machine.travel(datetime.fromisoformat(at), tick=False):
            answer = (known if is_known else stranger).get(address)
        sys.stdout.write(f"{answer.status_code} {sha256(answer.content).hexdigest()}\n")
        sys.stdout.flush()


class Reader:
    """Another process, asked over its input."""

    def __init__(self, ends):
        command = [sys.executable, __file__, "--read"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = ends.enter_context(subprocess.Popen(command, **pipes))
        ends.callback(self.process.stdin.close)

    def get(self, address, at, is_known=False):
        self.process.stdin.write(f"{json.dumps([address, at.isoformat(), is_known])}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def is_right(self, address, at, fresh):
        """Whether it reads what ``fresh`` does, who keeps nothing."""
        return self.get(address, at) == answer_of(fresh, address, at)


def answer_of(client, address, at):
    """Status and digest, as a reader answers them."""
    import time_machine

    with time_machine.travel(at, tick=False):
        answer = client.get(address)
    return f"{answer.status_code} {sha256(answer.content).hexdigest()}"


def makers():
    """How the office of the followers makes what it publishes."""
    from tests.bench.api import document
    from tests.pages import conftest as world

    from pages.notices.services import open_district_notice, open_product_page, publish_document
    from publicity.services import open_publicity
    from registry.calendars import calendar
    from registry.rulesets import in_force

    def product(number, serial, listed_on):
        certificate = world.listed_certificate(number, serial=serial, listed_on=listed_on)
        return open_product_page(certificate, by=None, at=certificate.events.get().effective_at)

    def notice(products, serial, published_at):
        opened = open_publicity(
            "district",
            [world.row(1, number) for number in range(products)],
            number=f"CPGS-2020-{serial:03d}",
            ruleset=in_force(published_at.date()),
            published_at=published_at,
            calendar=calendar(),
            by=None,
            at=published_at,
        )
        return open_district_notice(opened, by=None, at=published_at)

    def written(serial, **given):
        return publish_document(**document(serial, given["at"]) | given)[0]

    return {"document": written, "product": product, "notice": notice}


def addresses():
    """All that may be kept just now, and what no longer is public."""
    from wagtail.models import Page

    from pages.models import DocumentPage

    yield from ("/", "/sitemap.xml", "/sitemap/", "/feeds/documents.atom", "/feeds/notices.rss")
    yield from ("/cpml/?sort=ending", "/sales/", "/data/")
    kinds = ("home", "site", "documents", "notices", "products", "columns", "statistics")
    yield from (f"/api/v1/{kind}" for kind in kinds)
    yield from (page.get_url() for page in Page.objects.filter(depth__gt=2).order_by("pk"))
    slugs = DocumentPage.objects.order_by("-pk").values_list("slug", flat=True)
    yield from (f"/api/v1/documents/{slug}" for slug in slugs[:20])


def play(readers, fresh, doing):
    """All rounds; the number of answers compared, and where one was wrong."""
    import time_machine

    compared, places = 0, list(addresses())
    for number in range(ROUNDS):
        kind = doing.chance.randrange(10)
        if kind < EDITS:
            with time_machine.travel(doing.at, tick=False):
                doing.act()
                places = list(addresses())
        elif kind < EDITS + STEPS:
            doing.at += timedelta(seconds=doing.chance.choice((0, 1, 59)))
        else:
            address = doing.chance.choice(places)
            if doing.chance.randrange(SIGNED_IN) == 0:
                doing.chance.choice(readers).get(address, doing.at, is_known=True)
            compared += 1
            if not doing.chance.choice(readers).is_right(address, doing.at, fresh):
                return compared, (number, address, doing.at.isoformat())
        if number % 1000 == 999:
            sys.stdout.write(f"{number + 1}步，比较{compared}次，至今一致\n")
            sys.stdout.flush()
    return compared, None


def prepare():
    """An office with a document, and the process that keeps nothing."""
    settings = start()
    from django.test import Client
    from tests.conftest import create_office
    from wagtail.models import Site

    from pages.models import SiteSettings

    create_office()
    SiteSettings.for_site(Site.objects.get())  # the first visitor of all makes them
    settings.PAGE_CACHE_MEGABYTES = 0
    fresh = Client()
    fresh.handler.load_middleware()
    settings.PAGE_CACHE_MEGABYTES = 8
    return fresh


def main():
    if "--read" in sys.argv:
        read_for_others()
        return
    from tests.bench.database import empty_database
    from tests.bench.figures import note

    with empty_database(), ExitStack() as ends:
        fresh = prepare()
        from django.db import connection
        from tests.support.followers import Office

        doing = Office(SEED, makers(), most=MOST_DOCUMENTS)
        doing.write()
        compared, wrong = play([Reader(ends), Reader(ends)], fresh, doing)
    sys.stdout.write(f"\n{connection.vendor}：{ROUNDS}步，比较{compared}次，不一致：{wrong}\n")
    note("保存的页面", f"{ROUNDS}步交错读写中不一致的答复", int(bool(wrong)), "次", goal=0)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
