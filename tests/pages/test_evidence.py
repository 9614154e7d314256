"""公开凭证: the heads before everybody, in pages, files and feeds."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo.timetables import moment
from records import evidence
from records.models import HeadStamp, TreeHead

pytestmark = pytest.mark.django_db
DAY = date(2020, 9, 28)


@pytest.fixture
def head():
    """``head(day)``: a head of that day, over one more leaf."""

    def make(day=DAY):
        evidence.append(f"{day}".encode(), at=moment(day))
        evidence.make_head(moment(day))
        return TreeHead.objects.get(day=day)

    return make


def test_before_the_first_head_the_page_says_so(office, client):
    assert "还没有根摘要" in client.get("/evidence/").content.decode()


def test_the_page_the_file_and_the_feeds_say_the_same_root(office, client, head):
    made = head()
    page = client.get("/evidence/").content.decode()
    assert made.root in page
    assert "尚未取得" in page
    assert client.get("/evidence/2020-09-28.txt").content == made.statement.encode()
    assert client.get("/evidence/2020-09-28.tsr").status_code == 404
    for form in ("rss", "atom", "json"):
        assert made.root in client.get(f"/feeds/evidence.{form}").content.decode()


def test_a_stamp_is_given_out_as_it_came(office, client, head):
    made = head()
    HeadStamp.objects.create(
        head=made,
        authority="http://tsa.test/",
        response=b"\x30\x03abc",
        stamped_at=moment(DAY),
        received_at=moment(DAY),
    )
    assert client.get("/evidence/2020-09-28.tsr").content == b"\x30\x03abc"
    assert "2020-09-28.tsr" in client.get("/evidence/").content.decode()


@pytest.mark.parametrize("day", ["2020-09-27", "2020-13-40", "x", "20200928", "２０２０-09-28"])
def test_a_day_without_a_head_has_no_file(office, client, head, day):
    head()
    assert client.get(f"/evidence/{day}.txt").status_code == 404


def test_thirty_heads_cost_as_many_queries_as_one(office, client, head):
    client.get("/evidence/")
    counts = []
    for days in (1, 30):
        for day in range(1, days + 1):
            head(DAY + timedelta(days=day * days))
        with CaptureQueriesContext(connection) as queries:
            client.get("/evidence/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
