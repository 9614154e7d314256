"""Who reviews side by side in the district: as the rule set names offices for it (R12, A06)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.desk import opinion, page

from applications.models import Item
from demo.acts import agent, holder, perform
from demo.preparing import submit
from demo.timetables import moment
from portal.tracking import tracks
from records import audit_words
from records.models import AuditEvent
from registry.models import Membership, Organisation, RuleSet, User
from rules.duties import Duty
from rules.lifecycle import ItemState
from rules.periods import local_day
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import Opinion
from workflow.positions import nodes_of, state_of
from workflow.services import opinions

pytestmark = pytest.mark.django_db
AT = moment(date(2020, 4, 8))
ALL = ["review_benefit", "review_price", "review_quality"]


def test_nothing_goes_up_without_a_review_that_its_rule_set_asks_for(walked):
    [item] = walked("report")
    assert violations() == []
    Opinion.objects.filter(item=item, step="quality").update(result="return")
    assert violations() == [f"{item} 缺少审核意见即上报市级复核"]


@pytest.fixture
def priced(office):
    """The rule set asks for a price review."""
    RuleSet.objects.update(price_bureau=Organisation.objects.get(code="scjgj"))


def fresh(item):
    return Item.objects.get(pk=item.pk)


def test_a_rule_set_that_names_no_office_for_it_asks_for_no_price_review(walked):
    [item] = walked("endorse")
    assert nodes_of(item) == ["review_benefit", "review_quality"]
    with pytest.raises(Refused):
        opinions.sign(item, Duty.PRICE, by=holder("price_reviewer@scjgj"), at=AT)


def test_the_three_review_at_once_and_the_paper_goes_on_when_all_agree(priced, walked):
    [item] = walked("endorse")
    assert nodes_of(item) == ALL
    for node in ALL:
        assert state_of(item) == ItemState.DISTRICT_REVIEW
        perform(item, node, at=AT)
    assert nodes_of(item) == ["await_notice"]
    signed = {opinion.step: opinion for opinion in item.opinions.all()}
    assert signed["price"].organisation.code == "scjgj"
    assert AuditEvent.objects.filter(action="workflow.sign.price").exists()
    assert audit_words.action("workflow.sign.price") == "签署价格核查意见"
    assert violations() == []


def test_a_price_reviewer_sends_a_product_back_and_all_review_it_again(priced, walked):
    [item] = walked("endorse")
    for node in ALL:
        perform(item, node, at=AT, choice="return" if node == "review_price" else "pass")
    assert state_of(fresh(item)) == ItemState.DISTRICT_RETURNED
    letter = item.letters.get(kind="returned")
    assert "区市场监督管理局" in letter.text
    perform(fresh(item), "mend_for_district", at=AT + timedelta(days=7))
    assert nodes_of(fresh(item)) == ALL


def test_a_price_reviewer_refuses_and_the_feedback_says_why(priced, walked):
    [item] = walked("endorse")
    perform(item, "review_benefit", at=AT)
    perform(item, "review_quality", at=AT)
    perform(item, "review_price", at=AT, choice="refuse")
    assert state_of(fresh(item)) == ItemState.DISTRICT_REFUSED
    assert fresh(item).outcome.reasons in item.letters.get(kind="refused").text


def test_nobody_reviews_price_and_quality_of_one_paper(priced, walked):
    [item] = walked("endorse")
    reviewer = holder("agri_reviewer@nyncj")
    perform(item, "review_quality", at=AT)
    bureau = Organisation.objects.get(code="scjgj")
    Membership.objects.create(user=reviewer, organisation=bureau, role="price_reviewer")
    with pytest.raises(Refused, match="同一人不得办理两个环节"):
        opinions.sign(item, Duty.PRICE, by=User.objects.get(pk=reviewer.pk), at=AT)


def test_the_head_signs_a_price_review_off_where_the_rule_set_wants_it(priced, walked):
    RuleSet.objects.update(countersign_reviews=True)
    [item] = walked("review")
    assert item.opinions.get(step="price").approved_by == holder("price_head@scjgj")


def test_a_paper_keeps_the_reviewers_of_the_rule_set_it_was_accepted_under(paper, draft, at):
    [old] = paper(1)
    before = RuleSet.objects.get()
    day = local_day(at)
    RuleSet.objects.filter(pk=before.pk).update(effective_until=day)
    names = {field.name for field in RuleSet._meta.fields} - {"id"}
    after = RuleSet(**{name: getattr(before, name) for name in names})
    after.effective_from, after.effective_until = day + timedelta(days=1), None
    after.price_bureau = Organisation.objects.get(code="scjgj")
    after.save()
    application = draft(1, serial=4)
    later = at + timedelta(days=1)
    by = agent(application.applicant_id)
    [new] = submit(application, by=by, at=later).items.all()
    for item in (old, new):
        perform(item, "endorse", at=later)
    assert nodes_of(old) == ["review_benefit", "review_quality"]
    assert nodes_of(new) == ALL


def test_where_the_named_office_has_no_reviewer_the_paper_waits_and_says_for_whom(priced, walked):
    Membership.objects.filter(role="price_reviewer").update(valid_until=date(2019, 12, 31))
    [item] = walked("endorse")
    perform(item, "review_benefit", at=AT)
    perform(item, "review_quality", at=AT)
    assert nodes_of(item) == ["review_price"]
    [track] = tracks(item.application)
    assert track.holder == "区市场监督管理局"


def test_the_price_reviewer_finds_it_in_the_inbox_and_signs_on_a_page(priced, walked, time_travel):
    [item] = walked("endorse")
    time_travel(local_day(AT))
    browser = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    browser.force_login(holder("price_reviewer@scjgj"), backend=backend)
    assert item.name in browser.get(reverse("desk:inbox")).content.decode()
    assert browser.post(page("price", item.application_id), opinion(item)).status_code == 302
    assert item.opinions.filter(step="price", result="pass").exists()
    assert nodes_of(item) == ["review_benefit", "review_quality"]
