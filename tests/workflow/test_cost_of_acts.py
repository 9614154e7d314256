"""What an act asks of the database: few statements, and the same whatever came before it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from demo.acts import perform
from workflow.positions import open_task
from workflow.services.clock import tick

pytestmark = pytest.mark.django_db

MOST = {
    "endorse": 43,
    "review_benefit": 26,
    "review_quality": 43,
}


def statements(act):
    """How many are more than the ends of savepoints."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return sum("SAVEPOINT" not in each["sql"] for each in asked)


@pytest.mark.parametrize("node", MOST)
def test_a_signature_asks_a_bounded_number_of_statements(paper, at, node):
    first, second = paper(1, serial=1)[0], paper(1, serial=2)[0]
    for item in (first, second):
        for before in list(MOST)[: list(MOST).index(node)]:
            perform(item, before, at=at)
    perform(first, node, at=at)  # what is written once is written
    asked = statements(lambda: perform(second, node, at=at))
    assert asked <= MOST[node]


def rows_read(act):
    """How many steps of SQLite's machine ``act`` takes, in hundreds: work, not statements."""
    steps = [0]

    def count():
        steps[0] += 1

    connection.connection.set_progress_handler(count, 100)
    try:
        act()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return steps[0]


def test_a_signature_does_not_work_more_beside_a_long_history(paper, at):
    items = [paper(1, serial=serial)[0] for serial in range(3)]
    for item in items:
        perform(item, "endorse", at=at)
    perform(items[0], "review_benefit", at=at)
    few = rows_read(lambda: perform(items[1], "review_benefit", at=at))
    others = paper(20, serial=9)
    for other in others:
        perform(other, "endorse", at=at + timedelta(minutes=5))
    many = rows_read(lambda: perform(items[2], "review_benefit", at=at))
    assert many <= few * 1.3 + 5
    assert open_task(items[2], "review_benefit") is None


def test_a_pass_of_the_clock_with_nothing_due_works_the_same_beside_ten_times_the_ended_papers(
    walked, at
):
    """What is open is looked at each time, for its limits; what has ended never again."""
    later = at + timedelta(days=40)

    def work(papers):
        for number in papers:
            walked("endorse", serial=number, choice="refuse")
        tick(later)  # what there was to do is done
        return rows_read(lambda: tick(later))

    few, many = work(range(2)), work(range(2, 20))
    assert many <= few * 1.3


def test_nothing_that_desks_units_and_the_clock_write_is_searched_for_references():
    """Wagtail would write index rows beside each act, to tell where a picture is used."""
    rooms = {model._meta.app_label for model in ReferenceIndex.tracked_models}
    assert rooms <= {"pages", "registry", "wagtailcore", "wagtaildocs", "wagtailimages"}
    assert not [model for model in ReferenceIndex.tracked_models if "User" in model.__name__]
