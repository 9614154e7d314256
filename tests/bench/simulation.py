"""Many papers on a simulated clock: processor time for each, and memory, of 10, 100 and 1,000.

``PAPERS="100 10000"`` names other numbers, ``DAYS`` how long. Each in a process and a scratch
database of its own; the papers arrive in the first third of the days. What a day costs though
nothing happens is told apart by a simulation of one paper. Fails where a paper costs more in a
longer run, or where an invariant is broken.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]
COUNTS = tuple(map(int, os.environ.get("PAPERS", "10 100 1000").split()))
DAYS = os.environ.get("DAYS", "60")
MOST_RATIO = 1.5


def simulated(count, folder):
    """The account of one run, as ``manage.py simulate`` prints it; a violation ends all with 1."""
    words = ["manage.py", "simulate", "--applications", str(count), "--days", DAYS]
    run = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={
            **os.environ,
            "DATA_ROOT": f"{folder}/{count}",
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if not run.stdout:
        sys.exit(f"a simulation of {count} ended with {run.returncode} and said nothing")
    result = json.loads(run.stdout)
    if result["violations"]:
        sys.exit("\n".join(result["violations"]))
    return result


def main():
    from tests.bench.figures import note

    out, found = sys.stdout.write, []
    with tempfile.TemporaryDirectory(prefix="gongshi-bench-") as folder:
        empty = simulated(1, folder)["processor_seconds"]
        out(f"\n| 模拟的申请（{DAYS}天） | 产品 | 每件申请（处理器秒） | 内存峰值（MiB） |\n")
        out("|---|---|---|---|\n")
        for place, count in enumerate(COUNTS):
            result = simulated(count, folder)
            each = (result["processor_seconds"] - empty) / count
            memory = result["peak_memory_mib"]
            out(f"| {count} | {result['items']} | {each:.2f} | {memory} |\n")
            sys.stdout.flush()
            note("模拟办理", "每件申请", each, "处理器秒", scale=10**place)
            note("模拟办理", "内存峰值", memory, "MiB", scale=10**place)
            found.append(each)
    if found[-1] > found[0] * MOST_RATIO:
        sys.exit("a paper costs more where there are more of them")


if __name__ == "__main__":
    main()
