"""What a receiver checks of a package before it looks into its records."""

import base64
import hashlib
import hmac
import io
import json
import zipfile
from collections import Counter
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

from rules import sm2

SCHEMAS = Path(__file__).parents[1] / "schemas"
RECORDS = {
    "catalog": "catalog-record",
    "sales": "sales-record",
    "reconciliation": "reconciliation-record",
}
TOTALS = {"catalog": "benefit_households", "sales": "amount_fen", "reconciliation": "total"}


class Fault(Exception):
    """The batch as a whole is refused: ``code`` of §6.2 and a message."""

    def __init__(self, code, message):
        self.code, self.message = code, message
        super().__init__(message)


def validator(name):
    text = (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text), format_checker=FormatChecker())


def unpack(content):
    """``(manifest text, {path: bytes})`` of a zip; raises :class:`Fault`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            files = {name.partition("/")[2]: package.read(name) for name in package.namelist()}
        return files.pop("manifest.json"), files
    except (zipfile.BadZipFile, KeyError) as error:
        raise Fault("E100_DIGEST", "压缩包不完整") from error


def check_manifest(text):
    """The manifest as plain values; raises :class:`Fault` where it breaks the schema."""
    try:
        manifest = json.loads(text)
    except ValueError as error:
        raise Fault("E102_SCHEMA", "批次清单不是JSON") from error
    for error in validator("manifest").iter_errors(manifest):
        raise Fault("E102_SCHEMA", f"批次清单：{error.message[:200]}")
    return manifest


def check_files(manifest, files):
    """Every file is there, as long as it should be, and of both digests."""
    for each in manifest["files"]:
        content = files.get(each["path"])
        if content is None or len(content) != each["bytes"]:
            raise Fault("E100_DIGEST", f"{each['path']}缺失或者长度不符")
        if hashlib.sha256(content).hexdigest() != each["sha256"]:
            raise Fault("E100_DIGEST", f"{each['path']}的SHA-256不符")
        if hashlib.new("sm3", content).hexdigest() != each["sm3"]:
            raise Fault("E100_DIGEST", f"{each['path']}的SM3不符")


def check_signature(manifest, keys):
    """``keys``: key id → (alg, bytes of the key); without any nothing is asked for."""
    signature = manifest.get("signature")
    if not keys:
        return
    alg, key = keys.get((signature or {}).get("key_id"), (None, None))
    if signature is None or alg != signature["alg"]:
        raise Fault("E101_SIGNATURE", "没有签名，或者密钥编号不认识")
    rest = {name: value for name, value in manifest.items() if name != "signature"}
    content = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    try:
        is_right = SIGNATURES[alg](content, base64.b64decode(signature["value"]), key)
    except Exception as error:
        raise Fault("E101_SIGNATURE", "签名无法识别") from error
    if not is_right:
        raise Fault("E101_SIGNATURE", "签名不符")


def _hmac(content, value, key):
    return hmac.compare_digest(hmac.new(key.strip(), content, "sm3").digest(), value)


def _ed25519(content, value, key):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        load_pem_public_key(key).verify(value, content)
    except InvalidSignature:
        return False
    return True


def _sm2(content, value, key):
    return sm2.is_valid(content, value, sm2.public_point(key))


SIGNATURES = {"HMAC-SM3": _hmac, "Ed25519": _ed25519, "SM2-with-SM3": _sm2}


def read_records(manifest, files):
    """The records of the authoritative file, whose counts and totals are as the manifest says."""
    (path,) = [each["path"] for each in manifest["files"] if each["canonical"]]
    records = json.loads(files[path])
    total = TOTALS[manifest["dataset"]]
    ops = Counter(each.get("op", "list") for each in records)
    sums = sum(each[total] for each in records)
    is_right = (
        len(records) == manifest["record_count"]
        and ops == manifest["op_counts"]
        and [sums] == list(manifest["control_totals"].values())
    )
    if not is_right:
        raise Fault("E105_COUNT", "条数、操作计数或者控制总数不符")
    return records
