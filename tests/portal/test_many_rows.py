"""However much a unit has, a page of the portal asks the database as often as for little."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.after_listing import sale
from tests.support.listed import listed
from tests.support.portal_world import PORTAL, TODAY, portal_address, world_around

from applications.models import Application
from applications.services import drafts
from catalog.models import Certificate
from demo import fiction
from ledger.models import ImportBatch
from registry import listed_words, names
from registry.models import Licence
from workflow.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
#: Pages that hand out a file: what is in it is read row by row, or drawn.
READ = ("text/html", "text/calendar")
FILES = {"sales_template", "export_sales", "letter_paper", "print_certificate"}


@pytest.fixture
def world(walked, clock):
    """A returned paper with one of everything, and a draft beside it with one product."""
    paper = world_around(walked("endorse", products=2, choice="return")[0], clock)
    who = {"by": paper["owner"], "at": TODAY}
    draft = drafts.start(fiction.applicant(1), **who)
    item = drafts.add_item(draft, **who, **fiction.facts(1, 3))
    return paper, {**paper, "application": draft.pk, "item": item.pk}


def counts(world):
    """``{address: how many queries}`` of every page that its unit may read."""
    client = Client()
    client.force_login(world[0]["owner"], backend="django.contrib.auth.backends.ModelBackend")
    doors = set(PORTAL) - FILES - {"logout"}
    numbers = {}
    for address in sorted({portal_address(name, each) for name in doors for each in world}):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith(READ):
            numbers[address] = len(asked)
    return numbers


def copies(row, times, **changes):
    """``times`` more rows like ``row``, written without any service."""
    model, rows = type(row), []
    for place in range(times):
        again = model.objects.get(pk=row.pk)
        again.pk = None
        for name, value in changes.items():
            setattr(again, name, value(place))
        rows.append(again)
    return model.objects.bulk_create(rows)


def grow(world, times, first):
    """So many more products, drafts, entries, letters, licences; as many rows in the file."""
    paper, draft = world
    who = {"by": paper["owner"], "at": TODAY}
    unit = paper["owner"].applicant
    application = Application.objects.get(pk=draft["application"])
    for place in range(times):
        name = f"产品{first + place}"
        drafts.add_item(application, **who, **{**fiction.facts(1, 3), "name": name})
        drafts.start(unit, **who)
    for row in range(first, first + times // 3 + 1):
        sale(listed(1, row), **who)
    copies(Letter.objects.get(pk=paper["letter"]), times, kind=lambda place: "city")
    licence = Licence.objects.get(pk=paper["licence"])
    copies(licence, times, number=lambda place: f"示例{first + place}A")
    certificate = Certificate.objects.filter(applicant=unit).first().number
    rows = [
        {"line": line, "cells": {"external_id": f"A-{line}", "certificate": certificate}}
        for line in range(2, 2 + 12 * times)
    ]
    ImportBatch.objects.filter(pk=paper["batch"]).update(rows=rows)


def test_a_page_asks_as_often_for_much_as_for_little(world, clock, monkeypatch):
    for each in (names, listed_words):  # else read anew in the middle of it
        monkeypatch.setattr(each, "SECONDS", 3600)
        each.forget()
    grow(world, 30, first=4)  # so many cases that their durations are told
    few = counts(world)
    grow(world, 41, first=40)
    clock.shift(timedelta(minutes=1))
    many = counts(world)
    more = {page: (few[page], many[page]) for page in few if many.get(page, 0) > few[page]}
    assert len(few) > 50
    assert not more, "\n".join(
        f"{page}: {before} → {after}" for page, (before, after) in more.items()
    )
