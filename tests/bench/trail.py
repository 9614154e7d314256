"""Checking the audit trail: processor time for each row and memory, of 10,000 to 1,000,000 rows.

Each length in a process and a temporary database of its own. The rows are written with their codes
as any act writes them (in bulk), sealed by the job that seals, and checked by what ``verify_audit``
runs. Fails where the longest costs more for each row, or more memory, than it may.
"""

import json
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
COUNTS = tuple(map(int, os.environ.get("ROWS", "10000 100000 1000000").split()))
MOST_RATIO, MOST_MIB = 1.5, 64
BATCH = 5_000


def write(count, at):
    from records.models import AuditEvent

    for start in range(0, count, BATCH):
        rows = [
            AuditEvent(
                at=at + timedelta(seconds=number),
                actor="系统",
                action="bench.act",
                subject_type="applications.item",
                subject_id=str(number),
                subject=f"示例产品{number}",
                data={"number": number},
            )
            for number in range(start, min(start + BATCH, count))
        ]
        for row in rows:
            row.mac = row.expected_mac()
        AuditEvent.objects.bulk_create(rows)


def measure_here(count):
    from tests.bench.database import empty_database

    with empty_database(is_mapped=False):
        from records.audit_faults import faults
        from records.sealing import seal_all

        at = datetime(2026, 3, 2, 2, tzinfo=UTC)
        write(count, at)
        later = at + timedelta(seconds=count + 60)
        seal_all(later)
        before, began = _peak(), time.process_time()
        found = faults(at=later)
        spent = (time.process_time() - began) * 1000
        assert found == [], found
        answer = {"each": spent / count, "peak": _peak(), "before": before}
        sys.stdout.write(json.dumps(answer))


def _peak():
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main():
    if len(sys.argv) > 1:
        measure_here(int(sys.argv[1]))
        return
    from tests.bench.figures import note

    out, found = sys.stdout.write, []
    out("\n| 操作记录（行） | 核对每行（处理器毫秒） | 内存峰值（MiB） | 写入时 |\n")
    out("|---|---|---|---|\n")
    for scale, count in enumerate(COUNTS):
        run = subprocess.run(
            [sys.executable, __file__, str(count)], check=True, stdout=subprocess.PIPE
        )
        row = json.loads(run.stdout)
        out(f"| {count} | {row['each']:.3f} | {row['peak']} | {row['before']} |\n")
        sys.stdout.flush()
        note("核对操作记录", "每行", row["each"], "处理器毫秒", scale=10**scale)
        note("核对操作记录", "内存峰值", row["peak"], "MiB", scale=10**scale)
        found.append(row)
    is_flat = found[-1]["each"] <= found[0]["each"] * MOST_RATIO
    if not is_flat or found[-1]["peak"] - found[-1]["before"] > MOST_MIB:
        sys.exit("a longer trail costs more for each row, or memory that grows with it")


if __name__ == "__main__":
    main()
