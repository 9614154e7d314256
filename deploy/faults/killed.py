"""Papers walk to their end while processes are killed and the database falls."""

import json
import random
import tempfile
import threading
from collections import Counter
from pathlib import Path

from . import databases
from .report import Row

CONDITION = "每件办结一次，已答复的办理都在，公示、告知、邮件、证书不重复，审计完整"


def on_sqlite(size):
    """kill -9：时钟、工作人员、申请单位的进程，在任意一行"""
    with tempfile.TemporaryDirectory() as folder:
        url = databases.sqlite(Path(folder))
        return _row(on_sqlite, "SQLite", size.kills, "kills", _walk(Path(folder), url, size))


def on_postgres(size, cluster):
    """kill -9：时钟、工作人员、申请单位的进程，在任意一行"""
    answer = _on_postgres(size, cluster.make("killed"))
    return _row(on_postgres, "PostgreSQL", size.kills, "kills", answer)


def with_restarts(size, cluster):
    """数据库在办理当中立即停止、重开"""
    url, count = cluster.make("restarted"), [0]

    def fall():
        cluster.ctl("restart", "-m", "immediate")
        count[0] += 1

    answer = _on_postgres(size, url, [fall] * size.restarts)
    row = {**answer, "events": count[0]}
    return _row(with_restarts, "PostgreSQL", size.restarts, "events", row)


def with_failover(size, cluster):
    """主库在办理当中停止，备库接替（同步流复制，pg_ctl promote）"""
    cluster.make("failed_over")
    with databases.standby(cluster) as standby:
        hosts = f"127.0.0.1:{cluster.port},127.0.0.1:{standby.port}"
        count = [0]

        def fall():
            cluster.ctl("stop", "-m", "immediate")
            standby.ctl("promote")
            count[0] += 1

        try:
            answer = _on_postgres(size, cluster.url_of("failed_over", hosts), [fall])
        finally:
            if count[0]:
                (cluster.home / "data" / "postgresql.auto.conf").write_text("")
                cluster.ctl("start")
    return _row(with_failover, "PostgreSQL", 1, "events", {**answer, "events": count[0]})


def together(size, cluster):
    """kill -9、数据库重开、备库接替，在同一次办理当中"""
    cluster.make("together")
    with databases.standby(cluster) as standby:
        counts, hosts = Counter(), f"127.0.0.1:{cluster.port},127.0.0.1:{standby.port}"

        def restart():
            cluster.ctl("restart", "-m", "immediate")
            counts["restarts"] += 1

        def fail_over():
            cluster.ctl("stop", "-m", "immediate")
            standby.ctl("promote")
            counts["failovers"] += 1

        events = [*(restart,) * size.restarts, fail_over]
        try:
            url = cluster.url_of("together", hosts)
            answer = _on_postgres(size, url, events)
        finally:
            if counts["failovers"]:
                (cluster.home / "data" / "postgresql.auto.conf").write_text("")
                cluster.ctl("start")
    answer = {"restarts": counts["restarts"], "failovers": counts["failovers"], **answer}
    return [
        _row(act, "PostgreSQL", wanted, name, answer)
        for act, wanted, name in (
            (on_postgres, size.kills, "kills"),
            (with_restarts, size.restarts, "restarts"),
            (with_failover, 1, "failovers"),
        )
    ]


def _on_postgres(size, url, events=()):
    with tempfile.TemporaryDirectory() as folder:
        return _walk(Path(folder), url, size, events)


def _walk(folder, url, size, events=()):
    """The walk's account; the ``events`` happen one after the other while it goes on."""
    begun = folder / "begun"
    words = (
        "--begun",
        begun,
        "--applications",
        size.applications,
        "--kills",
        size.kills,
        "--seed",
        size.seed,
    )
    process = databases.start("deploy.faults.walk", *words, env=databases.environment(folder, url))
    over = threading.Event()
    keeper = threading.Thread(target=_happen, args=(over, events, size, begun))
    keeper.start()
    out, errors = process.communicate()
    over.set()
    keeper.join()
    if not out.strip():
        return {"kills": 0, "lost": 0, "faults": [errors.strip()[-300:] or "没有结果"]}
    return json.loads(out.splitlines()[-1])


def _happen(over, events, size, begun):
    """An event now and then, once the papers are on their way."""
    chance = random.Random(size.seed)
    while not begun.exists() and not over.wait(0.5):
        continue
    for event in events:
        if over.wait(chance.uniform(*size.between)):
            return
        event()


def _row(act, database, wanted, name, answer):
    why = "；".join(answer["faults"][:3])
    if "acts" in answer:
        condition = f"{answer['items']} 件 {answer['acts']} 次办理：{CONDITION}"
    else:
        condition = CONDITION
    return Row(act.__doc__, database, answer[name], wanted, condition, answer["lost"], why)
