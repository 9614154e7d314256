"""Several processes that act on the same database at the same instant.

Each is a fork of one process that has loaded the house and never opened a connection; it connects,
says ready, waits for its starting shot, acts, and sends back what came of it.
"""

import multiprocessing
import os
import traceback
from multiprocessing import forkserver
from pathlib import Path
from unittest import mock
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
#: What the process that is forked has loaded, so that no racer has to.
LOADED = ["tests.support.racers"]
PATIENCE = 90  # seconds


def race(*acts):
    """Run ``(racer name, arguments)`` pairs at once; what came of each, in order.

    Each answer is ``{"ok": result}`` or ``{"refused": [reasons]}``; anything else fails the test.
    """
    racers = [Racer(name, arguments) for name, arguments in acts]
    for racer in racers:
        racer.pipe.send("go")
    return [racer.answer() for racer in racers]


class Racer:
    """A process that is ready to act."""

    def __init__(self, name, arguments):
        self.pipe, end = multiprocessing.Pipe()
        context = multiprocessing.get_context("forkserver")
        self.process = context.Process(target=_run, args=(end, name, arguments), daemon=True)
        _start_server(context)
        self.process.start()
        end.close()
        assert self._next() == "ready"

    def answer(self):
        answer = self._next()
        self.process.join(PATIENCE)
        assert "failed" not in answer, answer["failed"]
        return answer

    def _next(self):
        assert self.pipe.poll(PATIENCE), "a racer says nothing"
        return self.pipe.recv()


class Meanwhile(Racer):
    """Another process, ready to act while this one has a transaction open.

    ``go`` waits for it no longer than ``SECONDS``: whom a lock keeps waiting goes on after COMMIT,
    whom none does has done its harm by then. ``answer`` is what came of it.
    """

    SECONDS = 3

    def go(self):
        self.pipe.send("go")
        self.pipe.poll(self.SECONDS)


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


def _run(pipe, name, arguments):
    from django.db import connection
    from tests.support import racers

    from rules.refusal import Refused

    connection.ensure_connection()
    pipe.send("ready")
    pipe.recv()
    try:
        answer = {"ok": getattr(racers, name)(**arguments)}
    except Refused as refused:
        answer = {"refused": refused.reasons}
    except Exception:  # noqa: BLE001 - whatever it is, the test that waits for it has to hear
        answer = {"failed": traceback.format_exc()}
    connection.close()
    pipe.send(answer)
