#!/usr/bin/env python3
"""Check a certificate without asking, or trusting, the site that issued it.

    verify_certificate.py keys.json "WHAT THE QR CODE HOLDS" [status.json]

keys.json is the published list of keys, best fetched long ago and kept; status.json is the signed
list of all certificates. Needs Python 3.9 and `pip install cryptography`. Exit code 0: genuine
(and, with the list, in force); 1: not signed by these keys; 2: not in force; 3: the list is old.
"""

import base64
import json
import sys
from datetime import date, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

OLDEST = timedelta(days=7)


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def check(keys, key_id, signature, content):
    """Stop the program unless the key of this id has signed ``content``."""
    try:
        key = Ed25519PublicKey.from_public_bytes(decoded(keys[key_id]))
        key.verify(decoded(signature), content)
    except (KeyError, ValueError, InvalidSignature):
        print("NOT GENUINE 签名不符：不是由这些公钥签发的")
        sys.exit(1)


def main(keys_file, code, status_file=None):
    keys = {
        row["id"]: row["public_key"] for row in json.loads(Path(keys_file).read_bytes())["keys"]
    }
    try:
        prefix, payload, key_id, signature = code.rpartition("#")[2].strip().split(".")
    except ValueError:
        print("NOT GENUINE 二维码里没有签名")
        sys.exit(1)
    check(keys, key_id, signature, f"{prefix}.{payload}".encode())
    number, product, holder, since, until = decoded(payload).decode().split("\n")
    print(f"GENUINE 签发属实\n{number}\n{product}\n{holder}\n{since} - {until}")
    if status_file is None:
        return
    status = json.loads(Path(status_file).read_bytes())
    signature, key_id = status.pop("signature"), status["key_id"]
    words = json.dumps(status, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    check(keys, key_id, signature, words.encode())
    standing = status["certificates"].get(number, ["unknown"])[0]
    print(f"{status['as_of']}: {standing}")
    if standing != "active":
        sys.exit(2)
    if date.today() - date.fromisoformat(status["as_of"]) > OLDEST:
        print("状态清单过旧，请重新下载")
        sys.exit(3)


if __name__ == "__main__":
    main(*sys.argv[1:])
