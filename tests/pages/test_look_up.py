"""Is this file ours? By its digest alone: what it was, and whether another took its place."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.services import suspend
from files.models import StoredFile
from pages.issued import find_file
from pages.issued_page import TRIES
from pages.issuing import note_issued
from pages.models import IssuedFile
from pages.notices.services import open_district_notice
from publicity.services import hold
from registry.calendars import calendar
from workflow.models import Document

from .conftest import PUBLISHED, moment

APRIL, MAY = moment(2020, 4, 3, 10), moment(2020, 5, 20, 10)


@pytest.fixture
def look_up(client, clock):
    """``look_up(data, at)``: the page's answer to a dropped file."""

    def post(data=b"", at=MAY, **fields):
        if data:
            fields["file"] = SimpleUploadedFile("某文件.docx", data)
        clock(at)
        return client.post("/look-up/", fields)

    return post


def words(answer):
    return answer.content.decode()


def test_an_edition_is_ours_until_a_correction_takes_its_place(document, get_page, look_up):
    page = document()
    edition = get_page(f"{page.url}document.docx", APRIL).content
    answer = words(look_up(edition, APRIL))
    assert "是本网站发出的文件" in answer
    assert page.title in answer
    assert "第1版，现在公布的就是这一版" in answer
    document(paragraphs=["一、更正后的内容。"], because="更正数字", at=moment(2020, 5, 20, 9))
    later = words(look_up(edition, MAY))
    assert "第1版，已由第2版代替" in later
    assert "已不是现行的" in later
    assert "第2版，现在公布的" in words(look_up(get_page(f"{page.url}document.docx", MAY).content))


def test_one_changed_byte_is_not_ours_and_is_not_called_forged(document, get_page, look_up):
    page = document()
    edition = get_page(f"{page.url}document.docx", APRIL).content
    answer = look_up(edition + b" ", APRIL)
    assert answer.status_code == 200
    assert "没有发出过与此完全相同的文件" in words(answer)
    assert "不能据此断定是假的" in words(answer)
    assert IssuedFile.objects.count() == 1


def test_the_same_file_is_noted_once_and_with_its_digest_alone(document, get_page):
    page = document()
    for _ in range(2):
        get_page(f"{page.url}document.docx", APRIL)
    row = IssuedFile.objects.get()
    assert (row.page_id, row.version, row.issued_at) == (page.pk, 1, APRIL)


def test_the_table_of_a_notice_is_ours_and_says_when_a_newer_one_exists(
    publicity, get_page, look_up
):
    shown = publicity(1)
    page = open_district_notice(shown, by=None, at=PUBLISHED)
    first = get_page(f"{page.url}table/", PUBLISHED).content
    assert "没有更新的版本" in words(look_up(first, PUBLISHED))
    later = PUBLISHED + timedelta(days=1)
    hold(shown.entries.first(), calendar=calendar(), at=later)
    later += timedelta(hours=1)
    assert get_page(f"{page.url}table/", later).content != first
    assert "其后公示情况有变动" in words(look_up(first, later))


def test_a_certificate_is_worth_what_its_entry_is_worth(product, look_up):
    certificate = product().certificate
    at = moment(2020, 12, 1, 10)
    note_issued(b"%PDF certificate", "certificate", certificate=certificate, at=at)
    assert "证书此刻的状态：有效" in words(look_up(b"%PDF certificate", at))
    because = {"because": "抽检不合格", "reason": "quality_safety"}
    suspend(certificate, **because, by=None, at=at + timedelta(hours=1))
    later = words(look_up(b"%PDF certificate", at + timedelta(hours=2)))
    assert "证书此刻的状态：暂停" in later
    assert f"/verify/{certificate.number}/" in later


def test_a_letter_is_told_as_ours_without_saying_whose(walked, at):
    letter = walked("list")[0].letters.first()
    stored = StoredFile.objects.first()
    Document.objects.create(file=stored, letter=letter, title=f"{letter}", drawn_at=at)
    found = find_file(stored.sha256, at=at)
    assert (found.kind, found.title) == ("告知文书", letter.get_kind_display())
    assert found.is_current
    type(letter).objects.filter(pk=letter.pk).update(voided_at=at)
    assert not find_file(stored.sha256, at=at).is_current


def test_whoever_keeps_the_file_asks_with_its_digest(document, get_page, look_up):
    page = document()
    get_page(f"{page.url}document.docx", APRIL)
    digest = IssuedFile.objects.get().sha256.upper()
    assert page.title in words(look_up(digest=digest))
    assert look_up(digest="12").status_code == 422
    assert "64位" in words(look_up(digest="12"))


def test_nothing_dropped_is_said_at_the_field(office, look_up):
    answer = look_up()
    assert answer.status_code == 422
    assert "请选择要核对的文件" in words(answer)
    assert "需要重新选择" not in words(answer), "nothing was chosen"
    assert "<title>错误：" in words(answer)


def test_one_place_asks_so_often_an_hour(office, look_up, monkeypatch):
    monkeypatch.setattr("pages.issued_page.TRIES", 2)
    answers = [look_up(b"x").status_code for _ in range(3)]
    assert answers == [200, 200, 422]
    assert TRIES > 2
