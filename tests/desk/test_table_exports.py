"""Long tables are made by a worker: seen on the way, for who asked, with that day's rights."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.support.desk import page
from tests.support.standing import stands

from desk import giving_tables, making_exports, sealed_trail
from desk.making_exports import NOT_ANY_MORE, make_exports
from doors import table_exports
from doors.models import TableExport
from files.models import StoredFile
from ledger.ledgers import LEDGERS
from records.models import AuditEvent, JobFailure
from registry.models import Membership, User

pytestmark = pytest.mark.django_db
AUDIT = "records_auditevent_modeladmin_index"
ITEMS = "applications_item_modeladmin_index"


@pytest.fixture(autouse=True)
def short_patience(monkeypatch):
    """Two rows are long, and told one by one."""
    monkeypatch.setattr(table_exports, "WHILE_WAITING", 1)
    monkeypatch.setattr(giving_tables, "STRETCH", 2)


@pytest.fixture
@stands
def products(paper):
    for serial in (1, 2, 3):
        paper(serial=serial)


@pytest.fixture
def asked_for(products, signed_in):
    """``asked_for(form)``: the head has asked for the register of products, three of them."""

    def ask(form="csv", **conditions):
        browser = signed_in("manager@fpb")
        answer = browser.get(reverse(ITEMS), {"export": form, **conditions})
        assert (answer.status_code, answer.url) == (302, page("exports"))
        return browser, TableExport.objects.latest("pk")

    return ask


def acts(word):
    return AuditEvent.objects.filter(action=word).count()


def test_what_is_short_comes_at_once_and_leaves_no_file(walked, signed_in, monkeypatch):
    monkeypatch.setattr(table_exports, "WHILE_WAITING", 1000)
    walked("submit")
    answer = signed_in("manager@fpb").get(reverse(ITEMS), {"export": "csv"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert not TableExport.objects.exists()


def test_a_long_one_is_seen_on_its_way_and_taken_when_it_is_there(asked_for):
    browser, export = asked_for("xlsx")
    assert "等待制作，共3行" in browser.get(page("exports")).content.decode()
    assert acts("desk.export") == 0, "nothing has left the house yet"
    assert make_exports(timezone.now())["made"] == 1
    assert "已做好，3行" in browser.get(page("exports")).content.decode()
    taken = browser.get(page("take_export", export.pk))
    assert "no-store" in taken["Cache-Control"]
    assert load_workbook(BytesIO(taken.content)).active.max_row == 4
    assert (acts("doors.ask_export"), acts("desk.export")) == (1, 1)
    assert make_exports(timezone.now())["made"] == 0, "once"


def test_it_is_byte_for_byte_what_would_have_come_at_once(asked_for, monkeypatch):
    browser, export = asked_for("csv", q="示例")
    make_exports(timezone.now())
    slow = browser.get(page("take_export", export.pk)).content
    monkeypatch.setattr(table_exports, "WHILE_WAITING", 1000)
    at_once = browser.get(reverse(ITEMS), {"export": "csv", "q": "示例"}).content
    assert slow == at_once
    assert len(slow.decode().splitlines()) == 4


def test_a_worker_tells_after_each_stretch_how_far_it_is(asked_for, monkeypatch):
    asked_for()
    positions = []

    def noted(row, position, **when):
        positions.append(position)
        tell(row, position, **when)

    tell = table_exports.tell
    monkeypatch.setattr(table_exports, "tell", noted)
    make_exports(timezone.now())
    assert positions == [2]


def test_how_far_it_is_stands_on_the_page(asked_for):
    browser, export = asked_for()
    assert table_exports.claim(export, at=timezone.now())
    table_exports.tell(export, 2, at=timezone.now())
    html = browser.get(page("exports")).content.decode()
    assert "正在制作，已写出2行，共3行" in html
    assert '<progress max="3" value="2">' in html


def test_nobody_else_sees_takes_or_deletes_it(asked_for, signed_in):
    _browser, export = asked_for()
    make_exports(timezone.now())
    for other in ("fpb_clerk@fpb", "auditor@fpb", User.objects.get(username="admin")):
        stranger = signed_in(other)
        assert not stranger.get(page("exports")).context["rows"]
        assert stranger.get(page("take_export", export.pk)).status_code == 404
        assert stranger.post(page("drop_export", export.pk)).status_code == 404
    assert TableExport.objects.filter(pk=export.pk, file__isnull=False).exists()


def test_who_lost_the_right_meanwhile_gets_neither_file_nor_rows(asked_for):
    browser, export = asked_for()
    person = export.asked_by
    _other, ready = asked_for("xlsx")
    table_exports.claim(export, at=timezone.now())  # somebody else is at it
    make_exports(timezone.now())
    Membership.objects.filter(user=person).delete()
    table_exports.release(export)
    make_exports(timezone.now())
    export.refresh_from_db()
    assert (export.refusal, export.file) == (NOT_ANY_MORE, None)
    assert browser.get(page("take_export", ready.pk)).status_code in (302, 404)
    assert acts("desk.export") == 0


def test_who_was_moved_takes_no_rows_of_the_place_they_left(asked_for):
    browser, made = asked_for()
    make_exports(timezone.now())
    _browser, waiting = asked_for("xlsx")
    person, extra = made.asked_by, Membership.objects.exclude(organisation__code="fpb").first()
    left = person.memberships.get()
    Membership.objects.create(user=person, organisation=extra.organisation, role=left.role)
    assert browser.get(page("take_export", made.pk)).status_code == 200, "one more takes nothing"
    left.delete()
    assert browser.get(reverse(ITEMS)).status_code == 200, "the list itself still opens"
    lists = browser.get(page("exports")).content.decode()
    assert f'href="{page("take_export", made.pk)}"' not in lists, "none is offered that is refused"
    assert table_exports.NO_LONGER in lists
    refused = browser.get(page("take_export", made.pk), follow=True)
    assert refused.redirect_chain == [(page("exports"), 302)]
    assert refused.content.decode().count(table_exports.NO_LONGER) == 2, "told, and in the list"
    assert acts("records.refused") == 1
    make_exports(timezone.now())
    waiting.refresh_from_db()
    assert waiting.refusal == NOT_ANY_MORE


def test_two_presses_delete_it_once(asked_for):
    browser, export = asked_for()
    make_exports(timezone.now())
    for _ in range(2):
        table_exports.drop(export, by=export.asked_by, at=timezone.now())
    assert acts("doors.drop_export") == 1
    assert browser.get(page("take_export", export.pk)).status_code == 404


def test_the_second_press_asks_for_no_second_file(asked_for):
    browser, first = asked_for()
    _browser, second = asked_for()
    assert first == second
    make_exports(timezone.now())
    _browser, third = asked_for()
    assert third != first, "a day later it is another file"
    assert browser.post(page("drop_export", first.pk)).url == page("exports")


def test_only_so_many_lie_there_and_none_too_long(asked_for, monkeypatch):
    browser, _first = asked_for()
    monkeypatch.setattr(table_exports, "AT_A_TIME", 1)
    answer = browser.get(reverse(ITEMS), {"export": "xlsx"}, follow=True)
    assert "已有1个导出文件" in answer.content.decode()
    monkeypatch.setattr(table_exports, "AT_A_TIME", 9)
    monkeypatch.setattr(table_exports, "MOST", 2)
    answer = browser.get(reverse(ITEMS), {"export": "xlsx"}, follow=True)
    assert "一次最多导出2行" in answer.content.decode()
    assert TableExport.objects.count() == 1


def test_after_its_days_the_file_is_gone_from_the_disk(
    asked_for, django_capture_on_commit_callbacks
):
    browser, export = asked_for()
    now = timezone.now()
    make_exports(now)
    path = Path(StoredFile.objects.latest("pk").sealed.path)
    assert path.exists()
    assert "示例".encode() not in path.read_bytes(), "sealed"
    make_exports(now + table_exports.KEPT_FOR - timedelta(minutes=1))
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert make_exports(now + table_exports.KEPT_FOR + timedelta(minutes=1))["dropped"] == 1
    assert not path.exists()
    assert not TableExport.objects.exists()
    assert "保存期3天届满" in AuditEvent.objects.get(action="doors.drop_export").because
    assert browser.get(page("take_export", export.pk)).status_code == 404


def test_what_is_dropped_while_it_is_made_is_not_kept(asked_for, monkeypatch):
    browser, export = asked_for()
    write = giving_tables.Table.write

    def dropped_meanwhile(table, target, tell):
        browser.post(page("drop_export", export.pk))
        return write(table, target, tell)

    monkeypatch.setattr(giving_tables.Table, "write", dropped_meanwhile)
    before = StoredFile.objects.count()
    make_exports(timezone.now())
    assert not TableExport.objects.exists()
    assert StoredFile.objects.count() == before
    assert not JobFailure.objects.exists()


def test_one_that_always_fails_is_shown_given_up_and_stops_no_other(asked_for, monkeypatch):
    _browser, bad = asked_for("csv")
    _browser, good = asked_for("xlsx")
    write = giving_tables.Table.write

    def fails(table, target, tell):
        if table.form == "csv":
            raise ValueError
        return write(table, target, tell)

    monkeypatch.setattr(giving_tables.Table, "write", fails)
    now = timezone.now()
    for _ in range(table_exports.TRIES):
        make_exports.run(now)
        assert JobFailure.objects.filter(job="exports").count() == 1
    make_exports.run(now)
    for each in (bad, good):
        each.refresh_from_db()
    assert (bad.refusal, good.refusal) == (table_exports.GIVEN_UP, "")
    assert good.file is not None
    assert not JobFailure.objects.exists()


def test_what_a_killed_worker_had_begun_is_made_by_the_next_after_a_while(asked_for):
    _browser, export = asked_for()
    now = timezone.now()
    assert table_exports.claim(export, at=now)
    assert not table_exports.claim(export, at=now), "two workers: one of them makes it"
    assert make_exports(now + timedelta(minutes=1))["made"] == 0
    assert make_exports(now + table_exports.LEASE + timedelta(minutes=1))["made"] == 1


def test_who_still_writes_keeps_the_lease_and_the_second_begins_with_a_whole_one(
    asked_for, monkeypatch
):
    _browser, first = asked_for("csv")
    asked_for("xlsx")
    now, seconds, claims = timezone.now(), iter(range(0, 10**6, 600)), []
    claim = table_exports.claim

    def noted(export, *, at):
        claims.append(at)
        return claim(export, at=at)

    monkeypatch.setattr(table_exports, "claim", noted)
    monkeypatch.setattr(making_exports, "monotonic", lambda: next(seconds))
    assert claim(first, at=now)
    table_exports.tell(first, 2, at=now + table_exports.LEASE)
    assert not claim(first, at=now + table_exports.LEASE + timedelta(minutes=1))
    table_exports.release(first)
    assert make_exports(now)["made"] == 2
    assert claims[1] >= claims[0] + timedelta(minutes=10)


def test_the_sealed_trail_and_the_looks_are_made_so_too(walked, signed_in, monkeypatch):
    walked("submit")
    auditor = signed_in("auditor@fpb")
    assert auditor.get(page("sealed_trail")).url == page("exports")
    make_exports(timezone.now())
    export = TableExport.objects.get()
    package = zipfile.ZipFile(BytesIO(auditor.get(page("take_export", export.pk)).content))
    assert json.loads(package.read("manifest.json"))["rows"] == export.rows > 3
    monkeypatch.setattr(sealed_trail, "MOST", 1)
    assert auditor.get(page("take_export", export.pk)).status_code == 200, "it is made"


@pytest.mark.parametrize("word", sorted(LEDGERS)[:2])
def test_an_empty_ledger_is_a_table_of_headings_and_not_a_file_to_wait_for(office, signed_in, word):
    answer = signed_in("manager@fpb").get(page("export_ledger", word, "csv"))
    assert answer.status_code == 200
