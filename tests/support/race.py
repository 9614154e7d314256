"""Several processes that act on the same database at the same instant.

Each is a fork of one process that has loaded the house and never opened a connection; it connects,
says ready, waits for its starting shot, acts, and sends back what came of it.
"""

import multiprocessing
import os
import traceback
from contextlib import contextmanager, nullcontext
from functools import partial
from multiprocessing import forkserver
from pathlib import Path
from unittest import mock
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
#: What the process that is forked has loaded, so that no racer has to.
LOADED = ["tests.support.racers"]
PATIENCE = 90  # seconds
#: What a process says of each statement before it has acted.
ASKS, HAS = "asks", "has"


def race(*acts):
    """Run ``(racer name, arguments)`` pairs at once; what came of each, in order.

    Each answer is ``{"ok": result}`` or ``{"refused": [reasons]}``; anything else fails the test.
    """
    with racing(len(acts)) as run:
        return run(*acts)


@contextmanager
def racing(number):
    """``run(*acts)``: the same of :func:`race`, by ``number`` processes that stay for the block.

    A race that is run many times is run by them: they connect anew each time, and only that.
    """
    racers = [Racer() for _ in range(number)]

    def run(*acts):
        for racer, act in zip(racers, acts, strict=True):
            racer.prepare(*act)
        for racer in racers:
            racer.pipe.send("go")
        return [racer.result() for racer in racers]

    yield run
    for racer in racers:
        racer.end()


class Racer:
    """A process that acts when it is told to."""

    #: Whether it says when it asks the database, and when it has been answered.
    tells, last = False, None

    def __init__(self, name=None, arguments=None):
        self.pipe, end = multiprocessing.Pipe()
        context = multiprocessing.get_context("forkserver")
        self.process = context.Process(target=_run, args=(end,), daemon=True)
        _start_server(context)
        self.process.start()
        end.close()
        if name:
            self.prepare(name, arguments)

    def prepare(self, name, arguments):
        """It is connected, and waits for its starting shot."""
        self.pipe.send((name, arguments, self.tells))
        assert self._next() == "ready"

    def result(self):
        answer = self._next()
        assert "failed" not in answer, answer["failed"]
        return answer

    def answer(self):
        """Its result, and its end."""
        answer = self.result()
        self.end()
        return answer

    def end(self):
        self.pipe.send(None)
        self.process.join(PATIENCE)

    def _next(self):
        assert self.pipe.poll(PATIENCE), "a racer says nothing"
        return self.pipe.recv()


class Meanwhile(Racer):
    """Another process, ready to act while this one has a transaction open.

    ``go`` comes back when it has acted, and has done its harm, or when one statement of it has
    taken ``IN_A_STATEMENT``: it waits for a lock then and goes on after COMMIT. Between two
    statements it is waited for ``SECONDS``. ``answer`` is what came of it.
    """

    SECONDS, IN_A_STATEMENT = 3, 0.5
    tells = True

    def go(self):
        self.pipe.send("go")
        patience = self.SECONDS
        while not self.has_acted and self.pipe.poll(patience):
            self.last = self.pipe.recv()
            patience = self.IN_A_STATEMENT if self.last == ASKS else self.SECONDS

    @property
    def has_acted(self):
        return isinstance(self.last, dict)

    def _next(self):
        """What it said last, or next, but for its statements."""
        while self.last in (None, ASKS, HAS):
            self.last = super()._next()
        last, self.last = self.last, None
        return last


def _start_server(context):
    """Start what is forked, where it does not run yet; it is told the database once."""
    told = {
        "DATABASE_URL": url_of_test_database(),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": f"{ROOT}/site:{ROOT}",
    }
    with mock.patch.dict(os.environ, told):
        context.set_forkserver_preload(LOADED)
        forkserver.ensure_running()


def url_of_test_database():
    """The address of the test database that this process is connected to."""
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = quote(settings["HOST"] or "localhost", safe="")
    user, password = quote(settings["USER"]), quote(settings["PASSWORD"])
    return f"postgres://{user}:{password}@{host}:{settings['PORT']}/{settings['NAME']}"


def _run(pipe):
    from django.db import connection

    while order := pipe.recv():
        connection.ensure_connection()
        pipe.send("ready")
        pipe.recv()
        name, arguments, tells = order
        with connection.execute_wrapper(partial(_tell, pipe)) if tells else nullcontext():
            answer = _answer(name, arguments)
        connection.close()
        pipe.send(answer)


def _tell(pipe, execute, *statement):
    pipe.send(ASKS)
    try:
        return execute(*statement)
    finally:
        pipe.send(HAS)


def _answer(name, arguments):
    from tests.support import racers

    from rules.refusal import Refused

    try:
        return {"ok": getattr(racers, name)(**arguments)}
    except Refused as refused:
        return {"refused": refused.reasons}
    except Exception:  # noqa: BLE001 - whatever it is, the test that waits for it has to hear
        return {"failed": traceback.format_exc()}
