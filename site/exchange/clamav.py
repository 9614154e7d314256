"""Asking ClamAV about a file: INSTREAM over its unix or TCP socket (``CLAMAV_ADDRESS``)."""

import socket
import struct

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 30
LONGEST = 4096


class Unavailable(OSError):
    """clamd answered something that settles nothing, such as a limit of its own."""


def scan(data, *, seconds=SECONDS):
    """The name of the virus in ``data``, "" when there is none. Raises ``OSError`` when unknown.

    ``seconds``: how long each answer is waited for.
    """
    with _connected(settings.CLAMAV_ADDRESS, seconds) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            piece = data[start : start + CHUNK]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        return _virus(_answer(line))


def _connected(address, seconds):
    """``unix:/run/clamav/clamd.ctl`` or ``tcp:host:port``."""
    kind, _, where = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    if kind != "tcp" or not port.isdigit():
        raise Unavailable("CLAMAV_ADDRESS 应为 unix:路径 或者 tcp:主机:端口")
    return socket.create_connection((host, int(port)), timeout=seconds)


def _answer(line):
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST:
        piece = line.recv(LONGEST)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _virus(answer):
    """``stream: OK`` or ``stream: Eicar-Signature FOUND``; anything else settles nothing."""
    verdict = answer.partition(":")[2].strip()
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise Unavailable("clamd settled nothing")
