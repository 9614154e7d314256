"""How long finding takes among 50,000 public pages, and whether the right ones come first.

On ``DATABASE_URL`` (an empty database), else on a temporary SQLite file. The documents are copies
of one that was published, with titles of their own, indexed by Wagtail's own index. Each question
is asked through every middleware with nothing kept; the median and the longest of some times are
printed as a Markdown table. Fails where a page that was planted is not the first one found, or
where a median is longer than ``LIMIT``. ``PAGES`` (environment) changes the number of pages.
"""

import os
import statistics
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
PAGES, CHUNK = int(os.environ.get("PAGES", 50_000)), 1_000
TIMES = 7
LIMIT = 1_000  # milliseconds
PLACES = ("水东镇", "沙石镇", "湖边镇", "水西镇", "沙河镇", "潭东镇", "潭口镇", "蟠龙镇")
THINGS = ("脐橙", "蜜柚", "茶油", "大米", "蜂蜜", "草莓", "腊肉", "果干", "豆腐乳", "青菜")
ACTS = ("采购计划", "对接安排", "销售情况", "检查结果", "培训通知", "展销活动", "补贴办法")
#: What is planted among the others, and the ways in which people ask for it.
PLANTED = "关于灵芝孢子粉认定公示几天的答复"
ASKED = (
    ("一个词，一页", "灵芝孢子粉"),
    ("两个词，一页", "灵芝 公示"),
    ("按读音", "lingzhibaozifen"),
    ("输入法错字", "灵之孢子粉"),
    ("文号", "示例字〔2020〕1号"),
)
WIDE = (
    ("一个词，每十页一页", "脐橙"),
    ("两个词", "水东镇 茶油"),
    ("一个词，每一页", "通知"),
    ("只含一部分", "脐橙 航天飞机"),
    ("没有", "航天飞机"),
)


def found():
    """A district with one document, copied until there are :data:`PAGES`; the moment to ask at."""
    from tests.bench.api import document
    from tests.conftest import create_office
    from tests.pages.conftest import moment

    from pages.notices.services import publish_document

    create_office()
    at = moment(2020, 4, 2, 9, 30)
    planted = {**document(1, at), "title": PLANTED, "doc_no": "示例字〔2020〕1号"}
    template, _ = publish_document(**planted)
    copies = copy_often(template)
    index_all(copies)
    return moment(2020, 11, 17, 10)


def titles():
    for number in range(PAGES):
        place, thing = PLACES[number % len(PLACES)], THINGS[number // 3 % len(THINGS)]
        yield f"关于{place}{thing}{ACTS[number // 7 % len(ACTS)]}的通知（第{number}号）"


def copy_often(template):
    """Rows of the tree for each title, and of documents from the one of ``template``."""
    from django.db import connection
    from wagtail.models import Page

    from pages.models import DocumentPage

    parent = template.get_parent()
    given = titles()
    page = Page.objects.get(pk=template.pk)
    last = page.pk
    step = int(page.path[-4:], 36)
    while chunk := list(islice(given, CHUNK)):
        Page.objects.bulk_create(_sibling(page, parent, step := step + 1, title) for title in chunk)
    columns = [field.column for field in DocumentPage._meta.local_concrete_fields]
    own = {"page_ptr_id": "page.id", "index_no": "'TEST/' || CAST(page.id AS VARCHAR(9))"}
    own |= {"doc_no": "''", "doc_no_key": "''"}
    wanted = ", ".join(own.get(column, f"one.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO pages_documentpage ({', '.join(columns)}) SELECT {wanted} "
            "FROM wagtailcore_page page, pages_documentpage one "
            "WHERE page.id > %s AND one.page_ptr_id = %s",
            [last, template.pk],
        )
    Page.objects.filter(pk=parent.pk).update(numchild=PAGES + 1)
    return DocumentPage.objects.filter(pk__gt=last).order_by("pk")


def _sibling(page, parent, step, title):
    from uuid import uuid4

    from wagtail.models import Page

    kept = {
        field.attname: getattr(page, field.attname)
        for field in Page._meta.concrete_fields
        if field.attname not in ("id", "translation_key", "latest_revision_id", "live_revision_id")
    }
    slug = f"{page.slug}-{step}"
    return Page(
        **kept
        | {
            "path": Page._get_path(parent.path, page.depth, step),
            "translation_key": uuid4(),
            "title": title,
            "draft_title": title,
            "slug": slug,
            "url_path": f"{parent.url_path}{slug}/",
        }
    )


def index_all(rows):
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    index = get_search_backend().get_index_for_model(Page)
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        index.add_items(rows.model, chunk)
        last = chunk[-1].pk


def asked(client, address, **parameters):
    """``(milliseconds of some times, the last answer)``, nothing kept in between."""
    from django.core.cache import cache

    spent = []
    for _ in range(TIMES):
        cache.clear()
        began = time.perf_counter()
        answer = client.get(address, parameters)
        spent.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, address
    return spent, answer


def measure(client):
    """Print the table; the questions whose page is not the first, and those that took too long."""
    wrong, slow = [], []
    sys.stdout.write(
        "| 问法 | 问题 | 查到 | 中位（毫秒） | 最长（毫秒） |\n|---|---|---|---|---|\n"
    )
    for title, words in (*ASKED, *WIDE):
        spent, answer = asked(client, "/search/", q=words)
        page = answer.context["page_obj"]
        if (title, words) in ASKED and page.object_list[0].title != PLANTED:
            wrong.append(words)
        _row(title, words, page.paginator.count, spent, slow)
    for typed in ("灵", "关于水东"):
        spent, answer = asked(client, "/search/suggest/", q=typed)
        _row("边输边提示", typed, len(answer.json()), spent, slow)
    spent, answer = asked(client, "/api/v1/search", q="脐橙")
    _row("接口", "脐橙", answer.json()["count"], spent, slow)
    return wrong, slow


def _row(title, words, count, spent, slow):
    median = statistics.median(spent)
    sys.stdout.write(f"| {title} | {words} | {count} | {median:.0f} | {max(spent):.0f} |\n")
    if median > LIMIT:
        slow.append(words)


def main():
    with tempfile.TemporaryDirectory(prefix="gongshi-bench-") as folder:
        is_ours = "DATABASE_URL" not in os.environ
        if is_ours:
            from tests.support.migrated import copy_migrated

            copy_migrated(f"{folder}/bench.sqlite3")
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        import django

        django.setup()
        import time_machine
        from django.conf import settings
        from django.core.management import call_command
        from django.test import Client
        from django.test.utils import setup_test_environment

        setup_test_environment()
        settings.API_RATE_PER_MINUTE = 10**9
        settings.PAGE_CACHE_MEGABYTES = 0
        if not is_ours:
            call_command("migrate", verbosity=0)
        at = found()
        with time_machine.travel(at, tick=False):
            wrong, slow = measure(Client())
    sys.exit(f"不是第一个：{wrong}；超过{LIMIT}毫秒：{slow}" if wrong or slow else 0)


if __name__ == "__main__":
    main()
