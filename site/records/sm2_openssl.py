"""SM2 with SM3 by the ``openssl`` of the system: no Python package of it is maintained.

Keys are files in PEM; signatures are DER. Raises ``OSError`` and ``subprocess.SubprocessError``.
"""

import subprocess
import tempfile

#: The identity of the standard for who has none (GM/T 0009-2012).
IDENTITY = "distid:1234567812345678"
SECONDS = 10


def sign(content, file):
    """The signature of ``content`` (bytes) by the private key in ``file``; another each time."""
    with tempfile.NamedTemporaryFile() as paper:
        paper.write(content)
        paper.flush()
        return _digest("-sign", file, paper.name)


def is_signed(content, value, file):
    """Whether ``value`` is the signature of ``content`` under the public key in ``file``."""
    with tempfile.NamedTemporaryFile() as paper, tempfile.NamedTemporaryFile() as signature:
        paper.write(content)
        paper.flush()
        signature.write(value)
        signature.flush()
        try:
            _digest("-verify", file, "-signature", signature.name, paper.name)
        except subprocess.CalledProcessError:
            return False
    return True


def public_pem(file):
    """The public key (PEM, bytes) of the private key in ``file``; a sealed key is not asked for."""
    return _openssl("pkey", "-in", str(file), "-passin", "pass:", "-pubout")


def _digest(act, file, *rest):
    return _openssl("dgst", "-sm3", "-sigopt", IDENTITY, act, str(file), *rest)


def _openssl(*words):
    done = subprocess.run(
        ["openssl", *words],
        check=True,
        capture_output=True,
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout
