"""A district whose products are in the catalogue, without the walk that brought them there."""

import json
from datetime import date, timedelta

import pytest
from tests.support.standing import stands

from catalog import services as catalog
from catalog.models import Certificate
from demo import fiction
from demo.district import DIRECTORY
from demo.timetables import BATCHES, moment
from registry.models import RuleSet, Township


@pytest.fixture
def listed(office):
    """``listed(serial, row=0)``: an entry of applicant ``serial`` from 2020-05-20 on."""

    def make(serial=1, row=0, number=None):
        return _list(fiction.facts(serial, row), fiction.applicant(serial), 1, number)

    return make


def _list(facts, applicant, batch, number):
    days = BATCHES[batch]
    notice, national = days["notice"], days["national"]
    return catalog.list_product(
        facts,
        applicant=applicant,
        ruleset=RuleSet.objects.get(),
        listed_on=days["list"],
        publicity={
            "district": (notice, notice + timedelta(days=6)),
            "national": (national, national + timedelta(days=6)),
        },
        by=None,
        at=moment(days["list"]),
        number=number,
    )


@pytest.fixture
@stands
def catalogue(office):
    """The district's whole catalogue as its files tell it: listed, suspended, removed."""
    records = json.loads((DIRECTORY / "products.json").read_text())
    numbers = sorted(
        (record for record in records if record["catalog"]),
        key=lambda record: record["catalog"]["certificate_no"],
    )
    for place, record in enumerate(numbers):
        entry = record["catalog"]
        serial = int(record["applicant_id"][1:])
        facts = {
            **fiction.facts(serial, 0),
            "name": record["name"],
            "sales_spec": f"规格{place}",
            "category": record["category"],
            "origin_township": _township(record["origin"]),
        }
        held = _list(facts, fiction.applicant(serial), entry["batch"], entry["certificate_no"])
        _tell(held, entry)


def _township(origin):
    named = {"name": origin["text"], "kind": "town", "administered_by": "虚构"}
    return Township.objects.get_or_create(gb_code=origin["township_code"], defaults=named)[0]


def _tell(held, entry):
    words = {"by": None, "because": "虚构", "basis_doc_no": "省测扶办字〔2020〕88号"}
    if entry.get("suspended_on"):
        at = moment(date.fromisoformat(entry["suspended_on"]))
        catalog.suspend(held, at=at, reason="quality_safety", **words)
    if entry.get("removed_on"):
        at = moment(date.fromisoformat(entry["removed_on"]))
        catalog.suspend(held, at=at - timedelta(days=10), reason="illegal_act", **words)
        catalog.remove(Certificate.objects.get(pk=held.pk), at=at, reason="illegal_act", **words)
