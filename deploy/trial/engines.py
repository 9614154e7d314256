"""The engines below the services, on loopback, each with a folder of its own in the trial's."""

import os
import subprocess
from pathlib import Path

import psycopg
from tests.support.with_postgres import binaries, create, free_port, servant

HERE = Path(__file__).resolve().parents[1]
NAME = "fupin.example.gov.cn"


class Postgres:
    """Debian's PostgreSQL as it comes: what is committed is on the disk."""

    def __init__(self, home, password):
        home.mkdir()
        self.home, self.port, self.programs = home, free_port(), binaries()
        create(self.programs, home, password)
        self.url = f"postgres://gongshi:{password}@127.0.0.1:{self.port}/postgres"

    #: Where it listens.
    addresses = "127.0.0.1"

    def run(self, statement):
        """What a statement answers, as the database's own user."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def ctl(self, *words):
        options = f"-p {self.port} -k {self.home} -c listen_addresses={self.addresses}"
        subprocess.run(
            [
                *(self.programs / "pg_ctl", "-D", self.home / "data", "-l", self.home / "log"),
                *("-w", "-o", options, *words),
            ],
            check=True,
            cwd=self.home,
            stdout=subprocess.DEVNULL,
            **servant(),
        )


def certificate(home):
    """A certificate that nobody vouches for, as ``site.crt`` and ``site.key``."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"),
            *("-keyout", home / "site.key", "-out", home / "site.crt"),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )


class Nginx:
    """nginx on our ``nginx.conf``, with other ports, folders and certificates."""

    def __init__(self, home, data, web):
        home.mkdir()
        self.home, self.plain, self.tls = home, free_port(), free_port()
        certificate(home)
        site = (HERE / "nginx.conf").read_text(encoding="utf-8")
        for old, new in {
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.tls} ssl",
            "https://$host$request_uri": f"https://$host:{self.tls}$request_uri",
            "$host;": "$http_host;",  # the trial's port belongs to its name
            "|$host|": "|$http_host|",
            "127.0.0.1:8000": f"127.0.0.1:{web[0]}",
            "127.0.0.1:8001": f"127.0.0.1:{web[1]}",
            "/etc/gongshi/": f"{home}/",
            "/var/log/nginx/": f"{home}/",
            "/var/cache/": f"{home}/",
            "/srv/gongshi/": f"{data}/",
        }.items():
            assert old in site, old
            site = site.replace(old, new)
        (home / "site.conf").write_text(site, encoding="utf-8")
        (home / "nginx.conf").write_text(self._frame(), encoding="utf-8")
        self.process = None

    def _frame(self):
        user = "" if os.geteuid() else "user root;"
        folders = "".join(
            f"{kind}_temp_path {self.home}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return (
            f"{user} daemon off; pid {self.home}/pid; error_log {self.home}/error.log;"
            f"events {{}} http {{ include /etc/nginx/mime.types; sendfile on; {folders}"
            f" include {self.home}/site.conf; }}"
        )

    @property
    def words(self):
        return ["nginx", "-c", f"{self.home}/nginx.conf", "-p", f"{self.home}"]

    def start(self):
        subprocess.run([*self.words, "-t", "-q"], check=True)
        self.process = subprocess.Popen(self.words)

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
