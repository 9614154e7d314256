"""月度销售 at the desk: who has told of a month, who has not, each officer's own units."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.after_listing import sale
from tests.support.listed import listed

from demo.acts import agent, holder
from demo.timetables import moment
from ledger import monthly
from registry.models import Organisation

pytestmark = pytest.mark.django_db

TODAY = moment(date(2020, 6, 15))


@pytest.fixture
def units(office, on_day):
    """Three units of May: one sold, one says it did not, one says nothing."""
    on_day(date(2020, 6, 15))
    entries = [listed(serial) for serial in (1, 2, 3)]
    who = [{"by": agent(each.applicant_id), "at": TODAY} for each in entries]
    sale(entries[0], **{**who[0], "at": moment(date(2020, 5, 26))})
    monthly.report_none(entries[1].applicant, date(2020, 5, 1), **who[1])
    return [entry.applicant for entry in entries]


@pytest.fixture
def desk(units):
    """``desk(duty)``: the browser of who holds it."""

    def sign_in(duty):
        client = Client()
        client.force_login(holder(duty), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def read(client, **query):
    page = client.get(reverse("desk:monthly_sales"), query)
    assert page.status_code == 200
    return page.content.decode()


def test_who_says_nothing_stands_first_with_a_telephone(units, desk):
    page = read(desk("fpb_clerk@fpb"))
    for word in (units[2].name, units[2].phone, "未报（1）", "已登记销售（1）", "申报无销售（1）"):
        assert word in page
    assert "期限已过" in page
    assert units[0].name not in page
    assert "1,210.00" in read(desk("fpb_clerk@fpb"), tab="sold")
    assert units[1].name in read(desk("fpb_clerk@fpb"), tab="none")


def test_another_month_and_nonsense_are_answered(units, desk):
    client = desk("fpb_clerk@fpb")
    assert "没有这样的单位" in read(client, month="2020-04")
    assert units[2].name in read(client, month="上月", tab="别的", p="x")


def test_a_station_sees_the_units_of_its_own_papers_only(units, desk):
    silent = units[2]
    own = silent.applications.get().station.code
    others = Organisation.objects.filter(code__startswith="station-").exclude(code=own)
    assert silent.name in read(desk(f"station_officer@{own}"))
    assert silent.name not in read(desk(f"station_officer@{others.first().code}"))


def test_the_list_costs_the_same_for_one_unit_and_for_three(units, desk):
    client = desk("fpb_clerk@fpb")
    read(client)
    counts = []
    for serials in ((), (4, 5)):
        for serial in serials:
            listed(serial)
        with CaptureQueriesContext(connection) as queries:
            read(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
