"""Four eyes: where the rule set wants them, no opinion counts before the head has signed it off."""

from datetime import date

import pytest
from django.urls import reverse
from tests.support.desk import opinion, page
from tests.support.stored import stored

from applications.models import Item
from demo.acts import holder, perform
from demo.papers import pdf
from demo.timetables import moment
from registry.models import Membership, Organisation, RuleSet, User
from rules.duties import Duty
from rules.refusal import Refused
from workflow.models import OpinionProposal
from workflow.positions import nodes_of
from workflow.services import countersigning, opinions

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
    return countersigning.submit(item, Duty.BENEFIT, by=reviewer, at=AT, **PASS)


def test_a_reviewer_alone_cannot_sign(item, reviewer):
    with pytest.raises(Refused, match="负责人审签"):
        opinions.sign(item, Duty.BENEFIT, by=reviewer, at=AT, **PASS)


def test_a_proposal_moves_nothing_and_approval_signs_it_as_proposed(item, proposal, reviewer, head):
    assert nodes_of(item) == ["review_benefit", "review_quality"]
    signed = countersigning.approve(proposal, by=head, at=AT)
    assert (signed.signed_by, signed.approved_by, signed.result) == (reviewer, head, "pass")
    assert nodes_of(item) == ["review_quality"]
    with pytest.raises(Refused, match="已由示例主任于2020-04-08 09:30审签"):
        countersigning.approve(proposal, by=head, at=AT)


def test_a_proposal_is_complete_and_handed_over_once(item, proposal, reviewer):
    with pytest.raises(Refused, match="已提交"):
        countersigning.propose(item, Duty.BENEFIT, by=reviewer, at=AT, **PASS)
    agri = holder("agri_reviewer@nyncj")
    with pytest.raises(Refused, match="至少20个字"):
        countersigning.propose(item, "quality", by=agri, at=AT, result="return", text="短")
    assert OpinionProposal.objects.count() == 1


def test_sent_back_it_is_proposed_anew(item, proposal, reviewer, head):
    with pytest.raises(Refused, match="修改意见"):
        countersigning.send_back(proposal, note=" ", by=head, at=AT)
    countersigning.send_back(proposal, note="请补充依据", by=head, at=AT)
    again = countersigning.propose(item, Duty.BENEFIT, by=reviewer, at=AT, **PASS)
    assert countersigning.approve(again, by=head, at=AT).result == "pass"


def test_its_files_are_seen_by_the_head_and_become_the_opinions(item, reviewer, head, client):
    data = pdf("报告")
    file = stored(AT, "报告.pdf", data)
    proposal = countersigning.submit(item, "benefit", by=reviewer, at=AT, files=[file], **PASS)
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("desk:proposal_file", args=[proposal.files.get().pk])
    assert address in client.get(reverse("desk:countersign")).content.decode()
    assert client.get(address).content == data
    other = reverse("desk:proposal_file", args=[proposal.files.get().pk + 1])
    assert client.get(other).status_code == 404
    signed = countersigning.approve(proposal, by=head, at=AT)
    assert signed.files.get().file == file


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
        Duty.ENDORSE,
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


def fresh(item):
    return Item.objects.get(pk=item.pk)


@pytest.fixture
def returned(walked, at):
    """A product that its quality reviewer has sent back once and that came back mended."""
    [found] = walked("endorse")
    perform(found, "review_benefit", at=at)
    perform(found, "review_quality", at=at, choice="return")
    perform(fresh(found), "mend_for_district", at=at)
    perform(fresh(found), "review_benefit", at=at)
    return fresh(found)


AGAIN = {
    "result": "return",
    "text": "检验报告的样品名称与申请的产品不一致，请重新提供。",
    "demands": ["样品名称一致的检验报告"],
    "supervisor_reason": "首次补正的报告换了样品",
}


def test_asking_an_applicant_to_mend_again_is_the_heads_decision(returned, at):
    """R66: supplements are asked for once; the second time the head of the office signs."""
    agri = holder("agri_reviewer@nyncj")
    with pytest.raises(Refused, match="负责人审签"):
        opinions.sign(returned, Duty.QUALITY, by=agri, at=at, **AGAIN)
    proposed = countersigning.submit(returned, Duty.QUALITY, by=agri, at=at, **AGAIN)
    assert isinstance(proposed, OpinionProposal)
    signed = countersigning.approve(proposed, by=holder("agri_head@nyncj"), at=at)
    assert signed.approved_by == holder("agri_head@nyncj")
    assert nodes_of(fresh(returned)) == ["mend_for_district"]


def test_the_head_reads_why_it_is_asked_again(returned, at, client):
    agri = holder("agri_reviewer@nyncj")
    countersigning.submit(returned, Duty.QUALITY, by=agri, at=at, **AGAIN)
    client.force_login(holder("agri_head@nyncj"), "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("desk:countersign")).content.decode()
    for words in (AGAIN["supervisor_reason"], AGAIN["demands"][0], "同意再次要求补正"):
        assert words in page


def test_where_nobody_is_head_nothing_is_proposed_to_nobody(returned, at):
    Membership.objects.filter(role="agri_head").delete()
    agri = holder("agri_reviewer@nyncj")
    with pytest.raises(Refused, match="没有在任的负责人"):
        countersigning.submit(returned, Duty.QUALITY, by=agri, at=at, **AGAIN)


def test_sent_back_nothing_is_written_anew_and_the_note_stands_above_the_form(item, head, client):
    address, words = (
        page("benefit", item.application_id),
        "走访三户，台账与名册一致，带动关系成立，同意。",
    )
    client.force_login(holder("fpb_reviewer@fpb"), "django.contrib.auth.backends.ModelBackend")
    client.post(address, opinion(item, text=words))
    waiting = client.get(address).content.decode()
    assert "正在等待负责人审签" in waiting
    assert words not in waiting
    proposal = OpinionProposal.objects.get()
    countersigning.send_back(proposal, note="请写明日期", by=head, at=proposal.proposed_at)
    mending = client.get(address).content.decode()
    assert "退回修改：请写明日期" in mending
    assert words in mending
