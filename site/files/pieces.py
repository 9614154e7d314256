"""A long file sealed in pieces: memory is that of the file and of one piece.

Each piece is a Fernet token on a line of its own. Inside stands before the bytes which file it is
of (a number drawn when that was sealed), which piece, and whether it is the last: pieces cannot be
left out, told again, moved or put into another file. The key of pieces is drawn from the file's own
key, so that no piece can be shown as a whole sealed thing.
"""

import base64
import hmac
import io
import os
import struct

from cryptography.fernet import Fernet, InvalidToken

PIECE = 1 << 20  # bytes
HEAD = struct.Struct(">16sI?")


def sealed_pieces(key, data):
    """The lines of ``data`` (bytes), sealed under what is drawn from ``key``."""
    fernet, file = _fernet(key), os.urandom(16)
    last = max(0, len(data) - 1) // PIECE
    for number in range(last + 1):
        head = HEAD.pack(file, number, number == last)
        start = number * PIECE
        yield fernet.encrypt(head + data[start : start + PIECE]) + b"\n"


def joined_pieces(key, lines):
    """The plain bytes. Raises ``InvalidToken`` unless every piece is there, once, in its place."""
    fernet, target = _fernet(key), io.BytesIO()
    file, expected, is_whole = None, 0, False
    for line in lines:
        piece = fernet.decrypt(line.rstrip(b"\n"))
        name, number, is_last = HEAD.unpack_from(piece)
        if is_whole or number != expected or file not in (None, name):
            raise InvalidToken
        target.write(memoryview(piece)[HEAD.size :])
        file, expected, is_whole = name, number + 1, is_last
    if not is_whole:
        raise InvalidToken
    return target.getvalue()


def _fernet(key):
    secret = key if isinstance(key, bytes) else key.encode()
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret, b"gongshi pieces", "sha256")))
