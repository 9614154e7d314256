"""An SFTP server of Debian's OpenSSH on the loopback, with keys of its own, for one test."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/bin")
PATIENCE = 10  # seconds


def key(path):
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path]
    subprocess.run(command, check=True)
    return path.with_name(f"{path.name}.pub").read_text().strip()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def ssh_server(home):
    """``(port, host key, folder that it serves)`` while the server runs."""
    host_key = key(home / "host")
    (home / "authorized").write_text(key(home / "user"))
    folder = home / "platform"
    for name in ("in/.tmp", "in/ready", "out"):
        (folder / name).mkdir(parents=True)
    port = free_port()
    (home / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {home}/host\nPidFile none\n"
        f"AuthorizedKeysFile {home}/authorized\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nSubsystem sftp internal-sftp\n"
    )
    if not os.geteuid():
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", home / "config"], stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port, host_key, folder
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait(port):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("sshd does not answer")
