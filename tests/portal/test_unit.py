"""The applicant's own particulars: what it may change itself, licences with alarms, mail."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.support.dishonest import in_register

from applications.services import drafts
from demo import fiction
from demo.acts import agent, holder
from demo.papers import pdf
from registry.models import Applicant, Licence, Organisation, RuleSet

SOON, PAST = date(2020, 5, 1), date(2020, 3, 1)
TABS = ("soon", "expired", "all", "x")


@pytest.fixture
def unit(office):
    return fiction.applicant(1)


@pytest.fixture
def client(unit, sign_in):
    return sign_in(agent(unit.pk))


@pytest.fixture
def on_paper(at):
    """A draft of a unit."""
    return lambda unit: drafts.start(unit, by=agent(unit.pk), at=at)


def profile(unit, **changed):
    return {
        "contact_person": "测试联系人",
        "phone": unit.phone,
        "production_township": unit.production_township_id,
        "registered_capital": "500000.50",
        "tags": ["leading", "covid_affected"],
        "trademark": "示例商标",
        "trademark_no": "12345678",
        "trademark_class": "31",
        "established_on": "2018-05-06",
        **changed,
    }


def test_particulars_are_kept_and_shown(unit, client, press, look):
    assert "已保存" in press(client, "profile", **profile(unit, name="改名", credit_code="X"))
    before, unit = unit, Applicant.objects.get(pk=unit.pk)
    assert (unit.name, unit.credit_code) == (before.name, before.credit_code)
    assert unit.registered_capital_fen == 50_000_050
    assert unit.tags_text == "龙头企业、受疫情影响较大"
    text = look(client, "profile")
    assert "示例商标　12345678　第31类" in text
    assert 'value="500000.50"' in text


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"phone": "12"}, "id_phone"),
        ({"established_on": "2020-04-02"}, "成立日期不得晚于今天"),
        ({"trademark": ""}, "请填写商标名称"),
        ({"trademark_class": "46"}, "id_trademark_class"),
    ],
)
def test_particulars_that_cannot_be_are_told_at_their_field(changed, reason, unit, client, press):
    text = press(client, "profile", **profile(unit, **changed))
    assert "需要改正" in text
    assert reason in text
    assert Applicant.objects.get(pk=unit.pk).tags == []


def test_a_licence_that_ends_soon_or_has_ended_is_told_on_the_first_page(unit, client, press, look):
    press(client, "new_licence", kind="business_licence", number="A1", valid_until="2020-05-01")
    Licence.objects.create(applicant=unit, kind="other", number="B2", valid_until=PAST)
    press(client, "new_licence", kind="food_trade_licence", number="FOOD-UNLIMITED", valid_until="")
    text = look(client, "home")
    assert "营业执照 A1将于2020年5月1日到期" in text
    assert "其他 B2已于2020年3月1日到期" in text
    assert "FOOD-UNLIMITED" not in text
    assert "其他 B2已于2020年3月1日到期" in look(client, "start")


def test_the_same_licence_is_entered_once_and_its_days_are_in_order(unit, client, press):
    press(client, "new_licence", kind="other", number="B2")
    assert "已经登记，不用再登记" in press(client, "new_licence", kind="other", number="B2")
    text = press(
        client,
        "new_licence",
        kind="other",
        number="C3",
        issued_on="2020-03-31",
        valid_until="2020-03-30",
    )
    assert "有效期止不得早于发证日期" in text
    assert unit.licences.count() == 1


def test_mail_is_switched_off_and_on(unit, client, press, look):
    assert "已关闭邮件提醒" in press(client, "mail_notices")
    assert not agent(unit.pk).mail_notices
    assert "邮件提醒已关闭" in look(client, "letters")
    press(client, "mail_notices", is_on="1")
    assert agent(unit.pk).mail_notices


def test_who_cannot_apply_is_told_before_the_work(unit, client, look):
    in_register(unit, since=date(2020, 1, 1), until=date(2020, 12, 31))
    text = look(client, "start")
    assert "失信登记有效期内（至2020年12月31日）" in text
    assert "可以先填写草稿" in text


def test_before_the_rules_are_in_force_nobody_is_led_astray(draft, clock, browse, look, press, at):
    """R73: 本办法自发布之日起施行."""
    application = draft(1)
    clock.move_to(at - timedelta(days=60))
    assert not RuleSet.objects.in_force((at - timedelta(days=60)).date()).exists()
    client = browse(application)
    assert "认定办法尚未施行" in look(client, "start")
    assert "认定办法尚未施行" in press(client, "check", application.pk)
    for name in ("commitment", "signing", "print"):
        assert "尚未施行" in press(client, name, application.pk)
    application.refresh_from_db()
    assert application.is_draft


def test_a_licence_is_scanned_once_and_used_in_every_paper(unit, client, press, look, on_paper):
    scan = SimpleUploadedFile("执照.pdf", pdf("营业执照"), "application/pdf")
    text = press(client, "new_licence", kind="other", number="甲1", scan=scan)
    licence = unit.licences.get(number="甲1")
    own = reverse("portal:licence_scan", args=[licence.pk])
    assert own in text
    assert client.get(own)["Content-Disposition"].startswith("attachment")
    application = on_paper(unit)
    assert "单位资料中已登记：其他 甲1，长期有效" in look(client, "materials", application.pk)
    page = press(client, "use_licence", application.pk, licence.pk)
    assert "已使用单位资料中的证书“执照.pdf”" in page
    assert "单位资料中已登记" not in page
    assert "执照.pdf" in page
    page = press(client, "licence", licence.pk, kind="other", number="甲2")
    assert "没有扫描件" in page
    assert client.get(own).status_code == 404


def test_a_scan_that_is_none_is_refused_at_its_field(unit, client, press):
    scan = SimpleUploadedFile("执照.exe", b"MZ", "application/pdf")
    text = press(client, "new_licence", kind="other", number="甲1", scan=scan)
    assert "执照.exe" in text
    assert not unit.licences.filter(number="甲1").exists()


def test_the_desk_lists_what_ends_soon_and_what_has_ended(walked, sign_in, clock):
    (item,) = walked("endorse")
    unit = item.application.applicant
    unit.licences.all().delete()
    for number, until in (("近1", SOON), ("过1", PAST), ("久1", None)):
        Licence.objects.create(applicant=unit, kind="other", number=number, valid_until=until)
    officer = sign_in(holder("fpb_clerk@fpb"))
    address = reverse("desk:licences")
    pages = {tab: officer.get(address, {"tab": tab}).content.decode() for tab in TABS}
    shown = {tab: {n for n in ("近1", "过1", "久1") if n in page} for tab, page in pages.items()}
    assert shown == {
        "soon": {"近1"},
        "expired": {"过1"},
        "all": {"近1", "过1", "久1"},
        "x": {"近1"},
    }
    assert unit.phone in pages["soon"]
    other = Organisation.objects.filter(code__startswith="station-")
    other = other.exclude(pk=item.application.station_id).first()
    stranger = sign_in(holder(f"station_officer@{other.code}"))
    assert "近1" not in stranger.get(address).content.decode()
