"""What the public API costs, in the processor's time: uncached reads and audited writes.

A founded district on an empty database of its own (a temporary SQLite file) with 60 documents, a
notice and listed products. Reads are those of a front end that builds itself: each list and an item
of each kind in turn, none from a cache and none answered 304. Writes are entries of a ledger with a
token: its digest, today's rights, the idempotency key, the service, the audit row, the answer. Only
the time of this process counts, through every middleware. Prints a Markdown table.
"""

import sys
import time
from datetime import date
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
READS, WRITES, WARM = 100, 200, 10
DOCUMENTS, PRODUCTS = 60, 3
NUMBERS = count(1)
#: The most that reading should take, in milliseconds of the processor.
GOALS = {"一项内容": 6, "列表，各20项": 12, "搜索": 15}


def found():
    """The moment at which a district with something of every kind stands."""
    from tests.conftest import create_office
    from tests.pages import conftest as world

    from demo.acts import holder
    from pages.notices.services import open_district_notice, open_product_page, publish_document
    from publicity.services import open_publicity
    from registry.calendars import calendar
    from registry.rulesets import in_force

    create_office()
    for serial in range(1, DOCUMENTS + 1):
        publish_document(**document(serial, world.moment(2020, 4, 2, 9, 30)))
    opened = open_publicity(
        "district",
        [world.row(1, number) for number in range(PRODUCTS)],
        number="CPGS-2020-001",
        ruleset=in_force(world.PUBLISHED.date()),
        published_at=world.PUBLISHED,
        calendar=calendar(),
        by=None,
        at=world.PUBLISHED,
    )
    open_district_notice(opened, by=None, at=world.PUBLISHED)
    for number in range(PRODUCTS):
        certificate = world.listed_certificate(number)
        at = world.moment(2020, 11, 16, 10)
        open_product_page(certificate, by=None, at=at)
    return holder("unit_reporter@swj"), world.moment(2020, 11, 17, 10)


def document(serial, at):
    return {
        "index_no": f"TEST360702/2020-{serial:05d}",
        "kind": "notice",
        "title": f"关于示例事项{serial}的通知",
        "doc_no": f"章测扶办字〔2020〕{serial}号",
        "issuer": "示例机关",
        "recipients": "各镇",
        "written_on": date(2020, 4, 1),
        "topic": "农业",
        "keywords": ["示例"],
        "summary": "示例摘要",
        "paragraphs": ["一、示例内容。"] * 20,
        "published_at": at,
        "at": at,
        "by": None,
    }


def measured(name, number, act, goal=None):
    """Do ``act`` so many times; one row of the table."""
    from tests.bench.figures import note

    for _ in range(WARM):
        act()
    began = time.process_time()
    for _ in range(number):
        act()
    spent = time.process_time() - began
    note("接口", name, spent / number * 1000, "处理器毫秒", goal=goal)
    row = f"| {name} | {number} | {spent / number * 1000:.1f} | {number / spent:.0f} |"
    sys.stdout.write(f"{row}\n")
    sys.stdout.flush()


def readers():
    """``(name, read)`` by kind of address; ``read()`` is answered in full, from no cache."""
    from django.core.cache import cache
    from django.test import Client

    client = Client()
    kinds = ("documents", "notices", "products", "columns")
    items = [f"{kind}/{each['slug']}" for kind in kinds for each in listed(client, kind)[:4]]

    def asking(paths):
        numbers = count()

        def read():
            cache.clear()
            path = paths[next(numbers) % len(paths)]
            answer = client.get(f"/api/v1/{path}")
            assert answer.status_code == 200, (path, answer.content)

        return read

    yield "一项内容", asking(items)
    yield "列表，各20项", asking(kinds)
    yield "首页、网站信息", asking(("home", "site"))
    yield "搜索", asking(("search?q=示例",))


def listed(client, kind):
    return client.get(f"/api/v1/{kind}", {} if kind == "columns" else {"limit": 100}).json()[
        "items"
    ]


def writer(person, at):
    """``write()``: one more venue entered with a token."""
    from tests.pages.test_api_writing import ENTRIES, changed
    from tests.support.programs import Program

    program = Program(person, at=at)

    def write():
        number = next(NUMBERS)
        words = changed(number=f"GUI-{number}", name=f"示例专柜{number}", opened_on="2020-06-03")
        answer = program.post(ENTRIES, words)
        assert answer.status_code == 201, answer.content.decode()

    return write


def main():
    from tests.bench.database import empty_database

    with empty_database():
        import time_machine
        from django.conf import settings
        from django.test.utils import setup_test_environment

        setup_test_environment()
        settings.API_RATE_PER_MINUTE = 10**9
        settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False  # as in an office
        person, at = found()
        sys.stdout.write("| 办什么 | 次数 | 每次（处理器毫秒） | 每处理器秒 |\n|---|---|---|---|\n")
        with time_machine.travel(at, tick=False):
            for name, read in readers():
                measured(f"读取：{name}", READS, read, GOALS.get(name))
            measured("写入并审计", WRITES, writer(person, at))


if __name__ == "__main__":
    main()
