"""A case about an entry, and the acts that carry it on, each by another person."""

from datetime import date

import pytest
from tests.support.listed import listed

from demo.timetables import moment
from workflow.services import case_notes, changes, findings

__all__ = [
    "CLERK",
    "FINDING",
    "INVESTIGATOR",
    "MENDED",
    "MONDAY",
    "RECORDER",
    "REVIEWER",
    "RULED",
    "SENT",
    "case",
    "entry",
    "fresh",
    "recheck",
    "rule",
    "send",
]

CLERK, REVIEWER = "fpb_clerk@fpb", "fpb_reviewer@fpb"
RECORDER, INVESTIGATOR = "upper_recorder@fpb", "complaint_officer@fpb"
MONDAY, SENT, RULED = date(2020, 6, 1), date(2020, 6, 3), date(2020, 6, 20)
FINDING = {
    "reason_code": "quality_safety",
    "text": "抽检不合格，已通知持证单位停止销售。",
    "found_on": MONDAY,
}
MENDED = {"text": "现场复核，标签已更正，复检合格。", "rechecked_on": date(2020, 6, 10)}


@pytest.fixture
def entry(office):
    """An entry in force since May 2020."""
    return listed()


@pytest.fixture
def case(entry, user):
    """``case(**finding)``: a finding confirmed on Monday, June 1st, and reported on Wednesday."""

    def make(**finding):
        finder = user(INVESTIGATOR)
        opened = findings.confirm_finding(
            entry, by=finder, at=moment(MONDAY), **{**FINDING, **finding}
        )
        for change in opened:
            send(change, user(CLERK))
        return fresh(opened[0])

    return make


def send(change, by):
    number, at = f"章测扶办报〔2020〕{40 + change.pk}号", moment(SENT)
    changes.send_up(change, report_no=number, reported_up_on=SENT, by=by, at=at)


def rule(change, by, ruling="remove", ruling_no="省测扶办字〔2020〕9号"):
    decision = {"ruling": ruling, "ruling_no": ruling_no, "ruled_on": RULED}
    return changes.record_ruling(change, **decision, by=by, at=moment(RULED))


def recheck(change, by, conclusion="resume", **details):
    words = {**MENDED, **details}
    return case_notes.recheck(
        change, conclusion=conclusion, by=by, at=moment(date(2020, 6, 10)), **words
    )


def fresh(row):
    return type(row).objects.get(pk=row.pk)
