"""Fetching a public address of ours as a stranger would, by the public name, with limits.

Only what lies under ``SITE_URL`` can be asked for, whatever a page links to; nothing is followed
elsewhere. Whatever goes wrong is an answer of its own kind, never an exception.
"""

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from urllib3 import exceptions as wrong

from publicity.models import Observation

from .addresses import Unavailable
from .time_limits import ending, within

Outcome = Observation.Outcome
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5, 10, 20
MOST_BYTES = 10 * 1024 * 1024
PIECE = 64 * 1024
HEADERS = {"User-Agent": "Gongshi-Watch/1", "Accept-Encoding": "identity"}
#: The kind of an error → what it says; the first that fits.
KINDS = (
    (wrong.SSLError, Outcome.TLS),
    (wrong.NameResolutionError, Outcome.NAME),
    (wrong.NewConnectionError, Outcome.NO_ANSWER),
    (wrong.TimeoutError, Outcome.TIMEOUT),
    (Unavailable, Outcome.TIMEOUT),
)


class TooLarge(Exception):
    """The body is longer than anything of ours."""


@dataclass
class Answer:
    """What came back: ``outcome`` is about the transport alone, ``body`` what arrived of it."""

    address: str
    outcome: str = Outcome.GOOD
    status: int | None = None
    headers: list = field(default_factory=list)
    body: bytes = b""
    seconds: float = 0.0

    @property
    def is_good(self):
        return self.outcome == Outcome.GOOD


def fetch(path):
    """The :class:`Answer` of ``path`` (absolute, with its query) on the site's public name."""
    site = urlsplit(settings.SITE_URL)
    return read_page(site, path, lambda: _pool(site))


def read_page(site, path, connect):
    """The :class:`Answer` of ``path`` on ``site`` (split), by the pool that ``connect`` makes."""
    answer, body = Answer(f"{site.scheme}://{site.netloc}{path}"), bytearray()
    begun = time.monotonic()
    try:
        with within(WHOLE_SECONDS) as limit, ending(connect(), limit) as pool:
            _ask(pool, site, path, answer, body)
    except TooLarge:
        answer.outcome = Outcome.TOO_LARGE
    except (wrong.HTTPError, OSError, ValueError, Unavailable) as error:
        answer.outcome = _kind(error)
    answer.seconds, answer.body = time.monotonic() - begun, bytes(body)
    return answer


def _pool(site):
    """A connection to where the name leads, or to ``WATCH_ADDRESS``; its name is always ours."""
    host, _, port = (settings.WATCH_ADDRESS or site.netloc).rpartition(":")
    if not host:
        host, port = port, ""
    limits = {
        "timeout": urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        "retries": False,
        "maxsize": 1,
    }
    if site.scheme != "https":
        return urllib3.HTTPConnectionPool(host, int(port or 80), **limits)
    return urllib3.HTTPSConnectionPool(
        host,
        int(port or 443),
        server_hostname=site.hostname,
        assert_hostname=site.hostname,
        ca_certs=settings.WATCH_CERTIFICATES or None,
        cert_reqs="CERT_REQUIRED",
        **limits,
    )


def _ask(pool, site, path, answer, body):
    response = pool.request(
        "GET",
        path,
        headers={**HEADERS, "Host": site.netloc},
        redirect=False,
        preload_content=False,
        decode_content=False,
    )
    try:
        answer.status, answer.headers = response.status, list(response.headers.items())
        if response.status != 200:
            is_moved = 300 <= response.status < 400
            answer.outcome = Outcome.MOVED if is_moved else Outcome.STATUS
        _read(response, body)
    finally:
        response.close()


def _read(response, body):
    while piece := response.read1(PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise TooLarge
    if response.length_remaining:
        raise wrong.ProtocolError


def _kind(error):
    """What an error says; one in the middle of an answer is a broken transmission."""
    return next((kind for type_, kind in KINDS if isinstance(error, type_)), Outcome.BROKEN)
