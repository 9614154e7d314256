"""Whatever is declared in whatever order, a window never shrinks and ends as counted anew."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from demo import fiction
from demo.acts import agent
from demo.local_days import declare
from demo.preparing import submit
from demo.timetables import moment
from demo.walking import walk
from pages.documents.moderation import ensure_moderation
from pages.notices.services import ensure_site_tree
from publicity.models import PublicityEntry
from registry.calendars import calendar
from registry.recounting import recount_open
from rules.periods import ONE_DAY
from workflow.invariants import violations

START = date(2020, 4, 1)
#: Hours until the change, the first day from 20 April on (or before), how many, working or off.
CHANGES = st.lists(
    st.tuples(
        st.integers(1, 60), st.integers(-9, 12), st.integers(0, 4), st.booleans(), st.booleans()
    ),
    min_size=1,
    max_size=8,
)


class RandomCalendars(TestCase):
    """One product before the public while days off and days of work are declared."""

    @classmethod
    def setUpTestData(cls):
        ensure_moderation(ensure_site_tree())
        fiction.create_district()

    @pytest.mark.walk
    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(CHANGES)
    def test_a_window_is_the_longest_of_its_recounts(self, changes):
        entry = self._before_the_public()
        at, longest = moment(date(2020, 4, 14)), entry.last_day
        for hours, offset, more, works, clock_runs in changes:
            at += timedelta(hours=hours)
            first = date(2020, 4, 20) + offset * ONE_DAY
            declare(first, first + more * ONE_DAY, works=works, at=at)
            if at < _day_ends(longest):  # still open when the calendar changed
                longest = max(longest, calendar().after(entry.counts_after, entry.working_days))
            if clock_runs:
                recount_open(at)
            before, entry = entry, PublicityEntry.objects.get()
            assert entry.last_day >= before.last_day
        recount_open(at + timedelta(minutes=11))
        assert PublicityEntry.objects.get().last_day == longest
        assert violations() == []

    def _before_the_public(self):
        applicant = fiction.applicant(1)
        from applications.services import drafts

        by, at = agent(applicant.pk), moment(START)
        application = drafts.start(applicant, by=by, at=at)
        drafts.add_item(application, by=by, at=at, **fiction.facts(1, 0))
        items = list(submit(application, by=by, at=at).items.all())
        from tests.conftest import schedule

        walk(items, schedule(START), until="notice", choice="pass", since="endorse")
        return PublicityEntry.objects.get()


def _day_ends(day):
    return moment(day + ONE_DAY, 0)
