"""What the demo runs beside itself: the site, a clock, and a platform to report to.

Each is a fork of the process that prepared the data: it has everything loaded, and is there in a
moment. None of them hears the Ctrl-C that is meant for us.
"""

import multiprocessing
import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import get_internal_wsgi_application

from records.forking import let_go_of_the_database

from . import exchange_work

FORKS = multiprocessing.get_context("fork")
#: The port of the platform, counted from that of the site.
PLATFORM = 90
#: Minutes between two looks from outside at each open notice.
WATCH_MINUTES = 5


def begin(port):
    """Begin the platform, the site on ``port`` and the clock; the processes, in this order."""
    get_internal_wsgi_application()  # loaded here, each of them has it
    let_go_of_the_database()
    processes = [_fork(_platform, port), _fork(_web, port), _fork(_clock, port)]
    for process in processes:
        process.start()
    return processes


def end(processes):
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(timeout=10)
        process.kill()


def _fork(work, port):
    return FORKS.Process(target=_alone, args=(work, port))


def _alone(work, port):
    """In a session of its own, and with the platform as the first receiver."""
    os.setsid()
    first, *others = settings.EXCHANGE_RECEIVERS
    address = f"http://127.0.0.1:{port + PLATFORM}"
    settings.EXCHANGE_RECEIVERS = [{**first, "transport": "https", "address": address}, *others]
    settings.EXCHANGE_ALLOW_LOOPBACK = True
    settings.WATCH_MINUTES = settings.WATCH_MINUTES or WATCH_MINUTES
    work(port)


def _web(port):
    call_command("serve", "--port", str(port), "--workers", "1")


def _platform(port):
    """Finds fault with some records of the first batch."""
    _say_nothing(sys.stdout, sys.stderr)
    words = ["--port", str(port + PLATFORM), *exchange_work.PLATFORM]
    call_command("platform_sandbox", *words, "--keep", str(settings.VAR / "platform.json"))


def _clock(port):
    _say_nothing(sys.stdout)
    call_command("clock", "--accept-time")


def _say_nothing(*streams):
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        stream.flush()
        os.dup2(nowhere, stream.fileno())
