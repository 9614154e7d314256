"""A listed product, the people who handle what the public says, and a form as it comes back."""

import base64
import hashlib
import json
from datetime import date, timedelta

import pytest
from tests.support.listed import with_paper
from tests.support.standing import stands

from catalog.services import list_product
from demo import fiction
from demo.timetables import moment
from doors import tickets
from doors.admissions import Visit
from registry.rulesets import in_force
from supervision.services import complaints

LISTED = date(2020, 11, 16)
SAID = {
    "subject_kind": "product",
    "about_text": "示例脐橙1号",
    "category": "quality",
    "content": "买到的产品有腐坏，销售点不处理。",
}


@pytest.fixture
@stands
def certificate(office):
    """A product of applicant 1, listed on 2020-11-16 for a year."""
    entry = list_product(
        fiction.facts(1, 0),
        applicant=fiction.applicant(1),
        ruleset=in_force(LISTED),
        listed_on=LISTED,
        publicity={
            "district": (date(2020, 9, 29), date(2020, 10, 12)),
            "national": (date(2020, 11, 3), date(2020, 11, 9)),
        },
        by=None,
        at=moment(LISTED),
    )
    return with_paper(entry)


@pytest.fixture
def now():
    return moment(LISTED + timedelta(days=1))


@pytest.fixture
def officer(user):
    return user("complaint_officer@fpb")


@pytest.fixture
def head(user):
    return user("manager@fpb")


@pytest.fixture
def complain(certificate, now):
    """``complain(**changes)``: a complaint about the listed product."""
    return lambda **changes: complaints.receive(
        **{"source": "12317", "certificate": certificate, "at": now, **SAID, **changes}
    )


@pytest.fixture
def office_of(certificate):
    return certificate.ruleset.office


@pytest.fixture
def bring(officer, office_of, now):
    """``bring(complaint, "decided")``: along the ordinary way up to that state."""
    acts = {
        "accepted": lambda case: complaints.accept(
            case, unit=office_of, handler=officer, by=officer, at=now
        ),
        "investigating": lambda case: complaints.investigate(case, by=officer, at=now),
        "decided": lambda case: complaints.decide(
            case,
            findings="经走访核实，反映的情况属实。",
            action="correct",
            public_summary="经核查属实，已责令改正。",
            by=officer,
            at=now,
        ),
        "fed_back": lambda case: complaints.feed_back(
            case, channel="phone", text="已电话告知处理结果。", by=officer, at=now
        ),
        "closed": lambda case: complaints.close(case, by=officer, at=now),
    }

    def go(case, until):
        for state, act in acts.items():
            case = act(case)
            if state == until:
                return case
        raise LookupError(until)

    return go


def visit(
    at, *, nonce="n1", place="here", is_proved=True, digest="d", waited=60, scope="complaint"
):
    return Visit(nonce, scope, at - timedelta(seconds=waited), place, digest, is_proved)


def solve(challenge):
    """What the browser does: the proof of a challenge, as the form carries it."""
    asked = json.loads(challenge)
    for number in range(asked["maxNumber"] + 1):
        if hashlib.sha256(f"{asked['salt']}{number}".encode()).hexdigest() == asked["challenge"]:
            names = ("algorithm", "challenge", "salt", "signature")
            proof = {**{name: asked[name] for name in names}, "number": number}
            return base64.b64encode(json.dumps(proof).encode()).decode()
    raise AssertionError("no solution")


def ticket(at, scope="complaint", waited=60):
    return tickets.issue(scope, at=at - timedelta(seconds=waited))


__all__ = ["SAID", "solve", "ticket", "visit"]


def calls_all_a_virus(data):
    """A scanner, by its dotted path."""
    return "Eicar"


def does_not_answer(data):
    raise OSError("away")


def finds_nothing(data):
    return ""
