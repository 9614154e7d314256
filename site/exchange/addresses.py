"""Where we may connect to: what a setting names is resolved once and checked, then used as it is.

An address inside a private network could be any machine of the office (SSRF), so it must be
allowed by the receiver's ``networks``; this very machine only by ``EXCHANGE_ALLOW_LOOPBACK``.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

PORTS = {"https": 443, "http": 80, "sftp": 22, "postgresql": 5432}


class Unavailable(Exception):
    """It did not work now, for a reason that may pass; recorded, and tried again."""


@dataclass(frozen=True)
class Address:
    """A place to connect to: ``ip`` is what was checked, ``host`` what a certificate must name."""

    scheme: str
    host: str
    ip: str
    port: int
    path: str


def resolve(receiver, *, schemes, is_plain=False):
    """The checked :class:`Address` of ``receiver``; raises :class:`Unavailable` with the reason.

    ``is_plain``: whether ``http`` may lead out of this machine, for what carries nothing of ours.
    """
    try:
        parts = urlsplit(receiver.address)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError as error:
        raise Unavailable("接收方地址无法识别") from error
    if parts.scheme not in schemes or not parts.hostname:
        raise Unavailable(f"接收方地址须以{'、'.join(schemes)}开头")
    ip = _checked(parts.hostname, port, receiver.networks)
    if parts.scheme == "http" and not is_plain and not ipaddress.ip_address(ip).is_loopback:
        raise Unavailable("接收方地址须用 https")
    return Address(parts.scheme, parts.hostname, ip, port, parts.path.rstrip("/"))


def _checked(host, port, networks):
    """The first address of ``host``; all of its addresses must be allowed."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unavailable("接收方域名无法解析") from error
    addresses = [ipaddress.ip_address(each[4][0].partition("%")[0]) for each in answers]
    for address in addresses:
        if not _is_allowed(address, networks):
            raise Unavailable("接收方地址在内部网络，设置未予允许")
    return str(addresses[0])


def _is_allowed(address, networks):
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback:
        return settings.EXCHANGE_ALLOW_LOOPBACK
    if any(address in ipaddress.ip_network(network) for network in networks):
        return True
    return address.is_global and not address.is_multicast
