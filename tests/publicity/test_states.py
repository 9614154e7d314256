"""Where a product stands before the public, and what may be said of it there, agree at any time."""

import pytest
from tests.pages.conftest import PUBLISHED, moment

from publicity import states
from publicity.models import Publicity
from publicity.policies import reasons_against_objecting
from publicity.services import close, hold, object_to
from registry.calendars import calendar

CONTENT = "带动户数不属实"
BEFORE, INSIDE, AFTER = moment(2020, 9, 27), moment(2020, 9, 30), moment(2020, 10, 13)


@pytest.fixture
def entry(publicity):
    return publicity(products=1).entries.get()


@pytest.fixture
def objected(entry):
    """An entry whose days an objection has stopped."""
    object_to(entry, channel="web", content=CONTENT, at=INSIDE)
    return hold(entry, calendar=calendar(), at=INSIDE)


def may_object(entry, at):
    return not reasons_against_objecting(entry, at=at, content=CONTENT)


@pytest.mark.parametrize(
    ("at", "state"),
    [(BEFORE, "not_yet"), (PUBLISHED, "running"), (INSIDE, "running"), (AFTER, "due")],
)
def test_the_public_may_object_in_the_states_that_are_open_to_it_only(entry, at, state):
    assert states.entry_state(entry, at) == state
    assert may_object(entry, at) == (state in states.OPEN_TO_OBJECTION)


def test_to_a_held_product_the_public_may_object_after_its_former_end_too(objected):
    assert states.entry_state(objected, AFTER) == "held"
    assert may_object(objected, AFTER)
    assert objected.objections.count() == 1


def test_a_publicity_is_over_when_its_last_product_had_its_end(entry):
    assert not states.over(AFTER).exists()
    close(entry, at=AFTER)
    assert list(states.over(AFTER)) == list(Publicity.objects.all())
    assert not states.over(INSIDE).exists()


def test_an_unanswered_objection_awaits_its_hold_once(entry):
    rows = type(entry).objects
    assert not rows.awaiting_hold().exists()
    for _ in range(2):
        object_to(entry, channel="web", content=CONTENT, at=INSIDE)
    assert list(rows.awaiting_hold()) == [entry]
    assert not rows.awaiting_hold(received_at__lt=INSIDE).exists()
    hold(entry, calendar=calendar(), at=INSIDE)
    assert not rows.awaiting_hold().exists()
