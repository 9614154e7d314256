"""A Redis of a test's own: on a free loopback port, in memory, killed and started at will."""

import socket
import subprocess
import time

from redis import Redis
from redis.exceptions import RedisError

PATIENCE = 20  # seconds


class RedisServer:
    """Debian's redis-server; ``start`` returns when it answers, ``kill`` when it is gone."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def start(self):
        """Start it, and wait until it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(
            ["redis-server", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, "redis-server ended"
            assert time.monotonic() < deadline, "redis-server does not answer"
            time.sleep(0.05)

    def answers(self):
        with Redis(port=self.port, socket_timeout=1) as client:
            try:
                return client.ping()
            except (RedisError, OSError):
                return False

    def stored(self):
        with Redis(port=self.port) as client:
            return {key.decode() for key in client.scan_iter()}

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait(PATIENCE)
