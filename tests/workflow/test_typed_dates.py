"""Whatever day is typed on a paper: what is accepted keeps the order of the acts (R14, R61)."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from applications.models import Item
from applications.services import drafts
from demo import fiction
from demo.acts import agent, holder, perform
from demo.preparing import submit
from demo.timetables import BATCHES, moment
from demo.walking import end_windows, walk
from pages.notices.services import ensure_site_tree
from rules.periods import local_day
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import UpperReview
from workflow.policies.upper import first_day_of_report
from workflow.positions import nodes_of, open_task
from workflow.services import upper

DAYS = BATCHES[1]
TYPED = {
    "report": "report_to_city",
    "city": "city_review",
    "province": "province_review",
    "national": "record_national",
    "list": "list_item",
}
AWAY = st.one_of(st.integers(-400, 400), st.integers(-20, 1))


class RandomDays(TestCase):
    """A product goes all the way while each of its papers is first dated at random."""

    @classmethod
    def setUpTestData(cls):
        ensure_site_tree()
        fiction.create_district()

    @pytest.mark.walk
    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.tuples(*[AWAY] * 6))
    def test_every_accepted_day_keeps_the_order_of_the_acts(self, away):
        item = self._submitted()
        for phase, days in zip(("endorse", *TYPED), away, strict=True):
            if phase == "report":
                walk([item], DAYS, until="notice", since="review")
            end_windows([item])
            self._type(item, TYPED.get(phase, phase), days, moment(DAYS[phase]))
        assert Item.objects.get(pk=item.pk).outcome.kind == "listed"
        assert violations() == []

    def _submitted(self):
        at, applicant = moment(DAYS["submit"]), fiction.applicant(1)
        by = agent(applicant.pk)
        application = drafts.start(applicant, by=by, at=at)
        drafts.add_item(application, by=by, at=at, **fiction.facts(1, 0))
        return submit(application, by=by, at=at).items.get()

    def _type(self, item, node, days, at):
        """Date the paper ``days`` away from the day of the act, and rightly when it is refused."""
        item = Item.objects.get(pk=item.pk)
        with suppress(Refused):
            perform(item, node, at=at, dated=local_day(at) + timedelta(days=days))
        if node in nodes_of(item):
            perform(Item.objects.get(pk=item.pk), node, at=at)


@pytest.mark.parametrize("day", [date(2019, 6, 27), date(2020, 4, 1)])
def test_a_report_dated_before_its_windows_end_is_refused_at_its_field(walked, day):
    (item,) = walked("notice")
    end_windows([item])
    item.refresh_from_db()
    first = first_day_of_report(item)
    (answer,) = upper.report_to_city(
        [item],
        document_no="章测扶办报〔2020〕1号",
        reported_on=day,
        by=holder(open_task(item, "report_to_city").owner_permission),
        at=moment(first),
    )
    assert list(answer.fields) == ["reported_on"]
    assert not item.upper_reviews.exists()


def test_the_database_refuses_an_outcome_dated_after_it_was_recorded(walked):
    (item,) = walked("city")
    review = item.upper_reviews.get(level=UpperReview.Level.CITY)
    late = local_day(review.recorded_at) + timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        UpperReview.objects.filter(pk=review.pk).update(decided_on=late)


def test_a_report_moved_before_its_window_is_a_breach(walked):
    (item,) = walked("city")
    item.upper_reviews.filter(level="city").update(reported_on=date(2019, 5, 1))
    assert any("上报日期早于区级公示期满" in breach for breach in violations())
