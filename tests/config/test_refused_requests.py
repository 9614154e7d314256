"""What Wagtail, the portal and the API refuse to somebody who is known is found by the auditor."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.support.programs import Program

from demo.acts import agent, holder
from demo.timetables import moment
from pages.models import HomePage
from records import refused_acts
from records.models import AuditEvent
from registry.models import User

pytestmark = pytest.mark.django_db
VENUE = {
    "number": "GUI-01",
    "kind": "专柜",
    "name": "示例专柜",
    "address": "示例路1号",
    "operator": "示例商超（虚构）",
}
INSIDE = moment(date(2020, 6, 3), 10)


@pytest.fixture
def browse(office):
    """``browse(user)``: a browser in which ``user`` has signed in."""

    def make(user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def on_wednesday():
    with time_machine.travel(INSIDE, tick=False):
        yield INSIDE


def refused():
    return list(AuditEvent.objects.filter(action=refused_acts.ACT).order_by("pk"))


def test_who_may_not_use_a_form_of_wagtail_leaves_a_row_without_what_was_typed(browse):
    reviewer = holder("fpb_reviewer@fpb")
    address = reverse("wagtailusers_users:edit", args=[reviewer.pk])
    client = browse(reviewer)
    assert client.get(address).status_code == 302
    assert refused() == [], "a page that is only opened is no act"
    client.post(address, {"last_name": "示例改名"})
    (row,) = refused()
    assert (row.actor, row.data["method"]) == (reviewer.username, "POST")
    assert row.data["door"] == "管理后台：修改用户"
    assert row.data["page"] == "wagtailusers_users:edit"
    assert row.data["reasons"]
    assert "示例改名" not in str(row.data)


def test_so_does_a_page_that_is_not_theirs_to_take_down(browse):
    home = HomePage.objects.first()
    client = browse(holder("fpb_reviewer@fpb"))
    client.post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[home.pk]))
    doors = [row.data["door"] for row in refused()]
    assert doors == [
        "管理后台：撤下页面",
        "管理后台：删除页面",
    ]
    home.refresh_from_db()
    assert home.live


def test_what_the_house_refuses_an_administrator_in_wagtail_s_forms_says_why(browse):
    person = holder("fpb_clerk@fpb")
    client = browse(User.objects.get(username="admin"))
    client.post(reverse("wagtailusers_users:delete", args=[person.pk]))
    (row,) = refused()
    assert row.data["reasons"] == ["用户不得删除，请取消“启用”，其办理记录和任职随之保留"]
    assert User.objects.filter(pk=person.pk).exists()


def test_of_many_at_once_each_that_is_not_theirs_leaves_a_row(browse):
    home = HomePage.objects.first()
    editor = User.objects.get(username="editor")
    browse(editor).post(f"/admin/bulk/wagtailcore/page/unpublish/?id={home.pk}")
    (row,) = refused()
    assert (row.actor, row.subject_id) == (editor.username, f"{home.pk}")
    assert row.data["door"].startswith("批量")
    home.refresh_from_db()
    assert home.live


def test_a_weighty_act_of_the_portal_says_why_not(draft, browse):
    paper = draft(1)
    client = browse(agent(paper.applicant_id))
    client.post(reverse("portal:check", args=[paper.pk]))
    (row,) = refused()
    assert (row.data["door"], row.subject_id) == ("提交申请", f"{paper.pk}")
    assert row.data["reasons"]
    client.post(reverse("portal:check", args=[paper.pk]))
    assert len(refused()) == 1, "the same is told once an hour"


def test_another_unit_s_paper_and_an_officer_at_the_portal_leave_rows(paper, browse, draft):
    (item,) = paper()
    other = draft(1, serial=2)
    address = reverse("portal:withdraw", args=[item.application_id, item.pk])
    client = browse(agent(other.applicant_id))
    assert client.get(address).status_code == 404
    assert refused() == []
    assert client.post(address, {"because": "不再申请"}).status_code == 404
    assert browse(holder("fpb_clerk@fpb")).post(address).status_code == 403
    first, second = refused()
    assert first.data["reasons"] == ["不在办理范围内，或者已不存在"]
    assert second.data["reasons"] == ["没有办理的权限"]
    assert {row.data["door"] for row in (first, second)} == {"申请门户：撤回申请"}
    assert "不再申请" not in str(first.data)


def test_strangers_and_stale_forms_leave_none(paper):
    (item,) = paper()
    address = reverse("portal:withdraw", args=[item.application_id, item.pk])
    Client().post(address)
    checking = Client(enforce_csrf_checks=True)
    checking.force_login(
        agent(item.application.applicant_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert checking.post(address).status_code == 403
    assert refused() == []


def test_what_is_sent_to_the_public_s_part_names_nobody_signed_in_beside_it(browse):
    client = browse(holder("fpb_clerk@fpb"))
    assert client.post("/api/v1/complaints", "{}", "application/json").status_code == 422
    assert (
        client.post("/api/v1/ledgers/venues/entries", "{}", "application/json").status_code == 401
    )
    assert refused() == []


def test_a_program_is_refused_in_the_name_of_its_person(office, on_wednesday):
    reporter = Program(holder("unit_reporter@swj"), at=on_wednesday, scopes=["ledgers"])
    entry = {"unit": "fpb", "cells": {"number": "GUI-01"}}
    assert reporter.post("ledgers/venues/entries", entry).status_code == 403
    (row,) = refused()
    assert (row.actor, row.data["door"]) == (reporter.person.username, "接口：登记台账记录")
    assert "GUI-01" not in str(row.data)
    late = {"unit": "swj", "cells": {**VENUE, "opened_on": "2020-06-04"}}
    assert reporter.post("ledgers/venues/entries", late).status_code == 409
    assert refused()[-1].data["reasons"] == ["开业日期不得晚于今天"]


def test_two_addresses_of_one_title_are_two_refusals(paper, browse, draft):
    (item,) = paper()
    other = draft(1, serial=2)
    client = browse(agent(other.applicant_id))
    for name in ("move_up", "move_down", "move_up"):
        address = reverse(f"portal:{name}", args=[item.application_id, item.pk])
        assert client.post(address).status_code == 404
    assert [row.data["page"] for row in refused()] == ["portal:move_up", "portal:move_down"]
    assert {row.data["door"] for row in refused()} == {"申请门户：调整产品次序"}
