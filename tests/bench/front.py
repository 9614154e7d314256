"""A public page in four ways, over TLS through one nginx: a file, kept by nginx, by the site, new.

The district of ``tests/bench/api.py`` and one process of the site behind nginx, which stands on
``deploy/nginx.conf`` (its limits apart), asked by ``wrk`` with eight lines that stay open. The file
holds the very bytes that nginx keeps, compressed, and is logged as a page is; a cookie makes nginx
pass the question on, and a parameter that no page knows has the page made anew. Prints a Markdown
table: answers in a second, and the processor's time of nginx and of the site for one answer. Needs
nginx and wrk.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
SECONDS, ROUNDS, LINES = 2, 3, 8
#: How many times the processor's time of a static file a kept page may take: 0.6 as many a second.
MOST_OF_A_FILE = 1 / 0.6
TICK = os.sysconf("SC_CLK_TCK")
STRANGER = ("-H", "Host: testserver", "-H", "Accept-Encoding: gzip")
SOMEBODY = (*STRANGER, "-H", "Cookie: seen=1")


def spent(processes):
    """Processor seconds of these and of all that they started, until now."""
    fields = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            row = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        fields[int(path.parent.name)] = (int(row[1]), int(row[11]) + int(row[12]))
    family = {process.pid for process in processes}
    for _ in range(3):
        family |= {pid for pid, (parent, _) in fields.items() if parent in family}
    return sum(fields[pid][1] for pid in family if pid in fields) / TICK


class Stack:
    """nginx, and one process of the site behind it."""

    def __init__(self, folder, ends):
        from deploy.trial.engines import Nginx
        from tests.support.with_postgres import free_port

        self.data, port = Path(folder) / "data", f"{free_port()}"
        self.nginx = Nginx(Path(folder) / "nginx", self.data, (port, port))
        site = self.nginx.home / "site.conf"
        text = site.read_text(encoding="utf-8").replace("rate=30r/s", "rate=1000000r/s")
        text = text.replace("access_log off;", "")
        site.write_text(text, encoding="utf-8")
        own = {"DJANGO_SETTINGS_MODULE": "tests.bench.served", "DATA_ROOT": f"{self.data}"}
        own["PYTHONPATH"] = f"{ROOT / 'site'}:{ROOT}"
        words = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
        words += ["--working-dir", f"{ROOT / 'site'}", "--port", port, "--workers", "1"]
        words += ["--blocking-threads", "4", "--log-level", "warning"]
        self.site = ends.enter_context(subprocess.Popen(words, env={**os.environ, **own}))
        ends.callback(self.site.terminate)
        self.nginx.start()
        ends.callback(self.nginx.stop)
        self.base = f"https://127.0.0.1:{self.nginx.tls}"

    def fetch(self, address, *, path=None):
        """The bytes as they come over the line, compressed."""
        words = ["curl", "--silent", "--insecure", "--fail", *STRANGER, f"{self.base}{address}"]
        deadline = time.monotonic() + 60
        while True:
            done = subprocess.run(words, capture_output=True)
            if done.returncode == 0 or time.monotonic() > deadline:
                break
            time.sleep(0.5)
        assert done.returncode == 0, (address, done.returncode)
        return done.stdout

    def load(self, address, head):
        """``(answers in a second, milliseconds of nginx, of the site)`` for one answer."""
        before = [spent([self.nginx.process]), spent([self.site])]
        words = ["wrk", "-t1", f"-c{LINES}", f"-d{SECONDS}s", *head, f"{self.base}{address}"]
        text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        assert "Non-2xx" not in text, text
        number = int(re.search(r"(\d+) requests in", text)[1])
        after = [spent([self.nginx.process]), spent([self.site])]
        each = [(now - then) / number * 1000 for then, now in zip(before, after, strict=True)]
        return (float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), *each)


def ways(stack, address):
    """``{way: (address, headers)}``, when nginx has kept the page and the file holds its bytes."""
    stack.fetch(address)
    body = stack.fetch(address)
    static = stack.data / "var" / "static"
    static.mkdir(parents=True, exist_ok=True)
    (static / "page.css").write_bytes(b"x" * len(body))
    (static / "page.css.gz").write_bytes(body)
    assert stack.fetch("/static/page.css") == body
    return {
        "静态文件": ("/static/page.css", STRANGER),
        "nginx保存": (address, STRANGER),
        "网站保存": (address, SOMEBODY),
        "重新生成": (f"{address}?new=1", SOMEBODY),
    }


def measured(stack, title, address):
    """A row of the table for each way, and the figures."""
    from tests.bench.figures import note

    rows = {way: [] for way in ("静态文件", "nginx保存", "网站保存", "重新生成")}
    for _ in range(ROUNDS):
        for way, (where, head) in ways(stack, address).items():
            rows[way].append(stack.load(where, head))
    figures = {way: [median(each) for each in zip(*got, strict=True)] for way, got in rows.items()}
    costs = {way: nginx + site for way, (_, nginx, site) in figures.items()}
    for way, (number, nginx, site) in figures.items():
        sys.stdout.write(f"| {title} | {way} | {number:.0f} | {nginx:.3f} | {site:.3f} |\n")
    sys.stdout.flush()
    subject = "公开页面（经过nginx）"
    note(subject, f"{title}：nginx保存÷静态文件", costs["nginx保存"] / costs["静态文件"], "倍",
         goal=round(MOST_OF_A_FILE, 2))  # fmt: skip
    note(
        subject,
        f"{title}：nginx保存÷重新生成",
        costs["nginx保存"] / costs["重新生成"],
        "倍",
        goal=0.1,
    )
    for way, cost in costs.items():
        note(subject, f"{title}：{way}", cost, "处理器毫秒")


@contextmanager
def standing():
    """A district in a database of its own, and what stands before it."""
    from tests.bench.database import empty_database

    with empty_database() as folder, ExitStack() as ends:
        from django.test.utils import setup_test_environment
        from tests.bench.api import found

        setup_test_environment()
        found()
        yield Stack(folder, ends)


def main():
    if not shutil.which("wrk"):
        sys.exit("没有安装 wrk / wrk is missing: apt-get install wrk")
    sys.stdout.write(
        "| 页面 | 由谁答复 | 每秒 | nginx处理器毫秒 | 网站处理器毫秒 |\n|---|---|---|---|---|\n"
    )
    with standing() as stack:
        from pages.models import DocumentPage

        measured(stack, "首页", "/")
        measured(stack, "文件", DocumentPage.objects.first().get_url())
        measured(stack, "订阅源", "/feeds/documents.atom")


if __name__ == "__main__":
    main()
