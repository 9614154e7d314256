"""被拒绝的操作: what was refused, to whom and why, is found by the auditor; floods fill nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.support.desk import opinion, page

from records import refused_acts
from records.models import AuditEvent
from registry.models import User
from workflow.models import Opinion

pytestmark = pytest.mark.django_db
TRAIL = "records_auditevent_modeladmin_index"
RESIDENT_ID = "110101199003078531"


def refused():
    return list(AuditEvent.objects.filter(action=refused_acts.ACT).order_by("pk"))


def roster(item):
    return next(each for each in item.application.materials.all() if each.is_restricted)


def test_a_refused_signature_says_who_wanted_it_and_why_not(paper, station, user):
    (item,) = paper()
    client = station(item)
    signer = User.objects.get(pk=client.session["_auth_user_id"])
    typed = opinion(item, met_genuine="", evidence_genuine="")
    assert client.post(page("endorse", item.application_id), typed).status_code == 422
    (row,) = refused()
    assert (row.actor, row.subject_id) == (signer.username, str(item.pk))
    assert row.data["door"] == "工作站认可"
    assert row.data["application"] == item.application.number
    assert row.data["reasons"]
    assert not Opinion.objects.exists()
    assert typed[f"item-{item.pk}-text"] not in str(row.data), "nothing that was typed"


def test_a_refused_decision_of_one_press_says_so_too(item, signed_in, on_day):
    on_day(date(2020, 4, 3))
    client = signed_in("fpb_reviewer@fpb")
    client.post(page("send_to_station", item.pk), {"because": ""})
    (row,) = refused()
    assert row.data["door"] == "退回工作站"
    assert row.subject_id == str(item.pk)


def test_who_may_not_act_or_read_a_file_leaves_a_row(paper, signed_in):
    (item,) = paper()
    client = signed_in("agri_reviewer@nyncj")
    client.post(page("report"), {"items": [item.pk]})
    (row,) = refused()
    assert row.data == {"door": "上报市级", "reasons": ["没有办理或者查阅的权限"]}
    assert row.because == "上报市级：没有办理或者查阅的权限"
    client.get(page("report"))
    assert len(refused()) == 1, "a page that is only opened is no act"
    client.get(page("sealed_trail"))
    assert refused()[-1].data["door"] == "封存导出审计记录"
    client.get(f"{reverse(TRAIL)}?export=csv")
    assert refused()[-1].data["door"] == "查阅、导出台账：审计记录"


def test_a_roster_out_of_sight_and_one_without_a_purpose(paper, signed_in, user):
    (item,) = paper()
    other = User.objects.exclude(pk=user(f"station_officer@{item.application.station.code}").pk)
    stranger = other.filter(memberships__role="station_officer").first()
    address = page("material", roster(item).uid)
    assert signed_in(stranger).get(address).status_code == 404
    assert refused()[-1].data["reasons"] == ["该申请不在查阅范围内"]
    assert refused()[-1].subject_id == str(item.application_id)
    assert signed_in("agri_reviewer@nyncj").post(address, {"purpose": ""}).status_code == 422
    assert refused()[-1].actor == "agri"


@pytest.mark.parametrize(
    "name", ["opinion_file", "draft_file", "proposal_file", "scan", "evidence"]
)
def test_a_file_out_of_sight_leaves_a_row(office, signed_in, name):
    assert signed_in("agri_reviewer@nyncj").get(page(name, 1)).status_code == 404
    (row,) = refused()
    assert row.data == {"door": "查阅文件", "reasons": ["不在查阅范围内，或者已不存在"]}


DOORS = {"close_quarter": "季度关账", "registry_locked": "登录锁定", "product_photos": "产品照片"}


@pytest.mark.parametrize("name", DOORS)
def test_so_do_the_acts_that_stand_beside_the_registers(office, signed_in, name):
    address = reverse(name, args=[1] if name == "product_photos" else [])
    signed_in("agri_reviewer@nyncj").post(address)
    (row,) = refused()
    assert row.data == {"door": DOORS[name], "reasons": ["没有办理或者查阅的权限"]}


def test_a_quarter_that_cannot_be_closed_says_why_on_record(office, signed_in):
    client = signed_in("manager@fpb")
    assert client.get(reverse("close_quarter")).status_code == 200
    client.post(reverse("close_quarter"), {"quarter": "2099Q1"})
    (row,) = refused()
    assert row.data["door"] == "季度关账"
    assert row.data["reasons"]


def test_the_same_refusal_is_told_once_an_hour_and_a_flood_not_at_all(paper, at, user):
    items = paper(products=2)
    officer = user("agri_reviewer@nyncj")

    def keep(thing, reason, moment):
        return refused_acts.keep(thing, [reason], door="某事", by=officer, at=moment)

    assert keep(items[0], "不可以", at)
    assert not keep(items[0], "不可以", at + timedelta(minutes=59))
    assert keep(items[1], "不可以", at + timedelta(minutes=59)), "another thing"
    assert keep(items[0], "不可以", at + timedelta(hours=1, minutes=1))
    for number in range(2 * refused_acts.MOST):
        keep(items[0], f"第{number}次", at + timedelta(days=1))
    rows = [row for row in refused() if row.at == at + timedelta(days=1)]
    assert len(rows) == refused_acts.MOST
    assert rows[-1].data["more"]
    assert not any("more" in row.data for row in rows[:-1])


def test_a_number_of_a_person_in_a_reason_is_hidden(paper, at, user):
    (item,) = paper()
    reason = f"身份证号{RESIDENT_ID}与名册不符"
    refused_acts.keep(item, [reason], door="某事", by=user("agri_reviewer@nyncj"), at=at)
    (row,) = refused()
    assert RESIDENT_ID not in str(row.data)


def test_the_auditor_finds_them_in_two_clicks(paper, station, signed_in):
    (item,) = paper()
    station(item).post(page("endorse", item.application_id), opinion(item, text="短"))
    client = signed_in("auditor@fpb")
    assert "?act=被拒绝的操作" in client.get(reverse(TRAIL)).content.decode()
    html = client.get(f"{reverse(TRAIL)}?act=被拒绝的操作").content.decode()
    assert "被拒绝的操作" in html
    assert item.name in html
    (row,) = refused()
    shown = client.get(reverse("records_auditevent_modeladmin_inspect", args=[row.pk]))
    assert "拒绝的理由" in shown.content.decode()
    assert "工作站认可" in shown.content.decode()
