"""The auditor's list of the trail among five million rows: ``make bench ARGS=audit_search``.

The rows are written by one statement, not by acts (their check codes are right for nobody): ten
years of them, one a minute, of a few acts and people that are everywhere and of some that are
rare. In an empty database (``DATABASE_URL``, else a temporary SQLite file) every condition, the
sorting both ways, the hundredth page and words that are in no row are asked for through the whole
of Django; the best of ``TIMES``. Fails where one takes longer than ``LIMIT`` or where its queries
are other than beside a fifth of them.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.bench.asking import ask_all, compare, prepare  # noqa: E402, sets Django up
from tests.bench.database import analyse  # noqa: E402

from config.migrating import unhurried  # noqa: E402
from demo.acts import holder  # noqa: E402
from records.models import AuditSeal  # noqa: E402

ROWS = int(os.environ.get("ROWS", 5_000_000))
FEW = ROWS // 5  # far more than one page looks through
LIMIT = 200  # milliseconds
ADDRESS = "/admin/records/auditevent/"
NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers (n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers"
    " WHERE n < {last}) ",
    "postgresql": "WITH numbers (n) AS (SELECT generate_series({first}, {last})) ",
}
UID = {
    "sqlite": "printf('%032x', n)",
    "postgresql": "CAST(lpad(to_hex(n), 32, '0') AS uuid)",
}
MOMENT = {
    "sqlite": "datetime('2015-01-01', '+' || (n * 60) || ' seconds')",
    "postgresql": "TIMESTAMPTZ '2015-01-01 00:00+00' + n * INTERVAL '1 minute'",
}
ROW = """
    INSERT INTO records_auditevent (uid, at, recorded_at, actor_id, actor, action, subject_type,
        subject_id, subject, because, data, mac, seal_id)
    {numbers} SELECT {uid}, {moment}, {moment},
        CASE WHEN n % 100000 = 7 THEN {rare} WHEN n % 10 < 4 THEN {often} ELSE 900000 + n % 50 END,
        CASE WHEN n % 100000 = 7 THEN 'rare' ELSE 'often' END,
        CASE WHEN n % 50000 = 9 THEN 'applications.read_roster'
            WHEN n % 3 = 0 THEN 'applications.read_material' ELSE 'workflow.sign.endorse' END,
        CASE WHEN n % 90000 = 3 THEN 'registry.ruleset'
            WHEN n % 2 = 0 THEN 'applications.material' ELSE 'applications.item' END,
        CAST(n / 7 AS varchar(20)), '示例产品' || n || '号（章测农业专业合作社）',
        CASE WHEN n % 4 = 0 THEN '材料齐全，数字与证明一致，予以通过' ELSE '' END,
        '{{"application": "ZGSQ-9-000001", "through": "desk"}}', '{mac}', {seal} FROM numbers
"""
#: ``(title, query)``
ASKED = (
    ("全部", ""),
    ("第一百页", "p=100"),
    ("最后一页", "p=1000"),
    ("按时间升序", "o=0"),
    ("按人员排序", "o=1"),
    ("按对象排序", "o=-3"),
    ("某月", "since=2016-03-01&until=2016-03-31"),
    ("三年", "since=2016-01-01&until=2018-12-31"),
    ("常见的动作", "act=查阅材料"),
    ("几种动作", "act=查阅"),
    ("少见的动作", "act=查阅名册"),
    ("常办的人", "person=often"),
    ("少办的人", "person=rare"),
    ("常办的人某月的动作", "person=often&act=查阅&since=2016-03-01&until=2016-03-31"),
    ("常见的对象类型", "subject_type=applications.item"),
    ("少见的对象类型", "subject_type=registry.ruleset"),
    ("词：常有", "q=示例产品"),
    ("词：没有", "q=航天飞机"),
    ("词：两个", "q=予以通过 航天飞机"),
    ("词：少办的人", "person=rare&q=航天飞机"),
    ("词：某月", "q=航天飞机&since=2016-03-01&until=2016-03-31"),
    ("继续查更早的", "q=航天飞机&before=2020-01-01T00:00:00%2B08:00"),
)


def fill(first, last):
    """Rows numbered ``first`` to ``last``, under a seal of their own."""
    seal = AuditSeal.objects.create(
        number=last, sealed_at=timezone.now(), rows=last - first + 1, total=last, digest=str(last)
    )
    people = {name: holder(who).pk for name, who in PEOPLE.items()}
    vendor = connection.vendor
    numbers = NUMBERS[vendor].format(first=first, last=last)
    words = {"uid": UID[vendor], "moment": MOMENT[vendor], "mac": "0" * 64, "seal": seal.pk}
    with unhurried(connection), connection.cursor() as cursor:
        cursor.execute(ROW.format(numbers=numbers, **words, **people))


PEOPLE = {"often": "fpb_clerk@fpb", "rare": "fpb_reviewer@fpb"}


def pages():
    """``(name, who, address)`` of all that is asked for."""
    people = {f"person={name}": f"person={holder(who).username}" for name, who in PEOPLE.items()}
    for title, query in ASKED:
        for typed, meant in people.items():
            query = query.replace(typed, meant)
        yield title, "auditor@fpb", f"{ADDRESS}?{query}"


def main():
    prepare()
    fill(1, FEW)
    questions = list(pages())
    few = ask_all(questions, times=1)
    fill(FEW + 1, ROWS)
    analyse()
    limits = {name: LIMIT for name, _, _ in questions}
    _, failed = compare("审计记录", f"{ROWS}行", questions, few, limits=limits)
    sys.exit(failed)


if __name__ == "__main__":
    main()
