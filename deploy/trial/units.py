"""The services, started as their systemd units say and started again when they fall."""

import os
import re
import shlex
import signal
import subprocess
import threading
import time
from pathlib import Path

UNITS = Path(__file__).resolve().parents[1] / "systemd"
#: Where the units think that the program lives.
INSTALLED = "/opt/gongshi"
PATIENCE = 20  # seconds


def command(unit, *, root, env, instance=""):
    """The words of ``ExecStart`` in ``unit``, for a copy of the program at ``root``."""
    text = (UNITS / unit).read_text(encoding="utf-8")
    [line] = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
    line = line.replace(INSTALLED, str(root)).replace("%i", instance)
    return [re.sub(r"\$\{(\w+)\}", lambda name: env[name[1]], word) for word in shlex.split(line)]


class Services:
    """What systemd would keep running; ``with`` it they run, and fall with it."""

    def __init__(self, root, env, log):
        self.root, self.env, self.log = root, env, log
        self.commands, self.processes = {}, {}
        self.restarts = 0
        self._ends = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self):
        self._keeper.start()
        return self

    def __exit__(self, *_):
        self._ends.set()
        self._keeper.join(PATIENCE)
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def start(self, unit, instance=""):
        name = f"{unit}{instance}"
        self.commands[name] = command(unit, root=self.root, env=self.env, instance=instance)
        self._start(name)

    def kill(self, unit, instance=""):
        """``kill -9`` of the service and of everything it started."""
        os.killpg(self.processes[f"{unit}{instance}"].pid, signal.SIGKILL)

    def _start(self, name):
        with self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                self.commands[name],
                cwd=self.root,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _keep(self):
        """``Restart=always``, ``RestartSec=2``."""
        while not self._ends.wait(0.5):
            for name, process in list(self.processes.items()):
                if process.poll() is not None:
                    time.sleep(2)
                    self.restarts += 1
                    self._start(name)
