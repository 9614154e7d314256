"""Random people, random decisions, random clock steps: whatever happens, the law holds."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from applications.models import Item
from applications.services import drafts
from demo import fiction
from demo.acts import agent, perform
from demo.preparing import submit
from demo.strict_clock import tick
from demo.timetables import moment
from pages.notices.services import ensure_site_tree
from publicity.services import object_to
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.positions import nodes_of, state_of
from workflow.services import submissions

PASSIVE = ("await_notice", "district_notice", "national_notice")
ACTS = st.tuples(
    st.sampled_from(["work", "work", "work", "work", "sleep", "object", "withdraw"]),
    st.integers(0, 2),
    st.sampled_from(["pass", "pass", "pass", "pass", "return", "refuse"]),
    st.integers(1, 240),
)


class RandomWalk(TestCase):
    """Three products of one paper, driven by Hypothesis through the real services."""

    @classmethod
    def setUpTestData(cls):
        ensure_site_tree()
        fiction.create_district()

    @pytest.mark.walk
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.lists(ACTS, min_size=10, max_size=45))
    def test_every_walk_keeps_every_promise(self, acts):
        self.at = moment(date(2020, 4, 1))
        self.items = self._submitted()
        for kind, index, choice, hours in acts:
            item = Item.objects.select_related("application").get(pk=self.items[index].pk)
            before = state_of(item)
            getattr(self, f"_{kind}")(item, choice, hours)
            self.at += timedelta(minutes=10)
            self._assert_final_is_final(item, before)
        self._sleep(None, None, 24 * 40)
        assert violations() == []

    def _submitted(self):
        applicant = fiction.applicant(1)
        by = agent(applicant.pk)
        application = drafts.start(applicant, by=by, at=self.at)
        for row in range(3):
            drafts.add_item(application, by=by, at=self.at, **fiction.facts(1, row))
        return list(submit(application, by=by, at=self.at).items.all())

    def _work(self, item, choice, hours):
        """Whoever has the item next acts on it; an ended item refuses everybody."""
        for node in nodes_of(item):
            if node not in PASSIVE:
                deciding = not node.startswith(("mend", "report", "record", "list", "assign"))
                perform(
                    Item.objects.get(pk=item.pk),
                    node,
                    at=self.at,
                    choice=choice if deciding else "pass",
                )

    def _sleep(self, item, choice, hours):
        """Time passes, and the clock wakes late."""
        self.at += timedelta(hours=hours)
        tick(self.at)

    def _object(self, item, choice, hours):
        entry = item.publicity_entries.running().first()
        if entry is not None:
            try:
                object_to(entry, channel="web", content="对该产品有异议", at=self.at)
            except Refused:
                assert self.at >= entry.ends_at

    def _withdraw(self, item, choice, hours):
        by = agent(item.application.applicant_id)
        try:
            submissions.withdraw(item, by=by, at=self.at)
        except Refused:
            assert item.is_ended

    def _assert_final_is_final(self, item, before):
        if item.is_ended:
            assert state_of(Item.objects.get(pk=item.pk)) == before
