"""Checking SM2 signatures with SM3 (GB/T 32918.2-2016) by the textbook, with no library at all.

This file is also handed out as it stands, so that anybody can check a certificate with it
(`/verify/sm2.py`): it needs Python 3.9 whose OpenSSL knows SM3, and nothing else.
"""

from __future__ import annotations

import hashlib

Point = tuple[int, int]
P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
#: The identity of the standard for who has none (GM/T 0009-2012).
IDENTITY = b"1234567812345678"
SIDE = 32


def is_valid(content: bytes, signature: bytes, point: Point) -> bool:
    """Whether DER ``signature`` over ``content`` (bytes) is of the public key ``point`` (x, y)."""
    return fits(content, *integers(signature), point)


def is_short_valid(content: bytes, signature: bytes, public: bytes) -> bool:
    """The same of the 64 bytes r ‖ s and the 65 bytes 04 ‖ x ‖ y, as codes and lists hold them."""
    if len(signature) != 2 * SIDE:
        return False
    return fits(content, _number(signature[:SIDE]), _number(signature[SIDE:]), point_of(public))


def fits(content: bytes, r: int, s: int, point: Point) -> bool:
    """Whether the two numbers of a signature fit ``content`` and the public key ``point``."""
    if not (0 < r < N and 0 < s < N) or (r + s) % N == 0:
        return False
    digest = _number(_sm3(_z(point) + content))
    total = _add(_times(s, G), _times((r + s) % N, point))
    return total is not None and (digest + total[0]) % N == r


def public_point(pem: bytes) -> Point:
    """``(x, y)`` of a public key in PEM: the last 65 bytes of its DER are 04 ‖ x ‖ y."""
    import base64

    body = "".join(line for line in pem.decode().splitlines() if not line.startswith("-"))
    return point_of(base64.b64decode(body)[-65:])


def point_of(public: bytes) -> Point:
    """``(x, y)`` of 04 ‖ x ‖ y; ``ValueError`` where that is no point of the curve."""
    if len(public) != 2 * SIDE + 1 or public[0] != 4:
        raise ValueError("only uncompressed points")
    x, y = _number(public[1 : SIDE + 1]), _number(public[SIDE + 1 :])
    if (x**3 + A * x + B - y * y) % P:
        raise ValueError("not on the curve")
    return x, y


def integers(der: bytes) -> tuple[int, int]:
    """The two INTEGERs of a SEQUENCE: r and s of a signature."""
    if der[0] != 0x30 or der[1] != len(der) - 2:
        raise ValueError("no sequence")
    numbers, rest = [], der[2:]
    while rest:
        if rest[0] != 2:
            raise ValueError("no integer")
        length = rest[1]
        numbers.append(_number(rest[2 : 2 + length]))
        rest = rest[2 + length :]
    r, s = numbers
    return r, s


def _number(content: bytes) -> int:
    return int.from_bytes(content, "big")


def _z(point: Point) -> bytes:
    numbers = (A, B, *G, *point)
    length = (len(IDENTITY) * 8).to_bytes(2, "big")
    return _sm3(length + IDENTITY + b"".join(number.to_bytes(SIDE, "big") for number in numbers))


def _sm3(content: bytes) -> bytes:
    try:
        return hashlib.new("sm3", content).digest()
    except ValueError as error:
        raise RuntimeError("本机 Python 的 OpenSSL 没有 SM3 算法") from error


def _add(one: Point | None, other: Point | None) -> Point | None:
    """The sum of two points of the curve; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    if one == other:
        slope = (3 * x1 * x1 + A) * pow(2 * y1, -1, P)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def _times(number: int, point: Point | None) -> Point | None:
    total: Point | None = None
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total
