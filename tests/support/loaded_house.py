"""A house of its own that is loaded once and forked for every command, as ``serve`` forks workers.

Loading takes seconds, and a test asks a house dozens of things. Each command is a process all the
same: it connects, writes and ends by itself, and can be killed.
"""

import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import traceback
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATH = os.pathsep.join([str(ROOT / "site"), str(ROOT)])


@contextmanager
def loaded_house(environment):
    """:class:`LoadedHouse` with this environment, a dictionary, as long as the block lasts."""
    with (
        tempfile.TemporaryDirectory(prefix="gongshi-house-") as folder,
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.loaded_house", folder],
            cwd=ROOT,
            env={**environment, "PYTHONPATH": PATH},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        yield LoadedHouse(process, Path(folder))


class LoadedHouse:
    """Commands are the words after ``python``: ``manage.py migrate`` or ``-m package.module``."""

    def __init__(self, process, folder):
        self._process, self._folder = process, folder

    def start(self, *words):
        """:class:`Command`, which runs already."""
        return Command(self, words, self.order("start", words))

    def run(self, *words):
        """What came of it, a ``CompletedProcess``."""
        return self.start(*words).result()

    def order(self, *words):
        self._process.stdin.write(f"{json.dumps(words)}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the house has fallen"
        return json.loads(answer)

    def spoke(self, pid):
        return [(self._folder / f"{pid}.{name}").read_text() for name in ("out", "errors")]


class Command:
    def __init__(self, house, words, pid):
        self._house, self._words, self.pid = house, words, pid

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def result(self):
        """Waits for its end."""
        status = self._house.order("await", self.pid)
        return subprocess.CompletedProcess(self._words, status, *self._house.spoke(self.pid))


def _start(folder, words):
    """The number of a fork that runs ``words``."""
    if pid := os.fork():
        return pid
    for stream, name in ((1, "out"), (2, "errors")):
        file = os.open(f"{folder}/{os.getpid()}.{name}", os.O_CREAT | os.O_WRONLY)
        os.dup2(file, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os._exit(_status_of(words))


def _status_of(words):
    status = 1
    try:
        _run(words)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter does at its end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return status


def _run(words):
    if words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = words
        runpy.run_path(words[0], run_name="__main__")


def main(folder):
    """Orders come as lines of JSON, and each is answered by one."""
    import django

    from config.starting import nothing_collected

    with nothing_collected():
        django.setup()
        import config.urls  # noqa: F401 - what each command's checks load

    for line in sys.stdin:
        order, about = json.loads(line)
        if order == "start":
            answer = _start(folder, about)
        else:
            answer = os.waitstatus_to_exitcode(os.waitpid(about, 0)[1])
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
