"""Several processes that act on the same database at the same instant.

``python -m tests.support.race NAME JSON`` is one of them: it connects, says ready, waits for its
starting shot on stdin, acts, and prints what came of it as one JSON line.
"""

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]


def race(*acts):
    """Run ``(racer name, arguments)`` pairs at once; what came of each, in order.

    Each answer is ``{"ok": result}`` or ``{"refused": [reasons]}``; anything else fails the test.
    """
    processes = [_start(name, arguments) for name, arguments in acts]
    for process in processes:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [_answer(process) for process in processes]


class Meanwhile:
    """Another process, ready to act while this one has a transaction open.

    ``go`` waits for it no longer than ``SECONDS``: whom a lock keeps waiting goes on after COMMIT,
    whom none does has done its harm by then. ``answer`` is what came of it.
    """

    SECONDS = 3

    def __init__(self, name, arguments):
        self.process = _start(name, arguments)
        assert self.process.stdout.readline() == "ready\n", self.process.stderr.read()

    def go(self):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        select.select([self.process.stdout], [], [], self.SECONDS)

    def answer(self):
        return _answer(self.process)


def _start(name, arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.race", name, json.dumps(arguments)],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url_of_test_database(),
            "PYTHONPATH": f"{ROOT}/site:{ROOT}",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _answer(process):
    out, errors = process.communicate(timeout=90)
    assert process.returncode == 0, errors
    return json.loads(out.splitlines()[-1])


def url_of_test_database():
    """The address of the test database that this process is connected to."""
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = quote(settings["HOST"] or "localhost", safe="")
    user, password = quote(settings["USER"]), quote(settings["PASSWORD"])
    return f"postgres://{user}:{password}@{host}:{settings['PORT']}/{settings['NAME']}"


def _run(name, arguments):
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    from django.db import connection
    from tests.support import racers

    from rules.refusal import Refused

    connection.ensure_connection()
    print("ready", flush=True)  # noqa: T201 - the protocol
    sys.stdin.readline()
    try:
        answer = {"ok": getattr(racers, name)(**json.loads(arguments))}
    except Refused as refused:
        answer = {"refused": refused.reasons}
    print(json.dumps(answer), flush=True)  # noqa: T201 - the protocol


if __name__ == "__main__":
    _run(*sys.argv[1:])
