"""A product in the catalogue at once: what a walked paper leaves behind, without the walk."""

import hashlib
from datetime import date

from applications.models import Application, Outcome
from applications.services import drafts, materials
from catalog.services import list_product
from demo import fiction
from demo.acts import agent
from demo.papers import pdf
from demo.timetables import BATCHES, moment
from registry.models import RuleSet

LISTED_ON = date(2020, 5, 20)
DAYS = BATCHES[1]


def bare_entry(facts, applicant):
    """An entry alone, as a register brings it, without any paper."""
    return list_product(
        facts,
        applicant=applicant,
        ruleset=RuleSet.objects.get(),
        listed_on=LISTED_ON,
        publicity={
            "district": (DAYS["notice"], DAYS["report"]),
            "national": (DAYS["national"], date(2020, 5, 15)),
        },
        by=None,
        at=moment(LISTED_ON),
    )


def listed(serial=1, row=0):
    """An entry of applicant ``serial`` in force from 2020-05-20, with the paper it came from."""
    return with_paper(bare_entry(fiction.facts(serial, row), fiction.applicant(serial)))


def with_paper(entry):
    """``entry`` with the paper that a walk would have left behind it."""
    applicant, ruleset, at = entry.applicant, RuleSet.objects.get(), moment(entry.listed_on)
    by = agent(applicant.pk)
    application = drafts.start(applicant, by=by, at=at)
    item = drafts.add_item(application, by=by, at=at, **entry.version.facts())
    data = pdf(f"licence {entry.number}")
    materials.attach(application, "M2_licence", name="licence.pdf", data=data, by=by, at=at)
    Application.objects.filter(pk=application.pk).update(
        number=f"ZGSQ-2020-{900_000 + application.pk}",  # no walked paper has it
        ruleset=ruleset,
        station=applicant.production_township.station,
        submitted_at=at,
        commitment_accepted_at=at,
        commitment_accepted_by=by,
        commitment_sha256=hashlib.sha256(ruleset.commitment_text.encode()).hexdigest(),
    )
    item.certificate = entry
    item.save(update_fields=["certificate"])
    Outcome.objects.create(item=item, kind="listed", level="district", reasons="虚构", at=at)
    entry.refresh_from_db()
    return entry
