"""The search index made anew beside 5,000 and 50,000 pages while people search, read and publish.

Each count has an empty database of its own (``DATABASE_URL``, else a temporary SQLite file), filled
as ``tests/bench/finding.py`` does. ``update_index`` runs in a process of its own three times: alone
over what was filled; over rows that all differ (as after an upgrade), while a server's process
answers searches and pages over HTTP and every second somebody publishes a document; and over rows
that are right already. Prints a Markdown table. Fails where an answer is other than before, where a
document could not be published or is not found, where a row of the index (of SQLite also its full
text) is other than after the first time, or where a page costs ``MOST_RATIO`` times as much among
ten times as many, or memory grows by ``MOST_MIB``. The processor's time is that of the process that
makes the index, PostgreSQL's own apart. ``python tests/bench/rebuild.py 5000`` measures one count.
"""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count as numbers
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
COUNTS = tuple(map(int, os.environ.get("COUNTS", "5000 50000").split()))
MOST_RATIO, MOST_MIB = 1.5, 40
FAULTS = ("wrong", "failures", "lost", "changed")
PATIENCE = 600  # seconds that a server has to start, and an answer to come
#: Seconds that an answer or a publication should take at most, whatever else the machine does.
GOAL = 1
#: What is asked all the while: the planted page is the first result, of the others the number of
#: results stays. Their order may change: how near a page is depends on the length of all rows.
PLANTED = ("灵芝孢子粉", "灵芝 公示", "示例字〔2020〕1号")
OTHERS = ("水东镇 茶油", "脐橙", "航天飞机")
RESULTS = re.compile(r'<a class="found__title" href="([^"]*)"')
COUNT = re.compile(r"(?:找到的多于|找到|这里只列出最相近的|没有找到)[0-9]*")
#: Puts one word more into each row: what a version of before would have stored.
OF_BEFORE = {
    "sqlite": "UPDATE wagtailsearch_indexentry SET body = body || ' zzbefore'",
    "postgresql": (
        "UPDATE wagtailsearch_indexentry SET body_text = body_text || ' zzbefore', "
        "body = body || to_tsvector('simple', 'zzbefore')"
    ),
}
#: What is found in, of a row: of SQLite what the full text itself has.
ROWS = {
    "sqlite": (
        "SELECT e.content_type_id, e.object_id, f.title, f.autocomplete, f.body "
        "FROM wagtailsearch_indexentry e JOIN wagtailsearch_indexentry_fts f ON f.rowid = e.id"
    ),
    "postgresql": (
        "SELECT content_type_id, object_id, title::text, autocomplete::text, body::text, "
        "title_text, body_text FROM wagtailsearch_indexentry"
    ),
}


def search(words):
    return f"/search/?{urlencode({'q': words})}"


def rebuild():
    """Make the index anew in this very process: what that took, as JSON on stdout."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    options = settings.DATABASES["default"]["OPTIONS"]
    if "init_command" in options:
        options["init_command"] += "PRAGMA mmap_size=0;"  # mapped pages are nobody's memory
    django.setup()
    began, started = time.perf_counter(), time.process_time()
    call_command("update_index", verbosity=0)
    status = Path("/proc/self/status").read_text()
    measures = {
        "processor": time.process_time() - started,
        "passed": time.perf_counter() - began,
        "peak": int(status.partition("VmHWM:")[2].split()[0]) // 1024,
    }
    sys.stdout.write(json.dumps(measures))


def rebuilt():
    """The same of a process of its own."""
    words = [sys.executable, __file__, "rebuild"]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


class Site:
    """A server's process; what it answers is read again and again until the block ends."""

    def __init__(self, port):
        self.port = port
        self.seconds, self.wrong, self.known = [], [], {}
        self._numbers = numbers()

    def ask(self, path):
        """``(how many a search says it found, the address of the first)``; of a page nothing.

        A parameter that is new each time has each page made anew.
        """
        mark = "&" if "?" in path else "?"
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request(
            "GET", f"{path}{mark}new={next(self._numbers)}", headers={"Host": "testserver"}
        )
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        assert answer.status == 200, (path, answer.status)
        return COUNT.findall(text), RESULTS.findall(text)[:1]

    def learn(self, paths):
        """What each is answered before."""
        self.known = {path: self.words_of(path) for path in paths}

    def words_of(self, path):
        """What must stay as it is of an answer."""
        counts, first = self.ask(path)
        return counts, first if path in map(search, PLANTED) else []

    def watch(self, is_over):
        """Ask them in turn; whatever is answered otherwise than before is ``wrong``."""
        for path in cycle(self.known):
            if is_over.is_set():
                return
            began = time.perf_counter()
            try:
                is_right = self.words_of(path) == self.known[path]
            except (AssertionError, OSError) as error:
                is_right = self.wrong.append(repr(error))
            self.seconds.append(time.perf_counter() - began)
            if not is_right:
                self.wrong.append(path)


