"""What many tests start from: built once, kept, and every test rolled back to it.

Django's TestCase rolls a test back to a savepoint where a transaction is open already. So one is
opened around a series of tests that want the office, and given up before a test that wants none.
What a fixture marked :func:`stands` makes comes on top of it, in a savepoint of its own, as long as
the tests that follow want the same; of one that asks for no office, in its place.
"""

import functools
import inspect
from contextlib import ExitStack, contextmanager
from copy import deepcopy

from django.db import connection, transaction
from django.utils import timezone

from registry.names import get_names, remember
from rules.periods import local_day


def stands(build):
    """For a fixture of rows: made once for all tests that ask for it one after the other.

    ``build`` may ask for factories and other standing fixtures; nothing of it may be left but rows
    and what it returns, of which every test gets a copy. Below ``@pytest.fixture``.
    """

    @functools.wraps(build)
    def fixture(**asked):
        for level in build.kept:
            return deepcopy(level.value)
        return build(**asked)

    build.kept, fixture.build = [], build
    return fixture


class Level:
    """A savepoint, or the transaction around all, in which ``build`` has run."""

    def __init__(self, build):
        self.build = build
        self._around = transaction.atomic()
        self._around._from_testcase = True  # as TestCase's own: durable blocks may be in it
        self._around.__enter__()

    def make(self, *args, **kwargs):
        self.value = self.build(*args, **kwargs)
        self.day, self.names = local_day(timezone.now()), get_names()

    def give_up(self, is_open):
        if is_open:
            transaction.set_rollback(True)
        self._around.__exit__(None, None, None)


class StandingOffice:
    """The office, and above it what the next tests want besides."""

    def __init__(self, build, around_each):
        self._build, self._around_each = build, around_each
        self._levels = []

    @property
    def is_open(self):
        """Whether it stands: a test that closes the connection takes it along."""
        is_kept = connection.in_atomic_block and not connection.closed_in_transaction
        return bool(self._levels) and is_kept

    def open(self, item):
        """The office, if ``item`` asks for it, and what stands above it or in its place."""
        if not self.is_open:
            self.close()
        wanted = [self._build] if wants_office(item) else []
        wanted += standing_fixtures(item)
        while [level.build for level in self._levels] != wanted[: len(self._levels)]:
            self._fall()
        for build in wanted[len(self._levels) :]:
            with self._around_each(), ExitStack() as ends:
                self._rise(build, functools.partial(_asked, build, item, ends))
            getattr(build, "kept", []).append(self._levels[-1])

    def recall(self):
        """What all is called in what stands, read when it was made: two questions fewer a test."""
        level = self._levels[-1]
        if level.day == local_day(timezone.now()):
            remember(level.names)
        get_names()

    def _rise(self, build, ask):
        """What ``build`` asks for may write, too: it is made in the level, and goes with it."""
        self._levels.append(Level(build))
        try:
            self._levels[-1].make(**ask())
        except BaseException:  # an assertion, or the timeout of the test that came first
            self._fall(self.is_open)
            raise

    def _fall(self, is_open=True):
        level = self._levels.pop()
        getattr(level.build, "kept", []).clear()
        level.give_up(is_open)

    def close(self):
        is_open = self.is_open
        while self._levels:
            self._fall(is_open)


def standing_fixtures(item):
    """The builders of what stands for ``item``, each before what asks for it."""
    known, found, visited = item._fixtureinfo.name2fixturedefs, [], set()

    def visit(name):
        if name in visited or name not in known:
            return
        visited.add(name)
        for each in known[name][-1].argnames:
            visit(each)
        if build := getattr(known[name][-1].func, "build", None):
            found.append(build)

    for name in item.fixturenames:
        visit(name)
    return found


def _asked(build, item, ends):
    """What ``build`` asks for, made without a test: the database is there, the rest is made here.

    ``ends`` ends what has an end, in turn.
    """
    known, made = item._fixtureinfo.name2fixturedefs, {"db": None, "office": None}

    def value(name):
        if name not in made:
            function = known[name][-1].func
            arguments = {each: value(each) for each in known[name][-1].argnames}
            if inspect.isgeneratorfunction(function):
                made[name] = ends.enter_context(contextmanager(function)(**arguments))
            else:
                made[name] = function(**arguments)
        return made[name]

    return {name: value(name) for name in inspect.signature(build).parameters}


def wants_office(item):
    return "office" in item.fixturenames


def is_shared(item):
    """Whether ``item`` starts from what stands and is rolled back by Django's TestCase."""
    marker = item.get_closest_marker("django_db")
    own = {"transactional_db", "live_server", "django_db_reset_sequences"} & set(item.fixturenames)
    stands = wants_office(item) or standing_fixtures(item)
    return bool(stands) and not own and not (marker and marker.kwargs)
