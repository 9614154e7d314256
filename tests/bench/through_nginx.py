"""The interleavings of ``interleavings.py``, read through a real nginx that keeps pages.

nginx runs on ``deploy/nginx.conf`` before two processes of the site, and its clock stands where the
office's does (libfaketime). Strangers read with and without compression, in both sizes, with GET
and HEAD, and with what they have already; now and then somebody who is signed in, or who brings a
token, reads the same address first. Each address is read twice, the second time out of what nginx
has kept where it may, and once more some reads later, over whatever has happened. Ends with 1 at
the first answer that is not what a stranger should read. ``ROUNDS`` (environment) says how often,
``SEED`` in which order. Needs nginx and faketime.
"""

import gzip
import http.client
import os
import random
import ssl
import subprocess
import sys
import time
from collections import deque
from contextlib import ExitStack
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ.setdefault("ROUNDS", "1000")

from tests.bench import interleavings  # noqa: E402 - it reads the environment

FAKETIME = "/usr/$LIB/faketime/libfaketimeMT.so.1"
#: One read in so many is of the other size, asks only for the head, or for what has changed.
LARGE, HEADS, CONDITIONS = 4, 8, 3
#: Among so many of the last reads one is chosen to be done again.
RECENT = 5


def keep(settings, folder):
    """nginx keeps pages of this process, too, and hears what it writes."""
    settings.NGINX_KEEPS_PAGES, settings.NGINX_FOLDER = True, Path(folder) / "data" / "front"


