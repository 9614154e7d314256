"""Background jobs of Wagtail start when what they are about has been committed, and once."""

import pytest
from django.db import connection, transaction
from django_tasks import task
from django_tasks.base import TaskResultStatus

from config.settings import base
from config.tasks import OnCommitBackend

pytestmark = pytest.mark.django_db(transaction=True)
RUNS = []


@task()
def note(word, *, times=1):
    RUNS.append((word, times, connection.in_atomic_block))


@task()
def fail():
    RUNS.append("failed")
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def runs():
    """What ran, in order, with whether it ran inside a transaction."""
    RUNS.clear()
    return RUNS


@pytest.fixture
def enqueue(settings):
    """``enqueue(task, *args)``: by the backend that the house runs with; its result."""
    settings.TASKS = base.TASKS
    return lambda job, *args, **kwargs: job.enqueue(*args, **kwargs)


def rolled_back(act, *args):
    """``act`` in a transaction, or a savepoint, that comes to nothing."""
    with transaction.atomic():
        act(*args)
        transaction.set_rollback(True)


def test_the_house_runs_with_the_backend_tested_here(enqueue):
    assert isinstance(note.get_backend(), OnCommitBackend)


def test_without_a_transaction_a_task_runs_at_once(enqueue, runs):
    assert enqueue(note, "a").status == TaskResultStatus.SUCCESSFUL
    assert runs == [("a", 1, False)]


def test_in_a_transaction_a_task_waits_for_the_commit(enqueue, runs):
    with transaction.atomic():
        result = enqueue(note, "a")
        assert (result.status, runs) == (TaskResultStatus.READY, [])
    assert (result.status, runs) == (TaskResultStatus.SUCCESSFUL, [("a", 1, False)])


def test_a_task_of_a_transaction_that_comes_to_nothing_never_runs(enqueue, runs):
    rolled_back(enqueue, note, "a")
    assert runs == []


def test_equal_tasks_of_one_transaction_run_once_and_others_each(enqueue, runs):
    with transaction.atomic():
        for word, times in (("a", 1), ("a", 1), ("b", 1), ("a", 2), ("a", 2)):
            enqueue(note, word, times=times)
    assert runs == [("a", 1, False), ("b", 1, False), ("a", 2, False)]


def test_equal_tasks_of_two_transactions_run_twice(enqueue, runs):
    for _ in range(2):
        with transaction.atomic():
            enqueue(note, "a")
    assert len(runs) == 2


def test_an_equal_task_that_was_rolled_back_does_not_stand_in_for_another(enqueue, runs):
    with transaction.atomic():
        rolled_back(enqueue, note, "a")
        enqueue(note, "a")
        rolled_back(enqueue, note, "a")
    assert len(runs) == 1


def test_a_task_that_fails_stops_no_other_and_undoes_nothing(enqueue, runs):
    with transaction.atomic():
        failed = enqueue(fail)
        enqueue(note, "a")
    assert runs == ["failed", ("a", 1, False)]
    assert failed.status == TaskResultStatus.FAILED
    assert failed.errors[0].exception_class_path == "builtins.ZeroDivisionError"
