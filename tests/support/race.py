"""Several processes that act on the same database at the same instant.

Each is a fork of one process that has loaded the house and never opened a connection; it connects,
says ready, waits for its starting shot, acts, and sends back what came of it.
"""

import multiprocessing
import os
import traceback
from contextlib import contextmanager, nullcontext
from multiprocessing import forkserver
from pathlib import Path
from unittest import mock
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
#: What the process that is forked has loaded, so that no racer has to.
LOADED = ["tests.support.racers"]
PATIENCE = 90  # seconds
WAITS = "waits"
#: Who waits for a row names no database, but holds other locks in it; other workers' count not.
WAITING_HERE = """
    SELECT EXISTS (
        SELECT FROM pg_locks waits JOIN pg_locks holds USING (pid)
        JOIN pg_database here ON here.oid = holds.database
        WHERE NOT waits.granted AND here.datname = current_database()
    )
"""


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

    #: Whether it says ``WAITS`` when somebody's lock on SQLite keeps it waiting.
    says_its_waits = False

    def __init__(self, name=None, arguments=None):
        self.pipe, end = multiprocessing.Pipe()
        context = multiprocessing.get_context("forkserver")
        self.process = context.Process(target=_run, args=(end, self.says_its_waits), daemon=True)
        _start_server(context)
        self.process.start()
        end.close()
        if name:
            self.prepare(name, arguments)

    def prepare(self, name, arguments):
        """It is connected, and waits for its starting shot."""
        self.pipe.send((name, arguments))
        assert self._next() == "ready"

    def result(self):
        while (answer := self._next()) == WAITS:
            pass
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

    ``go`` returns when it has done its harm, or when a lock keeps it waiting: it goes on after
    COMMIT. ``answer`` is what came of it.
    """

    says_its_waits = True

    def go(self):
        self.pipe.send("go")
        for _ in range(PATIENCE * 20):
            if self.pipe.poll(1 / 20) or _somebody_waits():
                return
        raise AssertionError("a racer neither acts nor waits")


def _somebody_waits():
    """Whether PostgreSQL lets somebody here wait; of SQLite the racer says it itself."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(WAITING_HERE)
        return cursor.fetchone()[0]


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


def _run(pipe, says_its_waits):
    from django.db import connection

    says = _saying(pipe) if says_its_waits and connection.vendor == "sqlite" else nullcontext()
    while order := pipe.recv():
        connection.ensure_connection()
        pipe.send("ready")
        pipe.recv()
        with says:
            answer = _answer(*order)
        connection.close()
        pipe.send(answer)


def _saying(pipe):
    """A statement that SQLite keeps waiting is tried without waiting first, and that is said."""
    from django.db import OperationalError, connection

    def execute_at_once(execute, sql, params, many, context):
        raw = connection.connection
        (patience,) = raw.execute("PRAGMA busy_timeout").fetchone()
        raw.execute("PRAGMA busy_timeout = 0")
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            if "locked" not in str(error):
                raise
        finally:
            raw.execute(f"PRAGMA busy_timeout = {patience}")
        pipe.send(WAITS)
        return execute(sql, params, many, context)

    return connection.execute_wrapper(execute_at_once)


def _answer(name, arguments):
    from tests.support import racers

    from rules.refusal import Refused

    try:
        return {"ok": getattr(racers, name)(**arguments)}
    except Refused as refused:
        return {"refused": refused.reasons}
    except Exception:  # noqa: BLE001 - whatever it is, the test that waits for it has to hear
        return {"failed": traceback.format_exc()}
