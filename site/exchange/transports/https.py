"""HTTPS: the zip by POST with the batch's number as idempotency key, receipts by GET (§6.4)."""

import json

import urllib3

from ..addresses import resolve
from ..time_limits import DELIVERY_SECONDS, ending, within
from . import Unavailable, tls

TIMEOUT = urllib3.Timeout(connect=10, read=60)
MOST = 5 << 20  # bytes of an answer
PATH = "/exchange/v1/batches"


class Https:
    """``options``: ``ca`` (file), ``client_cert`` and ``client_key`` for mutual TLS."""

    timeout, most, seconds = TIMEOUT, MOST, DELIVERY_SECONDS

    def __init__(self, receiver):
        self.receiver = receiver

    def send(self, parcel, at):
        headers = {
            "Content-Type": "application/zip",
            "Content-Length": str(parcel.size),
            "Idempotency-Key": parcel.batch.batch_id,
            "X-Content-SHA256": parcel.sha256,
        }
        with parcel.open() as body:
            answer = self._ask("POST", PATH, body=body, headers=headers)
        if answer.status in (200, 202, 409):
            return _receipt(answer)
        raise Unavailable(f"接收方答复HTTP {answer.status}")

    def receipt(self, batch):
        answer = self._ask("GET", f"{PATH}/{batch.batch_id}/receipt")
        if answer.status in (204, 404):
            return None
        if answer.status == 200:
            return _receipt(answer)
        raise Unavailable(f"接收方答复HTTP {answer.status}")

    def _ask(self, method, path, **request):
        """One request to the address that was checked; nothing is followed or repeated."""
        address = resolve(self.receiver, schemes=("https", "http"))
        pool = pinned_pool(address, self.receiver.options, timeout=self.timeout)
        with within(self.seconds) as limit, ending(pool, limit):
            try:
                headers = {"Host": _host(address), **request.pop("headers", {})}
                answer = pool.urlopen(
                    method,
                    f"{address.path}{path}" or "/",
                    headers=headers,
                    redirect=False,
                    preload_content=False,
                    **request,
                )
                answer.text = answer.read(self.most + 1)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                words = tls.reason(error) or f"连接接收方失败（{type(error).__name__}）"
                raise Unavailable(words) from error
            finally:
                pool.close()
        return answer


def pinned_pool(address, options, *, timeout=TIMEOUT):
    """Connections to the very address that was checked; a certificate must name its host."""
    limits = {"timeout": timeout, "retries": False}
    if address.scheme == "http":
        return urllib3.HTTPConnectionPool(address.ip, address.port, **limits)
    return urllib3.HTTPSConnectionPool(
        address.ip,
        address.port,
        server_hostname=address.host,
        ssl_context=tls.context(options),
        **limits,
    )


class Hook(Https):
    """A short message to who is told of changes; of the answer only the status counts."""

    timeout, most, seconds = urllib3.Timeout(connect=5, read=10), 1 << 10, 30

    def post(self, body, headers):
        """The status of the answer; raises :class:`Unavailable` where there was none."""
        return self._ask("POST", "", body=body, headers=headers).status


def _host(address):
    return f"{address.host}:{address.port}"


def _receipt(answer):
    """The receipt in the answer, None where there is none; a broken one is no answer."""
    if not answer.text:
        return None
    if len(answer.text) > MOST:
        raise Unavailable("接收方的答复过长")
    try:
        return json.loads(answer.text)
    except ValueError as error:
        raise Unavailable("接收方的答复不是JSON") from error
