"""Four eyes: where the rule set wants them, no opinion counts before the head has signed it off."""

from datetime import date

import pytest
from django.urls import reverse

from demo.acts import holder
from demo.papers import pdf
from demo.timetables import moment
from registry.models import Membership, Organisation, RuleSet, User
from rules.refusal import Refused
from workflow.models import Opinion, OpinionProposal
from workflow.positions import nodes_of
from workflow.services import countersigning, evidence, opinions

pytestmark = pytest.mark.django_db
AT = moment(date(2020, 4, 8))
MET = {"met": True, "evidence": "见材料"}
PASS = {
    "result": "pass",
    "text": "经现场核实和材料审核，情况属实，符合认定条件，同意。",
    "criteria": {"lawful": MET, "benefit": MET},
}


@pytest.fixture
def item(walked):
    [found] = walked("endorse")
    RuleSet.objects.update(countersign_reviews=True, countersign_endorsement=True)
    found.application.ruleset.refresh_from_db()
    return found


@pytest.fixture
def reviewer(item):
    return holder("fpb_reviewer@fpb")


@pytest.fixture
def head(item):
    return holder("manager@fpb")


@pytest.fixture
def proposal(item, reviewer):
    return countersigning.submit(item, Opinion.Step.BENEFIT, by=reviewer, at=AT, **PASS)


def test_a_reviewer_alone_cannot_sign(item, reviewer):
    with pytest.raises(Refused, match="负责人审签"):
        opinions.sign(item, Opinion.Step.BENEFIT, by=reviewer, at=AT, **PASS)


def test_a_proposal_moves_nothing_and_approval_signs_it_as_proposed(item, proposal, reviewer, head):
    assert nodes_of(item) == ["review_benefit", "review_quality"]
    signed = countersigning.approve(proposal, by=head, at=AT)
    assert (signed.signed_by, signed.approved_by, signed.result) == (reviewer, head, "pass")
    assert nodes_of(item) == ["review_quality"]
    with pytest.raises(Refused, match="已审签"):
        countersigning.approve(proposal, by=head, at=AT)


def test_a_proposal_is_complete_and_handed_over_once(item, proposal, reviewer):
    with pytest.raises(Refused, match="已提交"):
        countersigning.propose(item, Opinion.Step.BENEFIT, by=reviewer, at=AT, **PASS)
    agri = holder("agri_reviewer@nyncj")
    with pytest.raises(Refused, match="至少20个字"):
        countersigning.propose(item, "quality", by=agri, at=AT, result="return", text="短")
    assert OpinionProposal.objects.count() == 1


def test_sent_back_it_is_proposed_anew(item, proposal, reviewer, head):
    with pytest.raises(Refused, match="修改意见"):
        countersigning.send_back(proposal, note=" ", by=head, at=AT)
    countersigning.send_back(proposal, note="请补充依据", by=head, at=AT)
    again = countersigning.propose(item, Opinion.Step.BENEFIT, by=reviewer, at=AT, **PASS)
    assert countersigning.approve(again, by=head, at=AT).result == "pass"


def test_its_files_are_seen_by_the_head_and_become_the_opinions(item, reviewer, head, client):
    data = pdf("报告")
    digest = evidence.keep("报告.pdf", data)
    proposal = countersigning.submit(
        item, "benefit", by=reviewer, at=AT, kept={digest: "报告.pdf"}, **PASS
    )
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("desk:proposal_file", args=[proposal.pk, digest])
    assert address in client.get(reverse("desk:countersign")).content.decode()
    assert client.get(address).content == data
    other = reverse("desk:proposal_file", args=[proposal.pk, "0" * 64])
    assert client.get(other).status_code == 404
    signed = countersigning.approve(proposal, by=head, at=AT)
    assert signed.files.get().sha256 == digest


def test_only_another_person_the_head_of_that_office_signs_off(item, proposal, reviewer):
    stranger = holder("fpb_clerk@fpb")
    with pytest.raises(Refused, match="本单位负责人"):
        countersigning.approve(proposal, by=stranger, at=AT)
    fpb = Organisation.objects.get(code="fpb")
    Membership.objects.create(user=reviewer, organisation=fpb, role="manager")
    both = User.objects.get(pk=reviewer.pk)
    with pytest.raises(Refused, match="自己的意见"):
        countersigning.approve(proposal, by=both, at=AT)


def test_signing_off_binds_the_head_to_that_duty(item, proposal, head):
    countersigning.approve(proposal, by=head, at=AT)
    assert item.application.duties.get(person=head).duty == "benefit"


def test_a_station_visit_survives_the_wait(paper):
    [item] = paper()
    RuleSet.objects.update(countersign_endorsement=True)
    item.application.ruleset.refresh_from_db()
    station = item.application.station
    head = User.objects.create(username="head", last_name="示例", first_name="站长")
    Membership.objects.create(user=head, organisation=station, role="station_head")
    made = countersigning.submit(
        item,
        Opinion.Step.ENDORSE,
        by=holder(f"station_officer@{station.code}"),
        at=AT,
        **{**PASS, "criteria": {"genuine": MET}},
        verified_households=item.households,
        verified_persons=item.persons,
        visited_on=date(2020, 4, 3),
        visited_by="示例甲、示例乙",
    )
    made.refresh_from_db()
    signed = countersigning.approve(made, by=head, at=AT)
    assert signed.visited_on == date(2020, 4, 3)


def test_both_ways_have_doors_at_the_desk(item, proposal, head, client, time_travel):
    time_travel(date(2020, 4, 8))
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("desk:countersign")).content.decode()
    assert PASS["text"] in page
    decide = reverse("desk:decide", args=[proposal.pk])
    back = client.post(decide, {"decision": "returned"}, follow=True)
    assert "请写明修改意见" in back.content.decode()
    client.post(decide, {"decision": "approved"})
    assert nodes_of(item) == ["review_quality"]
    assert "没有等待您审签" in client.get(reverse("desk:countersign")).content.decode()
