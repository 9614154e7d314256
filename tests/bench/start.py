"""Start and size: a cold start, the demo prepared and begun again, the memory of a worker.

Processor time is that of a process and of all that it started and ended. The demo stands in a
folder of its own; the worker is one of two that ``manage.py serve`` runs, after it answered each
kind of page that a stranger can open, twice. Memory is what is its own and its part of what
several share (PSS). Fails where nothing answers.
"""

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]
TICKS = os.sysconf("SC_CLK_TCK")
PAGES = (
    *("/", "/zcwj/", "/tzgg/", "/gsgg/", "/cpml/", "/sales/", "/evidence/", "/verify/"),
    *("/search/?query=%E8%84%90%E6%A9%99", "/complaints/new/", "/account/login/"),
    *("/sitemap.xml", "/feeds/notices.atom"),
    *("/api/v1/documents", "/api/v1/products", "/api/v1/notices", "/api/v1/openapi.json"),
)


def environment(folder):
    return {
        **os.environ,
        "DATA_ROOT": folder,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "PYTHONPATH": str(ROOT / "site"),
        "PYTHONDONTWRITEBYTECODE": "",
    }


def spent(words, folder):
    """Processor seconds of a command to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], cwd=ROOT, env=environment(folder), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def running(words, folder):
    """A process that ends with the block, and all that it started."""
    with subprocess.Popen(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment(folder),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def family(pid):
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def seconds_of(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def mebibytes_of(pid):
    """The memory of a process by the count of Linux, in which what is shared is divided."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("Pss:")]
    return int(kilobytes) / 1024


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def begun_again(folder):
    """``(processor seconds of all its processes, seconds that passed)`` until the demo is ready."""
    began = time.monotonic()
    with running(["demo", "--port", str(free_port())], folder) as process:
        if not any(line.startswith("READY") for line in process.stdout):
            sys.exit("the demo did not become ready")
        return sum(map(seconds_of, family(process.pid))), time.monotonic() - began


def worker(folder):
    """MiB of the larger of two workers."""
    port = free_port()
    with running(["serve", "--port", str(port), "--workers", "2"], folder) as process:
        for _ in range(2):
            for page in PAGES:
                answered(f"http://127.0.0.1:{port}{page}")
        return max(mebibytes_of(pid) for pid in family(process.pid)[1:])


def answered(address, patience=60):
    """Read an address, waiting until somebody listens; what it answers is another bench's."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=patience) as answer:
                return answer.read()
        except HTTPError as error:
            return error.read()
        except (URLError, ConnectionError):
            time.sleep(0.2)
    return sys.exit(f"nothing answered at {address}")


def measured(folder):
    """``(name, value, unit, goal)`` of one thing after the other."""
    site = ["-c", "import config.wsgi"]
    spent(site, folder)  # compiled from now on
    seconds = "处理器秒"
    yield "网站进程启动", min(spent(site, folder) for _ in range(3)), seconds, 3
    yield "命令启动（check）", spent(["manage.py", "check"], folder), seconds, 3
    yield "建立新数据库", spent(["manage.py", "migrate"], folder), seconds, None
    yield "演示数据准备", spent(["manage.py", "demo", "--prepare-only"], folder), seconds, 60
    again, passed = begun_again(folder)
    yield "演示再次启动，各进程合计", again, seconds, None
    yield "演示再次启动", passed, "秒", 5
    yield "两个工作进程中较大的", worker(folder), "MiB", 160


def main():
    from tests.bench.figures import note

    out = sys.stdout.write
    out("\n| 启动和占用 | 测得 | 目标 |\n|---|---|---|\n")
    with tempfile.TemporaryDirectory(prefix="gongshi-bench-") as folder:
        for name, value, unit, goal in measured(folder):
            out(f"| {name} | {value:.1f} {unit} | {goal or ''} |\n")
            sys.stdout.flush()
            note("启动和占用", name, value, unit, goal=goal)


if __name__ == "__main__":
    main()
