"""A removal proposes its holder for the register, as its cause says (任务4, A24)."""

from datetime import date, timedelta

import pytest
from tests.support.dishonest import BECAUSE, CLERK, HEAD, in_register, noticed, proposed
from tests.support.listed import listed

from applications.services import drafts
from demo import fiction
from demo.acts import agent, holder, perform
from demo.preparing import submit
from demo.timetables import moment
from registry.models import DishonestyEntry
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import ChangeReport
from workflow.services import clock, dishonesty, findings

from .cases import FINDING, INVESTIGATOR, MONDAY, RECORDER, fresh, rule, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def removed(office):
    """``removed(*entries, reason_code=…)``: found, reported and removed by the province."""

    def make(*entries, **finding):
        cases = findings.confirm_finding(
            entries[0],
            by=holder(INVESTIGATOR),
            at=moment(MONDAY),
            **{**FINDING, **finding},
        )
        for number, case in enumerate(cases, start=9):
            send(case, holder(CLERK))
            rule(fresh(case), holder(RECORDER), ruling_no=f"省测扶办字〔2020〕{number}号")
        return cases

    return make


@pytest.mark.parametrize(
    ("reason_code", "cause"),
    [("illegal_act", "illegal"), ("quality_safety", "serious_quality")],
)
def test_a_removal_proposes_its_holder_with_the_ruling_as_its_basis(removed, reason_code, cause):
    entry = listed()
    [case] = removed(entry, reason_code=reason_code)
    proposal = DishonestyEntry.objects.get()
    assert (proposal.applicant, proposal.cause) == (entry.applicant, cause)
    assert (proposal.state, proposal.basis) == ("proposed", "省测扶办字〔2020〕9号")
    assert proposal.process.case == case
    assert f"{case}" in proposal.source
    assert FINDING["text"] in proposal.facts
    assert proposal in dishonesty.waiting_for(holder(CLERK)), "the office tells the unit"
    assert violations() == []


@pytest.mark.parametrize("reason_code", ["no_longer_qualified", "annual_review"])
def test_who_is_only_no_longer_qualified_is_no_candidate_of_the_register(removed, reason_code):
    removed(listed(), reason_code=reason_code)
    assert not DishonestyEntry.objects.exists()


def test_one_deed_that_removes_every_entry_is_proposed_once(removed):
    entries = [listed(1, row) for row in (0, 1)]
    assert len(removed(*entries, reason_code="illegal_act")) == 2
    assert {fresh(entry).status for entry in entries} == {"removed"}
    assert DishonestyEntry.objects.count() == 1
    assert violations() == []


def test_what_was_proposed_meanwhile_is_not_proposed_again(removed):
    entry = listed()
    proposed(entry.applicant, cause="serious_quality", at=moment(MONDAY, 18))
    removed(entry)
    assert DishonestyEntry.objects.count() == 1


def test_a_deed_of_another_year_is_proposed_although_the_unit_stands_in_the_register(removed):
    entry = listed()
    old = in_register(entry.applicant, since=date(2020, 5, 21), until=date(2021, 5, 20))
    DishonestyEntry.objects.filter(pk=old.pk).update(cause="serious_quality")
    removed(entry)
    assert DishonestyEntry.objects.filter(cause="serious_quality").count() == 2


def test_a_ruling_that_keeps_the_entry_proposes_nobody(office):
    [case] = findings.confirm_finding(
        listed(), by=holder(INVESTIGATOR), at=moment(MONDAY), **FINDING
    )
    send(case, holder(CLERK))
    rule(fresh(case), holder(RECORDER), ruling=ChangeReport.Ruling.KEEP)
    assert not DishonestyEntry.objects.exists()


def test_the_register_removes_no_entry_by_itself(office):
    """A24: only a case takes an entry out of use; the register keeps new ones out."""
    entry = listed()
    in_register(entry.applicant, since=date(2020, 6, 8), until=date(2021, 6, 8))
    clock.tick(moment(date(2020, 6, 9)))
    assert fresh(entry).status == "active"


def test_a_unit_in_the_register_is_not_renewed_until_it_is_out_of_it(office):
    entry = listed()
    by, opens = agent(entry.applicant_id), moment(entry.renewal_opens_on)
    draft = drafts.start(entry.applicant, by=by, at=opens, renewal_of=[entry])
    registered = in_register(
        entry.applicant, since=date(2020, 6, 8), until=opens.date() + timedelta(days=3)
    )
    with pytest.raises(Refused, match="失信登记"):
        submit(draft, by=by, at=opens)
    after = moment(registered.effective_until + timedelta(days=1))
    assert submit(draft, by=by, at=after).number


def test_a_unit_without_any_entry_or_paper_is_told_heard_and_decided_upon(office):
    unit = fiction.applicant(5)
    entry = noticed(unit, at=moment(MONDAY))
    clock.tick(entry.defence_ends_at + timedelta(minutes=1))
    entry = dishonesty.decide(
        fresh(entry),
        is_registered=True,
        months=6,
        because=BECAUSE,
        by=holder(HEAD),
        at=moment(date(2020, 6, 9)),
    )
    assert (entry.state, entry.process.case) == ("effective", None)
    assert not unit.certificates.exists()
    assert violations() == []


def test_a_paper_under_way_goes_on_and_is_not_listed(walked):
    [item] = walked("national", serial=3)
    in_register(item.application.applicant, since=date(2020, 5, 8), until=date(2020, 7, 1))
    clock.tick(moment(date(2020, 6, 1)))
    with pytest.raises(Refused, match="失信登记有效期内"):
        perform(item, "list_item", at=moment(date(2020, 6, 30)))
    perform(item, "list_item", at=moment(date(2020, 7, 2)))
    assert violations() == []
