"""A page and its files as a WARC (ISO 28500): what was asked, and what came back, byte for byte."""

from datetime import UTC
from io import BytesIO
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .fetching import HEADERS


def archive(answers, *, at):
    """The bytes of a compressed WARC of ``answers`` that have a status, looked at ``at``."""
    written = BytesIO()
    writer = WARCWriter(written, gzip=True)
    moment = {"WARC-Date": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    for answer in answers:
        if answer.status is not None:
            request = _request(writer, answer, moment)
            response = _response(writer, answer, moment)
            writer.write_request_response_pair(request, response)
    return written.getvalue()


def _request(writer, answer, moment):
    site = urlsplit(answer.address)
    headers = [("Host", site.netloc), *HEADERS.items()]
    line = StatusAndHeaders(f"GET {site.path} HTTP/1.1", headers, is_http_request=True)
    return writer.create_warc_record(
        answer.address, "request", http_headers=line, warc_headers_dict=dict(moment)
    )


def _response(writer, answer, moment):
    line = StatusAndHeaders(f"{answer.status} ", answer.headers, protocol="HTTP/1.1")
    return writer.create_warc_record(
        answer.address,
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        http_headers=line,
        warc_headers_dict=dict(moment),
    )
