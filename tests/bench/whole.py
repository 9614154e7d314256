"""All benches one after the other: ``make bench``, or ``make bench ARGS="steps trail"``.

Each prints as it goes, in processes of its own that end with it, PostgreSQL's where it asks for it.
One that fails or takes longer than it may costs the others nothing: what it had noted stays in the
table, and the table is printed anew after each, so that nothing is lost if this is stopped. Ends
with 1 where one did not end well, and says which.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]
FOLDER = ROOT / "var" / "bench"
#: ``(bench, on PostgreSQL, the most minutes)``: what takes long comes last. A machine with other
#: things to do may take three times as long; the minutes end what hangs.
PARTS = (
    ("start", False, 15),
    ("steps", False, 10),
    ("steps", True, 10),
    ("acts", False, 15),
    ("acts", True, 15),
    ("pages", False, 10),
    ("pages", True, 10),
    ("front", False, 15),
    ("api", False, 10),
    ("api", True, 10),
    ("trail", False, 20),
    ("trail", True, 20),
    ("finding", False, 15),
    ("finding", True, 15),
    ("imports", False, 20),
    ("imports", True, 20),
    ("exchange", False, 25),
    ("exchange", True, 25),
    ("inbox", False, 20),
    ("inbox", True, 20),
    ("timers", False, 25),
    ("timers", True, 25),
    ("registers", False, 15),
    ("registers", True, 15),
    ("audit_search", False, 20),
    ("audit_search", True, 20),
    ("rebuild", False, 30),
    ("rebuild", True, 30),
    ("simulation", False, 40),
    ("interleavings", False, 40),
    ("interleavings", True, 40),
    ("through_nginx", False, 30),
)
#: What the shell may say of a district's own data: a bench makes and fills a database of its own.
OF_A_DISTRICT = ("DATABASE_URL", "DATA_ROOT")
#: All of them together, in minutes: what has no time left is told as not done.
WHOLE = float(os.environ.get("BENCH_MINUTES", 180))
ENDED = 30  # seconds that a process has to go


def command(bench, on_postgres):
    server = ["tests/support/with_postgres.py", sys.executable] if on_postgres else []
    return [sys.executable, *server, f"tests/bench/{bench}.py"]


def run(words, seconds):
    """What became of it: empty where it ended well. It and all that it started end with it."""
    environment = {**os.environ, "BENCH_FIGURES": str(FOLDER / "figures.jsonl")}
    for name in OF_A_DISTRICT:
        environment.pop(name, None)
    with subprocess.Popen(words, cwd=ROOT, env=environment, start_new_session=True) as process:
        try:
            status = process.wait(seconds)
            return "" if status == 0 else f"以{status}结束"
        except subprocess.TimeoutExpired:
            return f"超过{seconds / 60:.0f}分钟，已停止"
        finally:
            _end(process)


def _end(process):
    """End what is left of its session; PostgreSQL's wrapper puts its server away first."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(ENDED)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def wanted(names):
    return [part for part in PARTS if not names or part[0] in names]


def whole(parts):
    """``{bench: what became of it}`` of those that did not end well."""
    from tests.bench.table import main as make_table

    failures, until = {}, time.monotonic() + WHOLE * 60
    for bench, on_postgres, minutes in parts:
        title = f"{bench}（{'PostgreSQL' if on_postgres else 'SQLite'}）"
        began = time.monotonic()
        seconds = min(minutes * 60, until - began)
        _tell(f"\n=== {title}")
        result = run(command(bench, on_postgres), seconds) if seconds > 0 else "时间已用完，没有量"
        if result:
            failures[title] = result
        _tell(f"=== {title}：{result or '完成'}，{time.monotonic() - began:.0f}秒")
        make_table(FOLDER / "figures.jsonl", FOLDER, out=lambda text: None)
    make_table(FOLDER / "figures.jsonl", FOLDER)
    return failures


def _tell(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    (FOLDER / "figures.jsonl").touch()
    failures = whole(wanted(sys.argv[1:]))
    for title, result in failures.items():
        _tell(f"未完成：{title} {result}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
