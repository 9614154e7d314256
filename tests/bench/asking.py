"""Pages of the desk asked for beside few and beside many rows; the table of what each costs.

Whoever imports this has a Django set up on ``DATABASE_URL``, else on a temporary SQLite file.
"""

import os
import sys
import tempfile
import time

SCRATCH = tempfile.TemporaryDirectory(prefix="gongshi-bench-")


def set_up():
    """Django on an empty, migrated database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    if "DATABASE_URL" not in os.environ:
        from tests.support.migrated import copy_migrated

        copy_migrated(f"{SCRATCH.name}/bench.sqlite3")
        os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH.name}/bench.sqlite3"
    import django

    django.setup()


set_up()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from demo import fiction  # noqa: E402
from demo.acts import holder  # noqa: E402
from pages.notices.services import ensure_site_tree  # noqa: E402

TIMES = int(os.environ.get("TIMES", 9))


def prepare():
    """A fictional district without papers."""
    if connection.vendor == "postgresql":
        call_command("migrate", verbosity=0)
    ensure_site_tree()
    fiction.create_district()


def measure(client, address, times):
    """``(ms of the whole answer, ms inside the database, number of queries)``: the best of many.

    The best, not the median, and the processor's time, not the clock's: a machine that does other
    things besides must not decide. SQLite works in this process; what PostgreSQL does in its own is
    the time of the queries. The whole is timed apart: writing queries down takes time of its own.
    """
    whole, queries = [], []
    for _ in range(times):
        begun = time.process_time()
        answer = client.get(address)
        whole.append(1000 * (time.process_time() - begun))
        assert answer.status_code == 200, address
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        queries.append([1000 * float(query["time"]) for query in asked.captured_queries])
    fewest = min(map(len, queries))  # once a minute a session is renewed, too
    runs = [times for times in queries if len(times) == fewest]
    database = sum(min(times) for times in zip(*runs, strict=True))
    beside = database if connection.vendor == "postgresql" else 0
    return min(whole) + beside, database, fewest


def ask_all(pages, *, times=TIMES):
    """What :func:`measure` says of each ``(name, who, address)``; once is enough for queries."""
    clients = {who: Client() for _name, who, _address in pages}
    for who, client in clients.items():
        client.force_login(holder(who), backend="django.contrib.auth.backends.ModelBackend")
    measures = []
    for _name, who, address in pages:
        clients[who].get(address)
        measures.append(measure(clients[who], address, times))
    return measures


def compare(subject, beside, pages, few, *, limits, further=()):
    """Ask for ``pages`` again beside many rows; the table, and whether all keep what is asked.

    ``few`` is what :func:`ask_all` said beside few rows; ``limits``: ``{name: milliseconds}``;
    ``further``: the names of pages that ask one question more where there are many.
    Returns ``({name: queries}, whether one was too slow or asked another number of queries)``.
    """
    from tests.bench.figures import note

    out, failed, numbers = sys.stdout.write, False, {}
    out(f"\n{connection.vendor}：{beside}\n\n")
    out("| 页面 | 整页（毫秒） | 其中数据库 | 查询数 |\n|---|---|---|---|\n")
    for (name, _, _), (_, _, before), (whole, database, queries) in zip(
        pages, few, ask_all(pages), strict=True
    ):
        numbers[name], limit = queries, limits.get(name)
        is_slow = limit is not None and whole > limit
        is_grown = queries != before + (name in further)
        failed = failed or is_slow or is_grown
        grown = f"（原{before}）" if queries != before else ""
        slow = "！" if is_slow else ""
        out(f"| {slow}{name} | {whole:.0f} | {database:.0f} | {queries}{grown} |\n")
        note(subject, name, whole, "毫秒", goal=limit)
    return numbers, failed
