"""Files and the virus scanner: infected, unsettled while it is away, settled later, asked once."""

from datetime import timedelta

import pytest
from tests.support.stored import stored

from applications.models import Material
from applications.services import authorisations, materials
from files import delivery
from files.models import Scan
from records.models import AuditEvent
from rules.refusal import Refused
from workflow.models import OpinionFile
from workflow.services import scans

from .papers import PLAIN, PROPOSED, thrown


def answering(said):
    """A scanner that says ``said``, or cannot tell when that is an error."""

    def scan(data):
        if isinstance(said, Exception):
            raise said
        return said

    return scan


@pytest.fixture
def scanner(monkeypatch, settings):
    """``scanner("")``: from now on a scanner finds nothing."""

    def install(said):
        settings.MATERIAL_SCANNER = f"{__name__}.current" if said is not None else ""
        monkeypatch.setattr(
            "files.scanning.import_string", lambda path: answering(said), raising=True
        )

    return install


def test_without_a_scanner_a_file_says_that_nobody_scanned_it(roster, at):
    assert roster.get_scan_display() == "未经病毒扫描"
    assert scans.scan_unsettled(at=at) == 0
    roster.refresh_from_db()
    assert roster.scan == Scan.UNSCANNED


def test_an_infected_file_is_not_taken(draft, at, scanner):
    scanner("Eicar-Signature")
    application = draft()
    by = application.created_by
    with pytest.raises(Refused, match="文件含有病毒"):
        materials.attach(application, "M2_licence", name="a.pdf", data=PLAIN, by=by, at=at)
    assert not Material.objects.exists()


def test_a_file_waits_while_the_scanner_is_away_and_is_settled_later(draft, at, user, scanner):
    scanner(ConnectionRefusedError())
    application = draft()
    by = application.created_by
    kept = materials.attach(application, "M2_licence", name="a.pdf", data=PLAIN, by=by, at=at)
    assert kept.get_scan_display() == "等待病毒扫描"
    assert materials.read(kept, by=by, at=at) == PLAIN
    with pytest.raises(Refused, match="正在等待病毒扫描"):
        materials.read(kept, by=user("fpb_clerk@fpb"), at=at)
    assert scans.scan_unsettled(at=at) == 0
    later = at + scans.REST
    assert not scans.scan_unsettled.is_long(later - timedelta(seconds=1)), "no task for each pass"
    assert scans.scan_unsettled.is_long(later), "a worker asks again"
    scanner("")
    assert scans.scan_unsettled(at=later) == 1
    assert not scans.scan_unsettled.is_long(later + scans.REST)
    kept.refresh_from_db()
    assert (kept.scan, kept.scanned_at) == (Scan.CLEAN, later)
    assert materials.read(kept, by=user("fpb_clerk@fpb"), at=at) == PLAIN


def test_a_virus_that_is_found_later_shuts_the_file(roster, at, scanner):
    scanner("Late-Signature")
    assert scans.scan_unsettled(at=at) == 1
    roster.refresh_from_db()
    with pytest.raises(Refused, match="已隔离"):
        materials.read(roster, by=roster.uploaded_by, at=at)
    assert (
        AuditEvent.objects.filter(action="workflow.scan").get().data["verdict"]
        == "发现病毒，已隔离"
    )


def test_a_letter_of_authority_is_settled_too_and_a_lost_file_stops_nobody(roster, at, scanner):
    scanner(ConnectionRefusedError())
    days = {"valid_from": at.date(), "valid_until": at.date()}
    letter = authorisations.hand_in(
        roster.application.applicant,
        agent_name="测试受托人",
        name="a.pdf",
        data=PLAIN,
        by=roster.uploaded_by,
        at=at,
        **days,
    )
    assert letter.scan == Scan.WAITING
    roster.file.sealed.storage.delete(roster.file.sealed.name)
    scanner("")
    assert scans.scan_unsettled(at=at) == 1
    letter.refresh_from_db()
    assert letter.scan == Scan.CLEAN


def test_what_settles_nothing_comes_last_at_the_next_pass(office, at, scanner, monkeypatch):
    monkeypatch.setattr(scans, "AT_ONCE", 2)
    lost, whole = [stored(at), stored(at)], stored(at)
    for file in lost:
        file.sealed.storage.delete(file.sealed.name)
    scanner("")
    assert [scans.scan_unsettled(at=at + timedelta(minutes=n)) for n in (1, 2, 3)] == [0, 1, 0]
    whole.refresh_from_db()
    assert whole.scan == Scan.CLEAN


def test_files_the_scanner_chokes_on_keep_no_other_waiting(office, at, settings, monkeypatch):
    for data in (*[PLAIN] * scans.PATIENCE, PROPOSED):
        stored(at, "甲.pdf", data)

    def scan(data):
        if data == PLAIN:
            raise TimeoutError
        return ""

    settings.MATERIAL_SCANNER = "installed"
    monkeypatch.setattr("files.scanning.import_string", lambda path: scan)
    assert [scans.scan_unsettled(at=at + timedelta(minutes=n)) for n in (1, 2)] == [0, 1]


def test_two_passes_at_once_ask_about_each_file_once(office, at, scanner, monkeypatch):
    files, asked = [stored(at), stored(at)], []

    def opened(sealed):
        asked.append(sealed.name)
        if len(asked) == 1:  # while the first pass asks, another begins and takes what is left
            scans.scan_unsettled.act(at + timedelta(seconds=1))
        return PLAIN

    scanner(TimeoutError())
    monkeypatch.setattr(scans, "opened", opened)
    scans.scan_unsettled(at=at)
    assert sorted(asked) == sorted(file.sealed.name for file in files)


def test_a_file_that_was_asked_about_in_a_future_that_was_a_mistake_is_asked_about_now(
    office, at, scanner
):
    scanner(TimeoutError())
    stored(at)
    scans.scan_unsettled(at=at + timedelta(days=9000))
    scanner("")
    assert scans.scan_unsettled(at=at) == 1


def test_a_pass_asks_about_no_further_file_when_its_time_is_over(office, at, scanner, monkeypatch):
    files = [stored(at) for _ in range(3)]
    seconds = iter([0, 0, scans.PASS_SECONDS - 1, scans.PASS_SECONDS, scans.PASS_SECONDS])
    monkeypatch.setattr(scans, "monotonic", lambda: next(seconds))
    scanner("")
    assert scans.scan_unsettled(at=at) == len(files) - 1


def test_a_file_of_an_opinion_taken_while_the_scanner_was_silent_is_scanned_later(
    walked, at, scanner
):
    (item,) = walked("endorse")
    scanner(ConnectionRefusedError())
    held, _path = thrown(at)
    opinion = OpinionFile.objects.create(opinion=item.opinions.get(), file=held.file)
    with pytest.raises(Refused, match="正在等待病毒扫描"):
        delivery.read(opinion.file)
    scanner("Late-Signature")
    scans.scan_unsettled(at=at)
    opinion.refresh_from_db()
    with pytest.raises(Refused, match="已隔离"):
        delivery.read(opinion.file)
