"""What a stranger hands in: opened after ticket, proof and counting, and never inside a lock."""

from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from demo.papers import pdf
from doors import admissions, evidence, tickets
from doors.models import RateCount
from files import intake
from files.models import Scan
from rules.refusal import Refused
from supervision.models import Complaint, EvidenceFile
from supervision.services import complaints

from .conftest import SAID, ticket

PAPER = pdf("证据")


@pytest.fixture(autouse=True)
def _today(now, office):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def opened(monkeypatch):
    """The names of the files that were opened, and whether a transaction was."""
    names = []
    look = intake.reasons_against_file

    def watch(name, data, **limits):
        names.append((name, limits["is_strange"], connection.in_atomic_block))
        return look(name, data, **limits)

    monkeypatch.setattr(intake, "reasons_against_file", watch)
    return names


@pytest.fixture
def post(client, now):
    def send(**changes):
        form = {**SAID, "ticket": ticket(now).signed(), "evidence": attached(), **changes}
        return client.post("/complaints/new/", form)

    return send


def attached(name="照片.pdf", data=PAPER):
    return SimpleUploadedFile(name, data)


def test_no_file_is_opened_for_who_brings_no_ticket_of_ours(post, opened):
    answer = post(ticket="made up")
    assert answer.status_code == 422
    assert opened == []


def test_no_file_is_opened_for_a_machine_that_fills_the_trap(post, opened):
    assert post(website="https://example.com").status_code == 422
    assert opened == []


def test_no_file_is_opened_for_who_sends_too_fast(post, opened, now):
    answer = post(ticket=tickets.issue("complaint", at=now).signed())
    assert "提交过快" in answer.content.decode()
    assert opened == []


def test_no_file_is_opened_for_who_sent_too_often(post, opened, now):
    for number in range(admissions.PER_PLACE[False] + 1):
        opened.clear()
        answer = post(content=f"第{number}次反映：买到的产品有腐坏，销售点不处理。")
    assert answer.status_code == 422
    assert opened == []


@pytest.mark.django_db(transaction=True)
def test_a_file_is_opened_as_a_strangers_and_outside_any_transaction(post, opened):
    assert post().status_code == 302
    assert opened == [("照片.pdf", True, False)]
    assert EvidenceFile.objects.get().scan == Scan.UNSCANNED


def test_a_form_sent_again_opens_nothing_again(post, opened, now):
    same = ticket(now).signed()
    post(ticket=same)
    opened.clear()
    assert post(ticket=same).status_code == 302
    assert opened == []
    assert Complaint.objects.count() == 1


def test_the_seconds_that_one_place_may_take_are_bounded(post, opened, now, monkeypatch):
    slow = SimpleNamespace(monotonic=iter(range(0, 10_000, 50)).__next__)
    monkeypatch.setattr(admissions, "time", slow)
    answers = [post(content=f"第{n}次：产品有腐坏，销售点不处理。").status_code for n in range(3)]
    assert answers == [302, 302, 422]
    assert RateCount.objects.get(scope="file seconds").number >= admissions.FILE_SECONDS


def test_what_a_scanner_calls_a_virus_is_refused_at_the_field(post, settings, monkeypatch):
    settings.MATERIAL_SCANNER = "tests.supervision.conftest.calls_all_a_virus"
    answer = post()
    assert answer.status_code == 422
    assert "文件含有病毒" in answer.content.decode()
    assert not Complaint.objects.exists()


def test_a_file_that_waits_for_the_scanner_is_opened_by_nobody_until_it_is_settled(
    post, officer, settings, now
):
    from workflow.services.scans import scan_unsettled

    settings.MATERIAL_SCANNER = "tests.supervision.conftest.does_not_answer"
    post()
    file = EvidenceFile.objects.get()
    assert file.scan == Scan.WAITING
    with pytest.raises(Refused, match="等待病毒扫描"):
        evidence.read_evidence(file, by=officer, at=now)
    settings.MATERIAL_SCANNER = "tests.supervision.conftest.finds_nothing"
    assert scan_unsettled(at=now) == 1
    file.refresh_from_db()
    assert evidence.read_evidence(file, by=officer, at=now) == PAPER


def test_more_files_than_five_are_not_even_read(post, opened, monkeypatch):
    read = []
    monkeypatch.setattr("doors.guarded_forms.reasons_against_sizes", read.extend)
    answer = post(evidence=[attached(f"{number}.pdf") for number in range(6)])
    assert "最多上传5个文件" in answer.content.decode()
    assert (read, opened) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_what_an_officer_takes_down_is_opened_outside_any_transaction_too(monkeypatch, now):
    seen = []
    look = intake.reasons_against_file
    monkeypatch.setattr(
        intake,
        "reasons_against_file",
        lambda *a, **k: seen.append(connection.in_atomic_block) or look(*a, **k),
    )
    complaints.receive(source="12317", at=now, evidence=[("甲.pdf", PAPER)], **SAID)
    assert seen == [False]
