"""Checking a certificate: every answer live, at every moment, with no scheduler running (R20)."""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from catalog.services import leave, remove, resume, seek_renewal, suspend
from demo.acts import agent
from pages.notices.services import open_product_page
from rules.privacy import scan

from .conftest import moment

SECOND = timedelta(seconds=1)
LISTED = moment(2020, 11, 16, 10)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def said(response):
    """The one big word of the answer."""
    html = response.content.decode()
    return html.split('<h1 class="verdict')[1].split(">", 1)[1].split("<")[0]


@pytest.fixture
def check(get_page):
    """``check(number, at)``: the answer at the certificate's own address."""
    return lambda number, at: get_page(f"/verify/{number}/", at)


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
    assert "自2021年9月1日起由再次认定的证书代替" in answer.content.decode()
    assert said(check(second.number, at)) == "有效"


def test_a_certificate_whose_holder_left_says_so_and_not_that_it_ran_out(certificate, check):
    entry = certificate()
    at = moment(2020, 12, 8, 10)
    leave(entry, by=agent(entry.applicant_id), at=at, because="不再生产")
    answer = check(entry.number, at).content.decode()
    assert "申请单位已于2020年12月8日自愿退出扶贫产品目录" in answer
    assert "2020年12月8日到期" not in answer
    assert "2020年12月8日自愿退出" in check(entry.number, moment(2022, 1, 1)).content.decode()


def test_a_certificate_that_ran_out_while_its_renewal_is_under_way_says_so(certificate, check):
    entry = certificate()
    seek_renewal(entry, on=date(2021, 9, 1))
    answer = check(entry.number, moment(2021, 11, 17)).content.decode()
    assert "该证书已于2021年11月16日到期（再次申请中）" in answer


def test_an_unknown_number_is_a_friendly_404(office, check):
    answer = check("ZG-360702-2020-0001-E", LISTED)
    assert (answer.status_code, said(answer)) == (404, "查无此证")
    assert "举报冒用" in answer.content.decode()


def wrong(number):
    return number[:-1] + ("A" if number[-1] != "A" else "B")


def test_a_slip_is_no_unknown_certificate_and_accuses_nobody(certificate, check, client):
    number = certificate().number
    answer = check(wrong(number), LISTED)
    html = answer.content.decode()
    assert (answer.status_code, said(answer)) == (422, "编号有误，请核对")
    assert "校验码不符" in html
    assert "举报冒用" not in html
    assert "目录内没有" not in html
    assert f'href="/verify/{number}/"' in html
    read = client.get(f"/api/v1/verify/{wrong(number)}")
    assert (read.status_code, read.json()["code"]) == (422, "check_character")
    assert read.json()["did_you_mean"] == number


def test_a_slip_that_two_certificates_may_explain_names_neither(certificate, check, client):
    first, second = certificate(0).number, certificate(1).number
    ambiguous = first[:-1] + second[-1]
    assert "是不是" not in check(ambiguous, LISTED).content.decode()
    assert client.get(f"/api/v1/verify/{ambiguous}").json()["did_you_mean"] is None


def test_a_name_typed_for_a_number_is_led_to_the_search(office, client, clock):
    clock(LISTED)
    answer = client.get("/verify/", {"number": "赣南脐橙 5公斤"})
    html = answer.content.decode()
    assert (answer.status_code, said(answer)) == (422, "这不是证书编号")
    assert 'href="/search/?q=%E8%B5%A3%E5%8D%97%E8%84%90%E6%A9%99%205%E5%85%AC%E6%96%A4"' in html
    for word in ("举报冒用", "查无此证", "目录内没有"):
        assert word not in html
    read = client.get("/api/v1/verify/赣南脐橙")
    assert (read.status_code, read.json()["code"]) == (422, "malformed")


