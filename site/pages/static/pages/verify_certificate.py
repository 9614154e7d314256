#!/usr/bin/env python3
"""Check a certificate without asking, or trusting, the site that issued it.

    verify_certificate.py keys.json "WHAT THE QR CODE HOLDS" [status.json]

keys.json is the published list of keys, best fetched long ago and kept; status.json is the signed
list of all certificates. Needs Python 3.9 and `pip install cryptography`; for SM2 keys the file
sm2.py of the same page beside this one. Exit code 0: genuine (and, with the list, in force);
1: not signed by these keys (or this program cannot run); 2: not in force; 3: the list is old, older
than the certificate, or of another form; 4: an older version.

用法：python verify_certificate.py keys.json "二维码的全部内容" status.json
"""

import base64
import json
import re
import sys
from datetime import date, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def leave(status, words):
    print(words)
    sys.exit(status)


def check(keys, key_id, signature, content):
    """Leave with 1 unless the key of this id has signed ``content`` (bytes)."""
    key = keys.get(key_id) or leave(1, f"NOT GENUINE 公钥清单里没有密钥 {key_id}")
    public, value = decoded(key["public_key"]), decoded(signature)
    try:
        if key["algorithm"] == "SM2-with-SM3":
            import sm2

            is_signed = sm2.is_short_valid(content, value, public)
        else:
            is_signed = Ed25519PublicKey.from_public_bytes(public).verify(value, content) is None
    except InvalidSignature:
        is_signed = False
    is_signed or leave(1, "NOT GENUINE 签名不符：内容被改过，或者不是由这个密钥签发的")


def main(keys_file, code, status_file=None):
    keys = {row["id"]: row for row in json.loads(Path(keys_file).read_bytes())["keys"]}
    match = re.search(r"#(GS1)\.([\w-]+)\.(\w+)\.([\w-]{86})$", code.strip())
    prefix, payload, key_id, signature = (match or leave(1, "NOT GENUINE 没有完整的签名")).groups()
    check(keys, key_id, signature, f"{prefix}.{payload}".encode())
    # the first statements named no version
    number, product, holder, since, until, own, *_ = f"{decoded(payload).decode()}\n0".split("\n")
    print(f"GENUINE 签发属实\n{number}\n{product}\n{holder}\n{since} - {until}")
    own == "0" and print("没有注明第几版，不能核对内容后来是否变更")
    status_file or leave(0, "没有提供状态清单，未核对现在的状态")
    status = json.loads(Path(status_file).read_bytes())
    signature, key_id = status.pop("signature"), status["key_id"]
    words = json.dumps(status, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    check(keys, key_id, signature, words.encode())
    status["format"] == "gongshi-status/2" or leave(3, "OLD LIST 状态清单的格式不符")
    standing, _since, newest = status["certificates"].get(number, ("unknown", "", 0))
    print(f"{status['as_of']}: {standing}")
    own = int(own) or newest
    if newest < own and (newest or status["as_of"] < since <= f"{date.today()}"):
        leave(3, "OLD LIST 状态清单早于这份证书，请重新下载")
    standing == "active" or leave(2, "NOT IN FORCE 证书目前不是有效状态")
    newest > own and leave(4, f"SUPERSEDED 内容已变更为第{newest}版，这是以前的版本")
    if date.today() - date.fromisoformat(status["as_of"]) > timedelta(days=7):
        leave(3, "OLD LIST 状态清单过旧，请重新下载")


if __name__ == "__main__":
    main(*sys.argv[1:])