@contextmanager
def served(folder):
    """A :class:`Site` with one process on the bench's database."""
    from tests.support.with_postgres import free_port

    port = free_port()
    own = {"DJANGO_SETTINGS_MODULE": "tests.bench.served", "DATA_ROOT": f"{folder}/files"}
    own["PYTHONPATH"] = f"{ROOT / 'site'}:{ROOT}"
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "config.wsgi:application"]
    words += ["--working-dir", f"{ROOT / 'site'}", "--port", f"{port}", "--workers", "1"]
    words += ["--blocking-threads", "4", "--log-level", "warning"]
    environment = {**os.environ, **own}
    with subprocess.Popen(words, env=environment, start_new_session=True) as process:
        try:
            yield _answering(Site(port))
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # a worker that is asked waits for its lines


def _answering(site):
    until = time.monotonic() + PATIENCE
    while True:
        try:
            site.ask("/")
            return site
        except OSError:
            assert time.monotonic() < until, "no answer"
            time.sleep(0.5)


class Editor:
    """Publishes a document a second after the one before, by the service of an office's editor."""

    def __init__(self):
        self.seconds, self.failures, self.titles = [], [], []
        self._numbers = numbers(2)

    def work(self, is_over):
        from django.db import connection

        while not is_over.wait(1):
            self.seconds.append(self.publish())
        connection.close()

    def publish(self):
        """One more document; the seconds that passed."""
        from django.core.exceptions import ValidationError
        from django.db import DatabaseError
        from django.utils import timezone
        from tests.bench.api import document

        from pages.notices.services import publish_document

        serial, began = next(self._numbers), time.perf_counter()
        title = f"示例来函第{serial}件"
        try:
            publish_document(**{**document(serial, timezone.now()), "title": title})
            self.titles.append(title)
        except (DatabaseError, ValidationError) as error:
            self.failures.append(repr(error))
        return time.perf_counter() - began


