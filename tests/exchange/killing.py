"""Processes that die at a chosen line of our own work, of the database's driver or of the line."""

import os
import signal
import sys
from struct import calcsize, pack, unpack

from django.db import connection

#: Where a line counts: our own code, each statement, and what is said to a receiver.
COUNTED = (
    *("/exchange/", "/records/audit", "/django/db/transaction", "/django/db/backends/utils"),
    *("/psycopg/transaction", "/urllib3/connection", "/http/client", "/paramiko/sftp_client"),
)


class _Count:
    """Counts the lines of a process; at the ``last`` one the process is no more."""

    def __init__(self, last=None):
        self.lines, self.last, self.is_counted = 0, last, {}

    def __call__(self, frame, event, arg):
        file = frame.f_code.co_filename
        if file not in self.is_counted:
            self.is_counted[file] = any(part in file for part in COUNTED)
        if not self.is_counted[file]:
            return None
        self.lines += 1
        if self.lines == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return self


def lines_of(act):
    """Do ``act`` in a process of its own, which comes to its end; how many lines it took."""
    reading, writing = os.pipe()
    status = _forked(act, _Count(), writing)
    os.close(writing)
    answer = os.read(reading, calcsize("q"))
    os.close(reading)
    assert status == 0, status
    return unpack("q", answer)[0]


def killed_at(line, act):
    """Do ``act`` in a process of its own that dies at ``line``; whether it came that far."""
    status = _forked(act, _Count(line))
    assert status in (0, signal.SIGKILL), status
    return status == signal.SIGKILL


def _forked(act, count, pipe=None):
    connection.close()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    status = 1
    try:
        sys.settrace(count)
        act()
        sys.settrace(None)
        if pipe is not None:
            os.write(pipe, pack("q", count.lines))
        status = 0
    finally:
        os._exit(status)