def serve(folder, port):
    """A process of the site: each line of its input is the moment that it is from now on."""
    keep(interleavings.start(), folder)
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

    import time_machine
    from django.core.wsgi import get_wsgi_application

    from records import nginx_link

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True

    class Quiet(WSGIRequestHandler):
        def log_message(self, *words):
            pass

    nginx_link.begin()
    server = make_server("127.0.0.1", int(port), get_wsgi_application(), Server, Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    _tell("ready")
    travel = None
    for line in sys.stdin:
        if travel is not None:
            travel.stop()
        travel = time_machine.travel(datetime.fromisoformat(line.strip()), tick=False)
        travel.start()
        _tell("there")


def _tell(word):
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Site:
    """A process of the site behind nginx."""

    def __init__(self, folder, port, ends):
        command = [sys.executable, __file__, "--serve", folder, f"{port}"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = ends.enter_context(subprocess.Popen(command, **pipes))
        ends.callback(self.process.stdin.close)
        self.process.stdout.readline()

    def go_to(self, at):
        self.process.stdin.write(f"{at.isoformat()}\n")
        self.process.stdin.flush()
        self.process.stdout.readline()


class Front:
    """nginx before two processes of the site, always at the office's moment, and who reads there.

    ``known`` are the headers of somebody who is signed in or brings a token.
    """

    def __init__(self, folder, ends, known, seed):
        from tests.support.with_postgres import free_port

        self.folder, self.known, self.chance = Path(folder), known, random.Random(seed)
        self.at, self.line, self.bodies = None, None, {}
        self.recent = deque(maxlen=RECENT)
        ports = [free_port(), free_port()]
        self.sites = [Site(folder, port, ends) for port in ports]
        self.nginx = self._nginx([f"{port}" for port in ports], ends)

    def _nginx(self, ports, ends):
        from deploy.trial.engines import Nginx

        nginx = Nginx(self.folder / "nginx", self.folder / "data", ports)
        site = nginx.home / "site.conf"
        text = site.read_text(encoding="utf-8").replace("rate=30r/s", "rate=100000r/s")
        text = text.replace("$upstream_addr $request_id", "$upstream_cache_status")
        site.write_text(text, encoding="utf-8")
        self._clock("2020-11-16 00:00:00")
        own = {"LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": f"{self.folder}/clock"}
        own |= {"FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"}
        frame = nginx.home / "nginx.conf"  # nginx forgets what its environment says otherwise
        names = " ".join(f"env {each};" for each in own)
        frame.write_text(f"{names}\n{frame.read_text(encoding='utf-8')}", encoding="utf-8")
        process = ends.enter_context(subprocess.Popen(nginx.words, env={**os.environ, **own}))
        ends.callback(process.terminate)
        return nginx

    def _clock(self, words):
        beside = self.folder / "clock.new"
        beside.write_text(f"{words}\n")
        beside.replace(self.folder / "clock")

    def go_to(self, at):
        if at != self.at:
            self._clock(f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}")
            for each in self.sites:
                each.go_to(at)
            self.at = at

    def get(self, address, at, is_known=True):
        """Somebody who is known reads it, so that a stranger might be given theirs."""
        self.go_to(at)
        self.ask("GET", address, self.chance.choice(self.known))

    def is_right(self, address, at, fresh):
        """Whether a stranger is given what ``fresh`` reads, here and where they read before."""
        self.go_to(at)
        before = self.chance.choice(self.recent) if self.recent else (address, {})
        self.recent.append((address, self._head()))
        return all(self._is_read(*each, at, fresh) for each in (before, self.recent[-1]))

    def _is_read(self, address, head, at, fresh):
        fresh.cookies.clear()
        if "Cookie" in head:
            fresh.cookies["gongshi_reading"] = "large"
        right = interleavings.answer_of(fresh, address, at)
        return all(self._reads(address, head, right) for _ in range(2))

    def _reads(self, address, head, right):
        key = (address, *sorted(head.items()))
        tag, before = self.bodies.get(key, ("", ""))
        if tag and self.chance.randrange(CONDITIONS) == 0:
            head = {**head, "If-None-Match": tag}
        if self.chance.randrange(HEADS) == 0:
            return self.ask("HEAD", address, head)[0] in (int(right[:3]), 304)
        status, answer, body = self.ask("GET", address, head)
        if status == 304:
            return before == right
        digest = f"{status} {sha256(body).hexdigest()}"
        self.bodies[key] = (answer.getheader("ETag"), digest)
        return digest == right and answer.getheader("Set-Cookie") is None

    def _head(self):
        head = {"Accept-Encoding": self.chance.choice(("gzip", "gzip, br", "identity"))}
        if self.chance.randrange(LARGE) == 0:
            head["Cookie"] = "gongshi_reading=large"
        return head

    def ask(self, method, address, head):
        """``(status, answer, body)``, over a line that stays open."""
        for _ in range(100):
            try:
                self.line = self.line or self._line()
                self.line.request(method, address, headers={"Host": "testserver", **head})
                answer = self.line.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                self.line = None  # nginx is starting, or has closed the line
                time.sleep(0.1)
                continue
            if answer.getheader("Content-Encoding") == "gzip" and body:
                body = gzip.decompress(body)
            return answer.status, answer, body
        raise ConnectionError(address)

    def _line(self):
        context = ssl._create_unverified_context()
        return http.client.HTTPSConnection("127.0.0.1", self.nginx.tls, timeout=60, context=context)

    def answered(self):
        """How many of the answers nginx gave by itself, and how many there were."""
        log = (self.nginx.home / "gongshi.log").read_text(encoding="utf-8")
        return log.count(" HIT\n"), log.count("\n")


def known_people():
    """Headers of an administrator who is signed in, and of a token that is none."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(get_user_model().objects.get(username="admin"), backend=backend)
    session = client.cookies["sessionid"].value
    return [{"Cookie": f"sessionid={session}"}, {"Authorization": "Bearer gs_x"}]


def main():
    if "--serve" in sys.argv:
        serve(*sys.argv[2:4])
        return
    from tests.bench.database import empty_database
    from tests.bench.figures import note

    with empty_database() as folder, ExitStack() as ends:
        fresh = interleavings.prepare()
        from django.conf import settings
        from django.db import connection
        from tests.support.followers import Office

        keep(settings, folder)
        doing = Office(
            interleavings.SEED, interleavings.makers(), most=interleavings.MOST_DOCUMENTS
        )
        front = Front(folder, ends, known_people(), interleavings.SEED)
        doing.write()
        compared, wrong = interleavings.play([front], fresh, doing)
        own, visits = front.answered()
    rounds = interleavings.ROUNDS
    sys.stdout.write(
        f"\n经过nginx，{connection.vendor}：{rounds}步，比较{compared}次，不一致：{wrong}；"
        f"{visits}次访问中nginx自己答复{own}次\n"
    )
    note("nginx保存的页面", f"{rounds}步交错读写中不一致的答复", int(bool(wrong)), "次", goal=0)
    sys.exit(1 if wrong or not own else 0)


if __name__ == "__main__":
    main()
