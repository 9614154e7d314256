"""What doctor finds and what heads read on 运行监控 are the same, in the same words."""

import html
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from config import doctoring, readiness
from records import heartbeats, jobs
from records.models import OutgoingMail
from records.witnesses import WITNESSES
from workflow.services.overdue import overdue

pytestmark = pytest.mark.django_db
LINES = {
    "background": "records.waking.run_job（ValueError）",
    "exchange": "DEX-2020-0001 没有送达",
    "site_reports": "WZ-2020-0001",
}


@pytest.fixture(autouse=True)
def _settings_of_tests_say_nothing(monkeypatch):
    """Those of this run are no district's; ``tests/config/test_doctor.py`` has its own."""
    monkeypatch.setattr(doctoring, "_settings", list)


@pytest.fixture(autouse=True)
def clock_runs(office):
    """Every job came through a moment ago."""
    now = timezone.now()
    heartbeats.beat(now)
    for name in jobs.JOBS:
        jobs.came_through(name, now)


@pytest.fixture
def heads_page(signed_in):
    """The words of 运行监控 as the head of the office reads them."""
    browser = signed_in("manager@fpb")

    def read():
        return html.unescape(browser.get(reverse("desk:operations")).content.decode())

    return read


def troubles():
    """``{what: (trouble, remedy)}`` of what doctor finds."""
    found = [each for each in doctoring.examine(timezone.now()) if each.trouble]
    return {each.what: (each.trouble, each.remedy) for each in found}


def disk_fills(monkeypatch, settings):
    little = SimpleNamespace(total=10**12, free=300 * 1024**2)
    monkeypatch.setattr(readiness.shutil, "disk_usage", lambda path: little)


def clock_stops(monkeypatch, settings):
    for each in (heartbeats.Heartbeat, jobs.JobBeat):
        each.objects.all().delete()


def signing_key_is_gone(monkeypatch, settings):
    settings.CERTIFICATE_KEY = "/nowhere/certificate.pem"


def mail_is_stuck(monkeypatch, settings):
    OutgoingMail.objects.create(
        recipient="unit@example.com", state=OutgoingMail.State.DEAD, attempts=9, error="550"
    )


def witness_finds(kind):
    def happen(monkeypatch, settings):
        found = replace(WITNESSES[kind], late=lambda at: [LINES[kind]])
        monkeypatch.setitem(WITNESSES, kind, found)

    return happen


FAULTS = {
    "磁盘": (disk_fills, "只剩 300 MB"),
    "时钟": (clock_stops, "时钟从未运行"),
    "证书签名密钥": (signing_key_is_gone, "certificate.pem：文件不存在"),
    "没有发出的邮件": (mail_is_stuck, "已试9次"),
    "后台任务": (witness_finds("background"), LINES["background"]),
    "没有送达或者没有批准的报送批次": (witness_finds("exchange"), LINES["exchange"]),
}


def test_where_none_of_the_faults_is_there_none_is_told(heads_page):
    found, read = troubles(), heads_page()
    assert [what for what in FAULTS if what in found] == []
    assert [words for _happen, words in FAULTS.values() if words in read] == []


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_told_by_doctor_and_to_heads_with_the_same_remedy(
    heads_page, monkeypatch, settings, what
):
    happen, words = FAULTS[what]
    happen(monkeypatch, settings)
    _, remedy = troubles()[what]
    read = heads_page()
    assert "一切正常" not in read
    assert [each for each in (what, words, remedy) if each not in read] == []


def test_whatever_doctor_finds_heads_find_on_their_page(heads_page, monkeypatch, settings):
    for happen, _ in FAULTS.values():
        happen(monkeypatch, settings)
    monkeypatch.setattr(doctoring, "overdue", everything_late)
    monkeypatch.setattr("desk.operations.overdue", everything_late)
    read = heads_page()
    found = troubles()
    assert len(found) > 20
    assert [what for what in found if what not in read] == []


def everything_late(at):
    """One of each kind that ``overdue`` knows; tasks stand in tables made of the tasks."""
    kinds = set(overdue(at)) - {"at", "total", "timers", "failed_tasks"}
    failure = {"job": "mail", "title": "发送邮件", "row": "", "kind": "", "cause": "OSError"}
    odd = {"jobs": [failure | {"times": 1, "since": ""}], "mail": [{"mail": 7, "attempts": 1}]}
    return {kind: odd.get(kind, [f"第一项 {kind}"]) for kind in kinds}


def test_where_the_installation_is_well_heads_read_what_was_looked_at(heads_page):
    assert "正常：数据库、缓存、数据库迁移、密钥、磁盘" in heads_page()


def test_a_scanner_that_hangs_holds_the_page_for_seconds_only(heads_page, monkeypatch, settings):
    waited = []
    settings.CLAMAV_ADDRESS = "tcp:127.0.0.1:1"

    def connect(where, timeout):
        waited.append(timeout)
        raise TimeoutError

    monkeypatch.setattr("exchange.clamav.socket.create_connection", connect)
    assert "其间上传的文件等待扫描" in heads_page()
    assert timedelta(seconds=waited[0]) <= timedelta(seconds=5)
