"""一次性告知: the district accepts or asks once within five working days; silence may accept."""

from datetime import timedelta

import pytest
from django.urls import reverse

from demo.acts import holder, perform
from registry import ties
from registry.models import RuleSet
from rules.periods import day_ends, local_day
from rules.refusal import Refused
from workflow.models import Acceptance
from workflow.policies.acceptance import due_on
from workflow.policies.countersigning import wants_head
from workflow.positions import open_task
from workflow.services.acceptance import accept, deem_accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrived(walked):
    """``(item, when it reached the district)``."""
    [item] = walked("endorse")
    return item, open_task(item, "review_benefit").turn.arrived_at


def reviewer(item, step="review_benefit"):
    return holder(open_task(item, step).owner_permission)


def test_accepted_once_by_who_reviews_it_and_the_applicant_is_told(arrived):
    item, at = arrived
    with pytest.raises(Refused, match="不在您所在单位"):
        accept(item, by=holder("fpb_clerk@fpb"), at=at)
    accept(item, by=reviewer(item), at=at)
    acceptance = Acceptance.objects.get(item=item)
    assert (acceptance.accepted_on, acceptance.is_deemed) == (local_day(at), False)
    assert "受理" in item.letters.get(kind="accepted").text
    with pytest.raises(Refused, match="已经受理"):
        accept(item, by=reviewer(item, "review_quality"), at=at)


def test_who_is_tied_accepts_nothing(arrived):
    item, at = arrived
    officer = reviewer(item)
    ties.declare(officer, item.application.applicant, at=at)
    with pytest.raises(Refused, match="回避"):
        accept(item, by=officer, at=at)


def test_after_the_acceptance_only_the_head_asks_to_mend(arrived):
    item, at = arrived
    assert not wants_head(item, "benefit", "return"), "the one request is the reviewer's"
    accept(item, by=reviewer(item), at=at)
    assert wants_head(item, "benefit", "return")
    assert not wants_head(item, "benefit", "pass")


def test_silence_accepts_nothing_unless_the_rule_set_says_so(arrived):
    item, _at = arrived
    after = day_ends(due_on(item)) + timedelta(minutes=1)
    assert deem_accepted(after) == 0
    RuleSet.objects.update(deems_accepted=True)
    assert deem_accepted(day_ends(due_on(item)) - timedelta(minutes=1)) == 0
    last = due_on(item)
    assert deem_accepted(after) == 1
    assert deem_accepted(after) == 0
    acceptance = Acceptance.objects.get(item=item)
    assert (acceptance.accepted_on, acceptance.officer, acceptance.is_deemed) == (
        last,
        None,
        True,
    )
    assert "视为受理" in item.letters.get(kind="accepted").text


def test_the_time_stands_still_while_the_applicant_mends(arrived):
    item, at = arrived
    RuleSet.objects.update(deems_accepted=True)
    first = due_on(item)
    perform(item, "review_benefit", at=at, choice="return")
    perform(item, "review_quality", at=at)
    assert due_on(item) is None
    assert deem_accepted(day_ends(first) + timedelta(days=9)) == 0
    later = at + timedelta(days=30)
    perform(item, "mend_for_district", at=later)
    item.refresh_from_db()
    assert due_on(item) > local_day(later)


def test_the_button_stands_on_the_paper_of_who_may_press_it(arrived, client, time_travel):
    item, at = arrived
    time_travel(local_day(at))
    url = reverse("desk:application", args=[item.application_id])
    button = reverse("desk:accept_item", args=[item.pk])
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(holder("fpb_clerk@fpb"), backend=backend)
    assert button not in client.get(url).content.decode()
    client.force_login(reviewer(item), backend=backend)
    assert button in client.get(url).content.decode()
    assert client.post(button).status_code == 302
    assert Acceptance.objects.filter(item=item).exists()
    assert button not in client.get(url).content.decode()
