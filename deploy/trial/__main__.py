"""``python -m deploy.trial``: the stack up, looked at, and down; prints a table, exit 1 on failure.

The steps are those of README.md, "Run it for real"; tests/config/test_deployment.py compares them.
"""

import secrets
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.redis_server import RedisServer
from tests.support.with_postgres import free_port

from . import smoke
from .asking import Asker
from .engines import NAME, Nginx, Postgres
from .environment import filled_in
from .units import Services

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "try"
#: What is done once before the services start; the district is that of the demo.
STEPS = (
    ("migrate", "--verbosity=0"),
    ("collectstatic", "--noinput", "--verbosity=0"),
    ("load_district", "site/demo/district", "--password={password}"),
    ("update_index", "--verbosity=0"),
)


@contextmanager
def standing():
    """The :class:`World`, running; down again in the end."""
    shutil.rmtree(HOME, ignore_errors=True)
    (HOME / "data").mkdir(parents=True)
    with ExitStack() as stack:
        world = World(stack)
        for words in STEPS:
            world.manage(*(word.format(password=world.password) for word in words))
        world.start()
        yield world


def main():
    with standing() as world:
        results = [smoke.tried(check, world) for check in smoke.CHECKS]
    width = max(len(check.__doc__) for check in smoke.CHECKS)
    for passed, seconds, words, why in results:
        tell(f"{'通过' if passed else '失败'}  {seconds:6.1f} s  {words:<{width}}  {why}")
    return 0 if all(row[0] for row in results) else 1


def tell(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class World:
    """Everything that runs; what ``stack`` closes, last first."""

    def __init__(self, stack):
        self.stack, self.password = stack, secrets.token_urlsafe(12)
        self.postgres = Postgres(HOME / "postgres", secrets.token_hex(16))
        self.postgres.ctl("start")
        stack.callback(self.postgres.ctl, "stop", "-m", "fast")
        self.redis = RedisServer()
        self.redis.start()
        stack.callback(self.redis.kill)
        self.web = (str(free_port()), str(free_port()))
        self.nginx = Nginx(HOME / "nginx", HOME / "data", self.web)
        self.ask = Asker(self.nginx)
        self.env = filled_in(
            ROOT, HOME, database=self.postgres.url, redis=self.redis.url, site=self.ask.base
        )
        self.services = Services(ROOT, self.env, HOME / "services.log")

    def manage(self, *words, check=True):
        """One ``manage.py`` command with the trial's environment; what it printed."""
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
        )
        if check and done.returncode:
            sys.exit(f"manage.py {words[0]}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        tell(f"{time.monotonic() - began:6.1f} s  manage.py {words[0]}")
        return done

    def start(self):
        self.manage("clock", "--once", "--accept-time", check=False)
        self.stack.enter_context(self.services)
        for port in self.web:
            self.services.start("gongshi-web@.service", port)
        for number in ("1", "2"):
            self.services.start("gongshi-clock@.service", number)
        for number in ("1", "2"):
            self.services.start("gongshi-worker@.service", number)
        self.services.start("gongshi-watch.service")
        self.nginx.start()
        self.stack.callback(self.nginx.stop)
        smoke.wait_until(self.ask.is_up, "the site answers")

    @property
    def name(self):
        return NAME


if __name__ == "__main__":
    sys.exit(main())