def test_a_persons_number_typed_by_mistake_is_neither_repeated_nor_searched_for(client, office):
    html = client.get("/verify/", {"number": "13812345678"}).content.decode()
    html = html.split("<article>")[1]
    assert "13812345678" not in html
    assert "在全站搜索" not in html


SPELLINGS = [
    "{0}",
    " {0}\n",
    "zg-360702-2020-0001-{1}",
    " ＺＧ－３６０７０２－２０２０－０００１－{2} ",
    "ZG—360702—2020—0001—{1}",
    "ZG‐360702–2020−0001-{1}",
    "ZG - 360702 - 2020-0001 -{1}",
    "ZG 360702 2020 0001 {1}",
    "zg36070220200001{1}",
    "ZG360702 20200001 {1}",
    "ZG.360702.2020.0001.{1}",
    "ZG_360702_2020_0001_{1}",
    "{0}。",
    "编号{0}",
    "https://a.example/xxgk/cpgs/verify/{0}/",
    "ZG-360702-2020-OOO1-{1}",
    "2G-36O702-Z020-000I-{1}",
]


@pytest.fixture
def spelled(certificate):
    """``spelled(pattern)``: the number of the one certificate in another spelling."""
    number = certificate().number
    assert number.startswith("ZG-360702-2020-0001-")
    last = number[-1]
    return lambda pattern: pattern.format(number, last, last.translate(WIDE))


@pytest.mark.parametrize("pattern", SPELLINGS)
def test_a_number_is_read_as_people_type_it_on_page_and_api(spelled, client, clock, pattern):
    clock(LISTED)
    typed, number = spelled(pattern), spelled("{0}")
    answer = client.get("/verify/", {"number": typed}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/verify/{number}/"
    assert said(answer) == "有效"
    read = client.get(f"/api/v1/verify/{quote(typed, safe='')}")
    assert (read.status_code, read.json()["certificate_no"]) == (200, number)


@pytest.mark.parametrize("pattern", [*SPELLINGS, "0001-{1}", "360702 2020 0001", "zg 360702 2020"])
def test_search_and_catalogue_find_the_same_product_by_its_number(product, client, clock, pattern):
    page = product()
    product(1, listed_on=date(2021, 1, 4))
    number, last = page.certificate.number, page.certificate.number[-1]
    typed = pattern.format(number, last, last.translate(WIDE))
    clock(moment(2021, 1, 5))
    html = client.get("/search/", {"q": typed}).content.decode()
    assert re.findall(r'found__title" href="([^"]+)"', html) == [page.url]
    html = client.get("/cpml/", {"q": typed}).content.decode()
    assert re.findall(r'good__title" href="([^"]+)"', html) == [page.url]
    for address in ("search", "products"):
        found = client.get(f"/api/v1/{address}", {"q": typed}).json()["items"]
        assert [each["url"] for each in found] == [f"http://testserver{page.url}"]


@pytest.mark.parametrize("typed", ["x", "a/b", "../..", "\x00", "13800000000" * 9, "'\"<script>"])
def test_nonsense_is_answered_and_never_repeated_whole(office, client, clock, typed):
    clock(LISTED)
    answer = client.get("/verify/", {"number": typed}, follow=True)
    assert answer.status_code in (200, 404, 422)
    assert "<script>" not in answer.content.decode()


def test_the_empty_form_explains_every_answer(office, get_page):
    html = get_page("/verify/", LISTED).content.decode()
    for word in ("有效", "即将到期", "暂停", "已清理", "已到期", "查无此证"):
        assert word in html
    assert "请填写证书编号" in get_page("/verify/", number=" ").content.decode()


def test_no_answer_is_kept_and_none_names_a_person(certificate, check, client):
    entry = certificate()
    for answer in (check(entry.number, LISTED), client.get("/verify/"), check("x", LISTED)):
        assert "no-store" in answer["Cache-Control"]
    html = check(entry.number, LISTED).content.decode()
    assert scan(html) == []
    assert entry.applicant.legal_representative not in html
