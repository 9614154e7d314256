"""What a receiver of ZGFP-EX 1.0 knows after some packages: an independent reading of the format.

``python replay.py DIR…`` prints a line for each record; DIR is a package, in the order received.
It knows nothing of the house and needs nothing but Python.
"""

import hashlib
import json
import sys
from pathlib import Path


def read(package):
    """``(manifest, records, digest of the manifest)`` of a package, once all digests agree."""
    text = (package / "manifest.json").read_bytes()
    manifest = json.loads(text)
    for file in manifest["files"]:
        content = (package / file["path"]).read_bytes()
        assert len(content) == file["bytes"], file["path"]
        assert hashlib.sha256(content).hexdigest() == file["sha256"], file["path"]
        assert hashlib.new("sm3", content).hexdigest() == file["sm3"], file["path"]
    (canonical,) = [file["path"] for file in manifest["files"] if file["canonical"]]
    records = json.loads((package / canonical).read_bytes())
    assert len(records) == manifest["record_count"]
    return manifest, records, hashlib.sha256(text).hexdigest()


def replay(packages):
    """``{record id: record}`` after all of ``packages``, whose chain must be whole.

    A full batch may follow a gap: it takes the place of those that the sender gave up.
    """
    known, last = {}, (None, None, 0)
    for package in packages:
        manifest, records, digest = read(package)
        previous = (manifest["previous_batch_id"], manifest["previous_manifest_sha256"])
        is_next = (*previous, manifest["sequence"]) == (*last[:2], last[2] + 1)
        assert is_next or (manifest["mode"] == "full" and manifest["sequence"] > last[2])
        last = (manifest["batch_id"], digest, manifest["sequence"])
        for record in records:
            older = known.get(record["record_id"], {"record_version": 0})
            if record["record_version"] > older["record_version"]:
                known[record["record_id"]] = record
    return known


if __name__ == "__main__":
    for _, record in sorted(replay(map(Path, sys.argv[1:])).items()):
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        sys.stdout.write(f"{text}\n")
