"""Whether a document is in force: at any moment page, lists, numbers, JSON and feeds say the same.

The PDF says nothing that a later day makes untrue: it is the same file at every moment.
"""

import re
from datetime import date, timedelta
from hashlib import sha256
from random import Random

import pytest
from django.core.cache import cache

from pages.models import DocumentPage

from .conftest import moment

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]
BEGUN, ENDED, MOMENTS = moment(2020, 4, 2, 9, 30), moment(2020, 7, 10), 40
REPEALED = moment(2020, 6, 10)
CHANGES = [
    *(moment(2020, 5, 1), moment(2020, 5, 20, 9, 30), REPEALED),
    *(moment(2020, 6, 21), moment(2020, 7, 1)),
]
IN_FORCE = {"有效", "部分失效"}


@pytest.fixture
def lives(document):
    """In force from the start; later in force; with an end; repealed by one that is itself new."""
    document(1)
    document(2, effective_from=date(2020, 5, 1))
    document(3, expires_on=date(2020, 6, 20))
    document(
        4,
        repeals=["TEST360702/2020-00001"],
        effective_from=REPEALED.date(),
        published_at=moment(2020, 5, 20, 9, 30),
        at=moment(2020, 4, 20),
    )
    document(5, effective_from=date(2020, 7, 1), expires_on=date(2020, 7, 3))
    return list(DocumentPage.objects.order_by("pk"))


@pytest.fixture
def told(client, clock):
    """``told(pages, at)``: ``{door: {address: validity}}`` and the numbers that lists show."""

    def ask(pages, at):
        clock(at)
        cache.clear()
        every = client.get("/zcwj/?validity=all").content.decode()
        narrowed = client.get("/zcwj/").content.decode()
        items = client.get("/api/v1/documents").json()["items"]
        public = [row["slug"] for row in items]
        feed = client.get("/feeds/documents.json").json()["items"]
        return {
            "page": {
                page.url: _of_page(client.get(page.url).content.decode())
                for page in pages
                if page.slug in public
            },
            "list": _of_list(every),
            "api": {_path(row["url"]): row["validity_label"] for row in items},
            "item": {
                _path(row["url"]): client.get(f"/api/v1/documents/{row['slug']}").json()[
                    "validity_label"
                ]
                for row in items
            },
            "narrowed": set(_of_list(narrowed)),
            "counted": int(re.search(r"现行有效的文件共(\d+)份", narrowed)[1]),
            "archive": sum(map(int, re.findall(r"\d{4}年（(\d+)）", narrowed))),
            "filters": {
                word: client.get("/api/v1/documents", {"validity": word}).json()["count"]
                for word in ("in_force", "not_yet", "lapsed", "repealed")
            },
            "news of repeals": {
                _path(each["id"].removesuffix("#repealed"))
                for each in feed
                if each["id"].endswith("#repealed")
            },
        }

    return ask


def _path(url):
    return url.removeprefix("http://testserver")


def _of_page(html):
    return re.search(r'<dt>有效性</dt><dd><span class="badge badge--\w+">([^<]+)<', html)[1]


def _of_list(html):
    rows = html.split('<span class="rows__title">')[1:]
    badges = [re.search(r'badge badge--\w+">([^<]+)<', row) for row in rows]
    addresses = [re.search(r'href="([^"]+)"', row)[1] for row in rows]
    return {
        address: badge[1] if badge else "有效"
        for address, badge in zip(addresses, badges, strict=True)
    }


LABELS = {"in_force": "有效", "not_yet": "尚未施行", "lapsed": "失效", "repealed": "废止"}


def _agree(answer, at):
    wanted = answer["api"]
    for door in ("page", "list", "item"):
        assert answer[door] == wanted, (door, at)
    standing = {address for address, label in wanted.items() if label in IN_FORCE}
    assert answer["narrowed"] == standing, at
    assert answer["counted"] == answer["archive"] == len(standing), at
    many = {word: list(wanted.values()).count(label) for word, label in LABELS.items()}
    assert answer["filters"] == many, at
    repealed = {address for address, label in wanted.items() if label == "废止"}
    assert answer["news of repeals"] == repealed, at
    return set(wanted.values())


def test_no_two_doors_disagree_about_a_document_at_forty_moments(lives, told):
    """Random moments, and the second before and at each change."""
    random, seen = Random(20), set()
    span = int((ENDED - BEGUN).total_seconds())
    moments = [BEGUN + timedelta(seconds=random.randrange(span)) for _ in range(MOMENTS)]
    moments += [change + timedelta(seconds=step) for change in CHANGES for step in (-1, 0)]
    for at in sorted(moments):
        seen |= _agree(told(lives, at), at)
    assert seen == set(LABELS.values())


def test_the_pdf_of_a_document_is_the_same_whatever_became_of_it(lives, get_page):
    page = lives[0]
    editions = {}
    for at in (BEGUN, REPEALED - timedelta(seconds=1), REPEALED, ENDED):
        answer = get_page(f"{page.url}document.pdf", at)
        assert answer.status_code == 200
        editions[at] = sha256(answer.content).hexdigest()
    assert len(set(editions.values())) == 1
