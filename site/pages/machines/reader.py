"""Asks this very application for an address, like an anonymous visitor, without a network."""

import io
import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

#: Not spelt like a header of a request: it comes from this process alone.
COPIED_AT = "gongshi.copied_at"


class Reader:
    """``Reader(wsgi)(address)`` answers ``(status, media type, bytes)``.

    Of an address that leads elsewhere it answers where to, as ``text/uri-list``.
    ``find`` looks up a static file by its name where no server stands in front to give it out.
    ``copied_at`` is the moment of a copy that is being made: pages then say so, and leave out what
    would be false tomorrow. No visitor can send it.
    """

    def __init__(self, application, *, find=None, host=None, copied_at=None):
        self.application, self.find, self.copied_at = application, find, copied_at
        self.site = urlsplit(settings.SITE_URL)
        self.host = host or self.site.netloc

    def __call__(self, address):
        parts = urlsplit(address)
        path = unquote(parts.path)
        static = self._static(path)
        if static:
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            return 200, kind, Path(static).read_bytes()
        return self._ask(path, parts.query)

    def _static(self, path):
        if self.find is None or not path.startswith(settings.STATIC_URL):
            return None
        name = path.removeprefix(settings.STATIC_URL)
        stored = Path(settings.STATIC_ROOT) / name
        return stored if stored.is_file() else self.find(name)

    def _ask(self, path, query):
        prefix = settings.FORCE_SCRIPT_NAME or ""
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": prefix,
            "PATH_INFO": path.removeprefix(prefix).encode().decode("latin-1"),
            "QUERY_STRING": iri_to_uri(query),
            "SERVER_NAME": self.host.partition(":")[0],
            "SERVER_PORT": "443" if self.site.scheme == "https" else "80",
            "HTTP_HOST": self.host,
            "HTTP_X_FORWARDED_PROTO": self.site.scheme,
            "wsgi.url_scheme": self.site.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "SERVER_PROTOCOL": "HTTP/1.1",
            **({COPIED_AT: self.copied_at} if self.copied_at else {}),
        }
        response = {}

        def start(status, headers, _=None):
            response["status"], response["headers"] = int(status[:3]), dict(headers)

        answer = self.application(environ, start)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        if "Location" in response["headers"]:
            return response["status"], "text/uri-list", response["headers"]["Location"].encode()
        return response["status"], response["headers"].get("Content-Type", ""), body
