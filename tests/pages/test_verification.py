"""Checking a certificate: every answer live, at every moment, with no scheduler running (R20)."""

from datetime import date, timedelta

import pytest

from catalog.services import remove, resume, suspend
from pages.notices.services import open_product_page
from rules.privacy import scan

from .conftest import moment

SECOND = timedelta(seconds=1)
LISTED = moment(2020, 11, 16, 10)


def said(response):
    """The one big word of the answer."""
    html = response.content.decode()
    return html.split('<h1 class="verdict')[1].split(">", 1)[1].split("<")[0]


@pytest.fixture
def check(seen):
    """``check(number, at)``: the answer at the certificate's own address."""
    return lambda number, at: seen(f"/verify/{number}/", at)


def test_a_certificate_is_valid_then_ending_then_expired_by_its_days_alone(certificate, check):
    number = certificate().number
    for at, word in (
        (moment(2020, 11, 15, 23, 59, 59), "尚未生效"),
        (moment(2020, 11, 16), "有效"),
        (moment(2021, 8, 15, 23, 59, 59), "有效"),
        (moment(2021, 8, 16), "即将到期"),
        (moment(2021, 11, 16, 23, 59, 59), "即将到期"),
        (moment(2021, 11, 17), "已到期"),
    ):
        answer = check(number, at)
        assert (answer.status_code, said(answer)) == (200, word)


def test_suspension_and_removal_answer_from_their_second(certificate, check):
    entry = certificate()
    at = moment(2020, 12, 8, 10)
    suspend(entry, by=None, at=at, because="线索核查", reason="quality_safety")
    assert said(check(entry.number, at - SECOND)) == "有效"
    assert said(check(entry.number, at)) == "暂停"
    assert "自2020年12月8日起暂停" in check(entry.number, at).content.decode()
    resume(entry, by=None, at=at + SECOND, because="核查无误", reason="quality_safety")
    assert said(check(entry.number, at + SECOND)) == "有效"
    gone = moment(2020, 12, 25, 10)
    remove(
        entry,
        by=None,
        at=gone,
        because="查实",
        reason="complaint_upheld",
        basis_doc_no="赣测扶字〔2020〕1号",
    )
    assert said(check(entry.number, gone - SECOND)) == "有效"
    answer = check(entry.number, gone)
    assert said(answer) == "已清理"
    assert "2020年12月25日清理出扶贫产品目录" in answer.content.decode()
    assert said(check(entry.number, moment(2023, 1, 1))) == "已清理"


def test_a_renewed_certificate_leads_to_the_one_in_force(certificate, check):
    first = certificate()
    second = certificate(listed_on=date(2021, 9, 1), renewal_of=first)
    at = moment(2021, 9, 1, 11)
    open_product_page(second, by=None, at=at)
    answer = check(first.number, at)
    assert said(answer) == "已到期"
    assert f"/verify/{second.number}/" in answer.content.decode()
    assert said(check(second.number, at)) == "有效"


def test_an_unknown_number_is_a_friendly_404(office, check):
    answer = check("ZG-360702-2020-0001-E", LISTED)
    assert (answer.status_code, said(answer)) == (404, "查无此证")
    assert "/complaints/new/" in answer.content.decode()


def test_a_wrong_check_character_says_so(certificate, check):
    number = certificate().number
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    answer = check(wrong, LISTED)
    assert (answer.status_code, said(answer)) == (404, "查无此证")
    assert "校验码不正确" in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "zg-360702-2020-0001-e",
        " ＺＧ－３６０７０２－２０２０－０００１－Ｅ ",
        "ZG—360702—2020—0001—E",
        "ZG - 360702 - 2020-0001 -E",
    ],
)
def test_a_number_is_read_as_people_type_it(certificate, client, clock, typed):
    entry = certificate()
    expected = "ZG-360702-2020-0001-"
    assert entry.number.startswith(expected)
    typed = typed.replace("E", entry.number[-1]).replace("Ｅ", entry.number[-1])
    if typed.endswith("e"):
        typed = typed[:-1] + entry.number[-1].lower()
    clock(LISTED)
    answer = client.get("/verify/", {"number": typed}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/verify/{entry.number}/"
    assert said(answer) == "有效"


@pytest.mark.parametrize("typed", ["x", "a/b", "../..", "\x00", "13800000000" * 9, "'\"<script>"])
def test_nonsense_is_answered_and_never_repeated_whole(office, client, clock, typed):
    clock(LISTED)
    answer = client.get("/verify/", {"number": typed}, follow=True)
    assert answer.status_code in (200, 404)
    assert "<script>" not in answer.content.decode()


def test_the_empty_form_explains_every_answer(office, seen):
    html = seen("/verify/", LISTED).content.decode()
    for word in ("有效", "即将到期", "暂停", "已清理", "已到期", "查无此证"):
        assert word in html
    assert "请填写证书编号" in seen("/verify/", number=" ").content.decode()


def test_no_answer_is_kept_and_none_names_a_person(certificate, check, client):
    entry = certificate()
    for answer in (check(entry.number, LISTED), client.get("/verify/"), check("x", LISTED)):
        assert "no-store" in answer["Cache-Control"]
    html = check(entry.number, LISTED).content.decode()
    assert scan(html) == []
    assert entry.applicant.legal_representative not in html
