"""How the trial asks: curl and a browser, both through nginx, by the site's public name."""

import subprocess
from dataclasses import dataclass

from .engines import NAME


@dataclass(frozen=True)
class Answer:
    status: int
    protocol: str
    head: dict
    body: str


class Asker:
    """Requests to the site's name, which leads to nginx on loopback."""

    def __init__(self, nginx):
        self.nginx = nginx
        self.base = f"https://{NAME}:{nginx.tls}"

    def get(self, path, *options, base=None):
        """The answer to one request; ``options`` are curl's."""
        ports = (self.nginx.tls, self.nginx.plain)
        names = [word for port in ports for word in ("--resolve", f"{NAME}:{port}:127.0.0.1")]
        out = subprocess.run(
            [
                *("curl", "--silent", "--include", "--max-time", "60", *names),
                *("--cacert", self.nginx.home / "site.crt", *options),
                f"{base or self.base}{path}",
            ],
            capture_output=True,
            check=True,
        ).stdout.decode(errors="replace")
        while out.startswith(("HTTP/1.1 100", "HTTP/2 100")):
            out = out.partition("\r\n\r\n")[2]
        head, _, body = out.partition("\r\n\r\n")
        first, *lines = head.splitlines()
        protocol, status = first.split()[:2]
        fields = dict(line.split(": ", 1) for line in lines if ": " in line)
        return Answer(int(status), protocol, {k.lower(): v for k, v in fields.items()}, body)

    def is_up(self):
        """Whether the site itself answers, with a page that nginx does not keep."""
        try:
            return self.get("/verify/").status == 200
        except subprocess.CalledProcessError:
            return False
