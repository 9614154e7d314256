"""The fifteen tasks in the founded district, a quarter with sales, and progress reported whole."""

import json
from datetime import date
from decimal import Decimal

from tests.support.listed import listed

from catalog.models import Certificate
from demo import fiction
from demo.acts import agent
from demo.district import DIRECTORY
from demo.quarter import file_ledgers
from demo.timetables import moment
from desk.loading.ledger import load_task
from ledger.models import TaskUnit
from ledger.services import close_quarter, record_sale, tasks
from registry.models import Organisation, User

CLOSED_AT = moment(date(2020, 7, 3))
WORDS = "召开产销对接会两次，组织主体进机关食堂展示产品。"


def load_plan(*numbers):
    """The tasks with these numbers; all of them without any."""
    for record in json.loads((DIRECTORY / "tasks.json").read_text()):
        if not numbers or record["no"] in numbers:
            load_task(record)


def person(login):
    return User.objects.get(username=login)


def report(unit, *, at=CLOSED_AT, quarter="2020Q2", sign=True):
    """The progress of ``unit`` by its reporter, signed by its head."""
    code = unit.organisation.code
    reporter = person(f"{code}-bao")
    words = {"status": "on_track", "text": WORDS}
    progress = tasks.report_progress(unit, quarter, by=reporter, at=at, **words)
    return tasks.sign_progress(progress, by=person(f"{code}-fu"), at=at) if sign else progress


def file(*codes, at=CLOSED_AT, quarter="2020Q2"):
    """The ledgers of the units ``codes``, prepared and signed an hour later; the last filing."""
    for code in codes:
        filing = file_ledgers(Organisation.objects.get(code=code), quarter, at=at)
    return filing


def sell(serial, number, *, channel="canteen", yuan=100, sold_on=date(2020, 6, 1), at=CLOSED_AT):
    """One sale of the product of applicant ``serial``."""
    entries = Certificate.objects.filter(applicant=fiction.applicant(serial))
    entry = entries.first() or listed(serial=serial)
    return record_sale(
        entry,
        by=agent(entry.applicant_id),
        at=at,
        external_id=number,
        sold_on=sold_on,
        quantity=Decimal(1),
        unit="箱",
        unit_price_fen=yuan * 100,
        channel=channel,
        buyer_type="school",
    )


def close(*serials, at=CLOSED_AT):
    """The second quarter of 2020 with a sale of each of ``serials``, closed by the head."""
    for serial in serials:
        sell(serial, f"A-{serial}")
    return close_quarter("2020Q2", by=person("manager"), at=at)


def all_units():
    return TaskUnit.objects.select_related("task", "organisation")
