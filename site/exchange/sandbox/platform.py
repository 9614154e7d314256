"""The platform itself: what it took in, in which order, and what it answers."""

import hashlib
import json
import threading
from datetime import datetime, timedelta, timezone

from . import checks
from .checks import Fault

CHINA = timezone(timedelta(hours=8))
#: The batch number in the answer to a package that nobody can read.
NOBODY = "000000-CAT-00000000-0000"
#: Which code of a whole batch has a status of its own.
STATUSES = {"E103_SEQUENCE": "out_of_sequence", "E104_CONFLICT": "conflict"}


class Platform:
    """Takes packages in one after the other; applies each once.

    ``keys``: key id → (alg, key); ``refusals``: certificate numbers or external ids that it does
    not like, with the field, the reason and perhaps the code it gives; ``refuse_once``: so many
    records, whichever; ``codes``: the next packages are refused with these codes, unread.
    """

    def __init__(self, keys=None):
        self.keys, self.refusals, self.refuse_once = keys or {}, {}, 0
        self.codes = []
        self.batches, self.streams = {}, {}
        self.records, self.catalogue = {}, {}
        self.applied, self.path = [], None
        self.lock = threading.RLock()
        self.validators = {name: checks.validator(file) for name, file in checks.RECORDS.items()}

    def receive(self, content, batch_id=NOBODY):
        """The receipt for a zip (bytes). A batch known already changes nothing.

        ``batch_id``: how the sender calls it, for a receipt of what cannot even be read.
        """
        with self.lock:
            manifest_sha256 = "0" * 64
            try:
                text, files = checks.unpack(content)
                manifest_sha256 = hashlib.sha256(text).hexdigest()
                manifest = checks.check_manifest(text)
                batch_id = manifest["batch_id"]
                if batch_id in self.batches:
                    return self._again(batch_id, manifest_sha256)
                if self.codes:
                    raise Fault(self.codes.pop(0), "按要求答复")
                return self._take(manifest, manifest_sha256, files)
            except Fault as fault:
                return self._refusal(batch_id, manifest_sha256, fault)

    def _refusal(self, batch_id, manifest_sha256, fault):
        status = STATUSES.get(fault.code, "rejected")
        error = {"code": fault.code, "message": fault.message}
        return self.receipt(batch_id, manifest_sha256, status, errors=[error])

    def answer(self, batch_id):
        """The stored receipt of a batch, or None."""
        with self.lock:
            return self.batches.get(batch_id)

    def _again(self, batch_id, manifest_sha256):
        first = self.batches[batch_id]
        if first["manifest_sha256"] != manifest_sha256:
            raise Fault("E104_CONFLICT", "批次号相同，内容不同")
        return {**first, "status": "duplicate"}

    def _take(self, manifest, manifest_sha256, files):
        """What is whole and in order is applied and remembered; what is not may come again."""
        batch_id = manifest["batch_id"]
        checks.check_files(manifest, files)
        checks.check_signature(manifest, self.keys)
        key = (manifest["source"]["region"], manifest["dataset"], manifest["target"])
        if wrong := self._out_of_sequence(manifest, self.streams.get(key)):
            raise Fault("E103_SEQUENCE", wrong)
        records = checks.read_records(manifest, files)
        errors = self._apply(manifest, records)
        refused = len({each.get("index") for each in errors})
        accepted = len(records) - refused
        if manifest["dataset"] == "reconciliation":
            accepted, refused = len(records), 0
        status = "partially_accepted" if refused else "accepted"
        if not accepted:
            status = "rejected"
        receipt = self.receipt(
            batch_id, manifest_sha256, status, accepted=accepted, rejected=refused, errors=errors
        )
        self.batches[batch_id] = receipt
        self.streams[key] = (manifest["sequence"], batch_id, manifest_sha256)
        self.applied.append(batch_id)
        self._keep()
        return receipt

    def _out_of_sequence(self, manifest, last):
        """A full batch may leave a gap, never go back; a delta is chained to the one before."""
        sequence, previous, digest = last or (0, None, None)
        if manifest["sequence"] <= sequence:
            return f"序号{manifest['sequence']}已经收过"
        if manifest["mode"] == "full":
            return ""
        if manifest["sequence"] != sequence + 1:
            return f"应为序号{sequence + 1}"
        chained = (manifest["previous_batch_id"], manifest["previous_manifest_sha256"])
        return "" if chained == (previous, digest) else "上一批次的编号或者摘要不符"

    def _apply(self, manifest, records):
        if manifest["dataset"] == "reconciliation":
            return self._compare(records)
        errors = []
        for index, record in enumerate(records):
            error = self._error(manifest, record)
            if error:
                code, field, message = error
                errors.append(
                    {
                        "index": index,
                        "record_id": record.get("record_id"),
                        "field": field,
                        "code": code,
                        "message": message,
                    }
                )
            else:
                self._store(manifest, record)
        return errors

    def _error(self, manifest, record):
        dataset, is_full = manifest["dataset"], manifest["mode"] == "full"
        for error in self.validators[dataset].iter_errors(record):
            path = ".".join(str(part) for part in error.absolute_path) or None
            return "E102_SCHEMA", path, error.message[:200]
        if self.refuse_once > 0:
            self.refuse_once -= 1
            return "E200_FIELD", "product_name", "名称不规范（试用平台的示例）"
        for key in (record["certificate_no"], record.get("external_id")):
            if key in self.refusals:
                field, message, *code = self.refusals[key]
                return code[0] if code else "E200_FIELD", field, message
        older = self.records.get((dataset, record["record_id"]))
        if older and older["record_version"] > record["record_version"]:
            return "E202_VERSION", "record_version", "版本低于已有记录"
        if dataset == "sales" and not (older and is_full):
            return self._sale_error(record, older)
        return None

    def _sale_error(self, record, older):
        if older:
            return "E204_DUPLICATE", "record_id", "记录已经收过"
        certificate = self.catalogue.get(record["certificate_no"])
        if certificate is None:
            return "E201_UNKNOWN_CERT", "certificate_no", "没有这个目录条目"
        if certificate["status"] == "removed" and record["op"] == "add":
            day = certificate["removed_on"]
            if record["sold_on"] >= day:
                return "E203_NOT_ACTIVE", "sold_on", "目录条目已清理"
        if record["reverses"] and ("sales", record["reverses"]) not in self.records:
            return "E205_REFERENCE", "reverses", "没有所冲正的记录"
        return None

    def _store(self, manifest, record):
        key = (manifest["dataset"], record["record_id"])
        older = self.records.get(key)
        if older is None or older["record_version"] < record["record_version"]:
            self.records[key] = record
        if manifest["dataset"] == "catalog":
            self.catalogue[record["certificate_no"]] = self.records[key]

    def _compare(self, records):
        """Missing here, different here, extra here: the answer to a reconciliation."""
        errors, keys = [], set()
        for index, each in enumerate(records):
            key = (each["dataset"], each["record_id"])
            keys.add(key)
            mine = self.records.get(key)
            if mine is None:
                errors.append(_difference(index, each["record_id"], "missing", "接收方没有该记录"))
            elif (mine["record_version"], _digest(mine)) != (
                each["record_version"],
                each["sha256"],
            ):
                errors.append(_difference(index, each["record_id"], "different", "内容不一致"))
        extra = sorted(key[1] for key in self.records if key not in keys)
        return errors + [_difference(None, key, "extra", "接收方多出该记录") for key in extra]

    def remember(self, path):
        """Read what an earlier run left at ``path``, and keep it there from now on."""
        self.path = path
        if path.exists():
            state = json.loads(path.read_text(encoding="utf-8"))
            self.batches, self.applied = state["batches"], state["applied"]
            self.streams = {tuple(key): tuple(value) for key, value in state["streams"]}
            self.records = {tuple(key): value for key, value in state["records"]}
            entries = [value for key, value in self.records.items() if key[0] == "catalog"]
            self.catalogue = {each["certificate_no"]: each for each in entries}

    def _keep(self):
        if self.path is None:
            return
        state = {
            "batches": self.batches,
            "applied": self.applied,
            "streams": list(self.streams.items()),
            "records": list(self.records.items()),
        }
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
        draft.replace(self.path)

    def receipt(self, batch_id, manifest_sha256, status, *, accepted=0, rejected=0, errors=()):
        now = datetime.now(CHINA).isoformat(timespec="seconds")
        return {
            "schema_version": "1.0",
            "receipt_id": f"R-{batch_id}-{status}",
            "batch_id": batch_id,
            "manifest_sha256": manifest_sha256,
            "received_at": now,
            "processed_at": now,
            "status": status,
            "accepted": accepted,
            "rejected": rejected,
            "errors": list(errors),
        }


def _difference(index, record_id, field, message):
    code = "E205_REFERENCE"
    return {
        "index": index,
        "record_id": record_id,
        "field": field,
        "code": code,
        "message": message,
    }


def _digest(record):
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
