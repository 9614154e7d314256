"""Runs a command beside a PostgreSQL of its own: ``with_postgres.py pytest -n auto``.

The cluster lives in a temporary folder, listens on a free loopback port with a password of its
own, forgets everything when the command ends, and is told to the command as ``DATABASE_URL``.
PostgreSQL refuses to run as root, so root lends the server to Debian's user ``postgres``.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

#: A test's data need not survive a power cut, and its tables are too small for a compiler.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")
PATIENCE = 60  # seconds


def binaries():
    """The folder of Debian's newest PostgreSQL programs; ends the run where there is none."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(found, key=lambda path: int(path.parts[4]), default=None)
    if newest is None:
        sys.exit("没有找到 PostgreSQL / PostgreSQL is missing: apt-get install postgresql")
    return newest.parent


def servant():
    """How to start the server's programs: as ``postgres`` where we are root, else as ourselves."""
    if os.geteuid():
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": ()}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def create(programs, home, password):
    """Initialise the cluster ``home/data``, whose only user is ``gongshi``."""
    secret = home / "password"
    secret.write_text(password)
    if not os.geteuid():
        shutil.chown(home, "postgres", "postgres")
        shutil.chown(secret, "postgres", "postgres")
    subprocess.run(
        [
            programs / "initdb",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--username=gongshi",
            f"--pwfile={secret}",
            home / "data",
        ],
        check=True,
        cwd=home,
        stdout=subprocess.DEVNULL,
        **servant(),
    )


@contextmanager
def running(programs, home, port):
    """The server, from the moment it answers until the block ends."""
    options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={home}"]
    flags = [word for option in (*options, *QUICK) for word in ("-c", option)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", home / "data", *flags],
            cwd=home,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the command; the server goes last
            **servant(),
        )
        try:
            wait_for(server, programs, home, port)
            yield
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            server.wait(PATIENCE)


def wait_for(server, programs, home, port):
    ready = [programs / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={port}"]
    deadline = time.monotonic() + PATIENCE
    while subprocess.run(ready).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit((home / "log").read_text())
        time.sleep(0.1)


def main(command):
    """The exit status of ``command``, a list of words."""
    if not command:
        sys.exit(__doc__)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    programs, password, port = binaries(), secrets.token_hex(16), free_port()
    url = f"postgres://gongshi:{password}@127.0.0.1:{port}/postgres"
    with tempfile.TemporaryDirectory(prefix="gongshi-postgres-") as folder:
        create(programs, Path(folder), password)
        with running(programs, Path(folder), port):
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
