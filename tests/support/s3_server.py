"""An S3 of a test's own on loopback: moto's server, from an environment of its own in ``var/``."""

import fcntl
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from tests.support.with_postgres import free_port

HERE = Path(__file__).parent
PLACE, LIST = HERE.parents[1] / "var" / "moto", HERE / "moto.txt"
PATIENCE = 90  # seconds
#: What a client has to say; the server believes any key.
KEYS = {
    "AWS_ACCESS_KEY_ID": "for-tests-only",
    "AWS_SECRET_ACCESS_KEY": "for-tests-only",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def install():
    """The server's program; fetched once for each state of the list, by whoever comes first."""
    PLACE.mkdir(parents=True, exist_ok=True)
    stamp = PLACE / "installed.txt"
    with (PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != LIST.read_text():
            subprocess.run([sys.executable, "-m", "venv", PLACE], check=True)
            pip = [PLACE / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "-r", LIST], check=True)
            stamp.write_text(LIST.read_text())
    return PLACE / "bin" / "moto_server"


@contextmanager
def running():
    """The address of a server that forgets everything when the block ends."""
    port = free_port()
    command = [install(), "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(url):
            assert process.poll() is None, "moto_server ended"
            assert time.monotonic() < deadline, "moto_server does not answer"
            time.sleep(0.2)
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(url):
    try:
        with urllib.request.urlopen(f"{url}/moto-api/", timeout=2):
            return True
    except OSError:
        return False
