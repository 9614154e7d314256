"""Ten times the rows are far from ten times the work for a page made anew.

Statements say little of this: one may read everything that there is, and was seen to.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.signals import post_init
from tests.bench.finding import copy_often
from wagtail.models import Page

from pages.models import BulletinFigure, DocumentPage, paging

from .conftest import moment
from .test_page_cache import changed, written

AT = moment(2021, 6, 1, 10)
#: So many products stand on a page here.
A_PART = 4
#: The steps, in tens, in which the rows of a list are counted, whatever part of it is read: some
#: six for each of the 360 that come to it here.
COUNTING = 250


@contextmanager
def spent():
    """``work``: how many rows became objects, and SQLite's steps in tens."""
    work = {"objects": 0, "steps": 0}

    def made(**kwargs):
        work["objects"] += 1

    def step():
        work["steps"] += 1
        return 0

    post_init.connect(made)
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(step, 10)
    try:
        yield work
    finally:
        post_init.disconnect(made)
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 0)


@pytest.fixture
def work_of(kept, clock):
    """``work_of(address)`` of a page made anew, when what is made once for a generation stands."""
    clock(AT)

    def work(address):
        written()
        for client in (kept(), kept()):
            with spent() as work:
                answer = client.get(address)
            assert answer.status_code == 200, address
        return work

    return work


def not_more(before, after, address, factor=1.5):
    assert after["objects"] == before["objects"], address
    assert after["steps"] <= before["steps"] * factor + COUNTING, (address, before, after)


@pytest.fixture
def column_of(document):
    """``column_of(many)``: so many documents more, a minute apart, of the sections of home."""
    templates = [document(1), document(2, kind="announcement")]
    bulletin = document(3, kind="bulletin")
    BulletinFigure.objects.create(page=bulletin, label="示例", amount=1)
    templates = [DocumentPage.objects.get(index_no=each.index_no) for each in templates]

    def more(many):
        last = DocumentPage.objects.order_by("-first_published_at")[0].first_published_at
        copies = (
            copy_often(each, [f"示例文件{n}" for n in range(many // 2)]) for each in templates
        )
        pages = [page for pair in zip(*map(list, copies), strict=True) for page in pair]
        for number, page in enumerate([*pages, bulletin], 1):
            day = last + timedelta(minutes=number)
            Page.objects.filter(pk=page.pk).update(first_published_at=day)

    return more


def test_ten_times_the_documents_are_not_twice_the_work(column_of, work_of):
    addresses = ("/", "/api/v1/documents", "/api/v1/documents?limit=5&offset=5")
    changed(column_of, 40)
    before = {address: work_of(address) for address in addresses}
    changed(column_of, 360)
    for address in addresses:
        assert before[address]["objects"] >= 5
        not_more(before[address], work_of(address), address)


def test_ten_times_the_products_are_not_four_times_the_work(product, work_of, monkeypatch):
    """All are sorted by their last day; what is read of them and drawn is as much as before."""
    monkeypatch.setattr(paging, "PER_PAGE", A_PART)
    addresses = ("/", "/cpml/", f"/api/v1/products?limit={A_PART}")
    for number in range(A_PART):
        changed(product, number)
    before = {address: work_of(address) for address in addresses}
    for number in range(A_PART, 10 * A_PART):
        changed(product, number)
    for address in addresses:
        assert before[address]["objects"] >= A_PART
        not_more(before[address], work_of(address), address, factor=4)
