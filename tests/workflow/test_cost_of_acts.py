"""What an act asks of the database: few statements, and the same whatever came before it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from tests.bench.steps import Meter, walk_all, watch
from wagtail.models import ReferenceIndex

from config.settings import base
from demo.acts import perform
from rules.periods import ONE_DAY, day_starts
from workflow.models import Reminder, Turn
from workflow.positions import open_task
from workflow.services.absence import release_tasks_of_absent, release_tasks_of_departed
from workflow.services.clock import tick
from workflow.services.notices import hold_objected

pytestmark = pytest.mark.django_db

MOST = {
    "endorse": 37,
    "review_benefit": 24,
    "review_quality": 29,
}
#: The same with the ends of savepoints, by the names of ``tests/bench/steps.py``: a whole way.
MOST_OF_A_WAY = {
    "submit": 45,
    "sign endorse": 39,
    "sign benefit": 26,
    "sign quality": 33,
    "report_to_city": 29,
    "record city": 34,
    "record province": 26,
    "record_national": 37,
    "list_item": 75,
    "_fire": 29,
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


class Counted(Meter):
    """Counts statements, and leaves the services as they were."""

    def __init__(self, monkeypatch):
        super().__init__()
        self.monkeypatch, self.look = monkeypatch, self.asked

    def around(self, module, function, named=None):
        self.monkeypatch.setattr(module, function, getattr(module, function))
        super().around(module, function, named)


def test_no_act_on_the_way_to_the_catalogue_asks_more_than_it_did(office, monkeypatch):
    meter = Counted(monkeypatch)
    with override_settings(TASKS=base.TASKS):  # as the house runs: the index is for after COMMIT
        walk_all([1])  # what is written once is written
        watch(meter)
        walk_all([2])
    numbers = {name: max(numbers) for name, numbers in meter.found.items()}
    assert numbers.keys() == MOST_OF_A_WAY.keys()
    assert {name for name, number in numbers.items() if number > MOST_OF_A_WAY[name]} == set(), (
        numbers
    )


def rows_read(act):
    """How many steps of SQLite's machine ``act`` takes, in tens: work, not statements."""
    steps = [0]

    def count():
        steps[0] += 1

    connection.connection.set_progress_handler(count, 10)
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


def test_what_nobody_objected_to_and_nobody_left_is_not_looked_through(walked, at):
    """However many products are before the public, and however many steps they have behind them:
    even where the database counted its rows, and found most of them alike.
    """

    def work():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return [
            rows_read(lambda act=act: act(at + timedelta(days=20)))
            for act in (release_tasks_of_absent, release_tasks_of_departed, hold_objected)
        ]

    walked("notice", 2, serial=1)
    few = work()
    for serial in range(2, 5):
        walked("notice", 6, serial=serial)
    for before, after in zip(few, work(), strict=True):
        assert after <= before * 1.3 + 5


def test_what_was_reminded_of_is_not_read_again_however_many_papers_are_open(paper, at):
    turns = [open_task(item, "endorse").turn for item in paper(3, serial=1) + paper(3, serial=2)]
    later = day_starts(turns[0].due_on + ONE_DAY)
    tick(later)
    assert Reminder.objects.filter(turn__in=turns, stage="overdue").exists()
    read = []
    post_init.connect(note := lambda **kwargs: read.append(kwargs["instance"]), sender=Turn)
    try:
        tick(later + timedelta(minutes=1))
    finally:
        post_init.disconnect(note, sender=Turn)
    assert read == []


def test_nothing_that_desks_units_and_the_clock_write_is_searched_for_references():
    """Wagtail would write index rows beside each act, to tell where a picture is used."""
    rooms = {model._meta.app_label for model in ReferenceIndex.tracked_models}
    assert rooms <= {"pages", "registry", "wagtailcore", "wagtaildocs", "wagtailimages"}
    assert not [model for model in ReferenceIndex.tracked_models if "User" in model.__name__]