@contextmanager
def meanwhile(*acts):
    """Each ``act(is_over)`` in a thread of its own, until the block ends."""
    is_over = threading.Event()
    threads = [threading.Thread(target=act, args=(is_over,), daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def index_rows(most_key=None):
    """``{(kind, key): digest}`` of the rows of the index, of the keys up to ``most_key``."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ROWS[connection.vendor])
        return {
            (kind, key): hashlib.sha256(repr(words).encode()).digest()
            for kind, key, *words in cursor
            if most_key is None or int(key) <= most_key
        }


def put_back():
    """Make each row as a version of before would have stored it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(OF_BEFORE[connection.vendor])


def bench(count, folder):
    """The measures of one count."""
    from tests.bench import finding

    from pages.models import DocumentPage

    finding.PAGES = count
    finding.found()
    last = DocumentPage.objects.latest("pk")
    alone = rebuilt()
    before = index_rows(last.pk)
    put_back()
    with served(folder) as site:
        site.learn([*map(search, (*PLANTED, *OTHERS)), "/", last.get_url()])
        planted = DocumentPage.objects.get(title=finding.PLANTED).get_url()
        assert all(site.known[search(words)][1] == [planted] for words in PLANTED), site.known
        editor = Editor()
        editor.publish()  # the first loads dictionaries, as no process that is at work does
        with meanwhile(site.watch, editor.work):
            serving = rebuilt()
        lost = [title for title in editor.titles if not found(site, title)]
    rows = index_rows(last.pk)
    changed = [key for key, words in before.items() if rows.get(key) != words]
    passes = {"alone": alone, "serving": serving, "again": rebuilt()}
    return {
        **{name: per_thousand(each, count) for name, each in passes.items()},
        "answers": len(site.seconds),
        "slowest": max(site.seconds),
        "writes": len(editor.seconds),
        "slowest_write": max(editor.seconds),
        "wrong": site.wrong,
        "failures": editor.failures,
        "lost": lost,
        "changed": changed,
    }


def per_thousand(measured, count):
    seconds = ("processor", "passed")
    return {**measured, **{key: measured[key] / count * 1_000 for key in seconds}}


def found(site, title):
    """Whether a search for the title leads to the document first."""
    from pages.models import DocumentPage

    _count, first = site.ask(search(title))
    return first == [DocumentPage.objects.get(title=title).get_url()]


#: ``{which time: its title}``
PASSES = {"alone": "重新写入，没有人使用", "serving": "重新写入，边使用", "again": "没有变化"}


def note_all(scale, measured):
    from tests.bench.figures import note

    for name, title in PASSES.items():
        for key, unit in (("processor", "处理器秒"), ("passed", "经过的秒")):
            note("重建索引", f"{title}，每千页（{unit}）", measured[name][key], unit, scale=scale)
        note("重建索引", f"{title}，内存峰值", measured[name]["peak"], "MiB", scale=scale)
    for key, title in (("slowest", "最慢的一次答复"), ("slowest_write", "最慢的一次发布")):
        note("重建索引", title, measured[key], "经过的秒", goal=GOAL, scale=scale)


def told(count, measured):
    """The rows of the table of one count, and what was wrong."""
    for name, title in PASSES.items():
        each = measured[name]
        cells = (f"{each['processor']:.2f}", f"{each['passed']:.1f}", f"{each['peak']}")
        sys.stdout.write(f"| {count} | {title} | {' | '.join(cells)} |\n")
    sys.stdout.write(
        f"\n{count}页，边使用：答复{measured['answers']}次，最慢{measured['slowest']:.2f}秒；"
        f"发布{measured['writes']}次，最慢{measured['slowest_write']:.2f}秒\n\n"
    )
    sys.stdout.flush()
    return [f"{count} {key}: {measured[key][:5]}" for key in FAULTS if measured[key]]


def growth(few, many):
    """What costs more, or takes more memory, than it may."""
    wrong = []
    for name, title in PASSES.items():
        ratio = many[name]["processor"] / few[name]["processor"]
        grown = many[name]["peak"] - few[name]["peak"]
        sys.stdout.write(f"{title}：每千页{ratio:.2f}倍，内存多{grown} MiB\n")
        if ratio > MOST_RATIO or grown > MOST_MIB:
            wrong.append(title)
    return wrong


def main():
    sys.stdout.write(
        "| 页数 | 怎样 | 每千页（处理器秒） | 每千页（经过的秒） | 内存峰值（MiB） |\n"
        "|---|---|---|---|---|\n"
    )
    measures, wrong = [], []
    for scale, count in zip((1, 10), COUNTS, strict=False):
        done = subprocess.run(
            [sys.executable, __file__, f"{count}"], check=True, stdout=subprocess.PIPE
        )
        measures.append(json.loads(done.stdout))
        note_all(scale, measures[-1])
        wrong += told(count, measures[-1])
    wrong += growth(measures[0], measures[-1])
    if wrong:
        sys.exit("；".join(wrong))


def measure_here(count):
    from tests.bench.database import empty_database

    with empty_database() as folder:
        sys.stdout.write(json.dumps(bench(count, folder)))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["rebuild"]:
            rebuild()
        case [count]:
            measure_here(int(count))
        case _:
            main()
