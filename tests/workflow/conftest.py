"""Fixtures of the flows: an entry in force, and reports of its changes."""

from datetime import date, timedelta

import pytest
from tests.support.change_reports import (
    CLERK,
    MONDAY,
    REVIEWER,
    WORDS,
    fresh,
    send,
)
from tests.support.listed import listed
from tests.support.standing import stands

from demo.acts import agent
from demo.timetables import moment
from workflow.services import changes


@pytest.fixture
@stands
def before_public(walked):
    """One product in a list, whose notice of the district is up from April 14th to 20th, 2020."""
    return walked("notice")


@pytest.fixture
@stands
def held(office):
    """An entry in force since May 2020."""
    return listed()


@pytest.fixture
def report(held):
    """``report(**changes)``: the holder reports a higher price on Monday, June 1st."""

    def make(**changed):
        said = {
            "kinds": ["price"],
            "after": {"reference_price_fen": 4500},
            "text": "原料和包装成本上涨，价格相应调整。",
            "changed_on": date(2020, 5, 28),
            "by": agent(held.applicant_id),
            "at": moment(MONDAY),
            **changed,
        }
        return changes.report_change(held, **said)

    return make


@pytest.fixture
def step(user):
    """``step(change, until, decision="adjust")``: the office walks a report up to a step."""

    def walk(change, until, decision="adjust"):
        day = moment(MONDAY, 10)
        changes.register_change(change, is_accepted=True, by=user(CLERK), at=day)
        if until == "register":
            return fresh(change)
        act = {"decision": decision, "assessment": WORDS}
        changes.assess_change(change, by=user(REVIEWER), at=day + timedelta(hours=1), **act)
        if until == "assess":
            return fresh(change)
        send(change, user(CLERK))
        return fresh(change)

    return walk
