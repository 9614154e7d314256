"""The auditor finds who did what: by day, person, act in words and number of a paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.support.desk import page

from applications.models import Material
from applications.services import materials
from records.audit import record
from records.models import AuditEvent
from registry.models import User

pytestmark = pytest.mark.django_db
REGISTER = "records_auditevent_modeladmin_index"


@pytest.fixture
def auditor(office, signed_in):
    return signed_in("auditor@fpb")


@pytest.fixture
def rosters(paper, at, user):
    """Two papers; the agriculture reviewer read the roster of the first."""
    (first,), (second,) = paper(serial=1), paper(serial=2)
    restricted = (each for each in first.application.materials.all() if each.is_restricted)
    reader = user("agri_reviewer@nyncj")
    materials.read(next(restricted), by=reader, at=at, purpose="核对雇用人数")
    return first.application, second.application


def rows(browser, **params):
    answer = browser.get(reverse(REGISTER), params)
    assert answer.status_code == 200
    return list(answer.context["object_list"])


def test_who_read_a_roster_is_found_in_words_and_leads_to_the_paper(auditor, rosters):
    first, _second = rosters
    for params in (
        {"q": "查阅名册"},
        {"act": "名册"},
        {"q": f"{first.number} 查阅名册"},
        {"q": "示例农业 查阅"},
        {"person": "示例农业"},
        {"person": "agri", "act": "查阅名册"},
    ):
        assert [event.action for event in rows(auditor, **params)][:1] == [
            "applications.read_roster"
        ]
    html = auditor.get(reverse(REGISTER), {"q": "查阅名册"}).content.decode()
    assert f'href="{page("application", first.pk)}"' in html
    assert f"{first.number} {first.applicant.name}" in html
    assert "示例农业（agri）" in html


def test_a_number_finds_everything_of_its_paper_and_nothing_of_others(auditor, rosters):
    first, second = rosters
    events = rows(auditor, q=first.number.lower())
    acts = {(event.subject_type, event.action) for event in events}
    assert ("applications.application", "workflow.submit") in acts
    assert ("applications.material", "applications.read_roster") in acts
    assert ("applications.material", "applications.attach") in acts
    assert {event.pk for event in events}.isdisjoint(
        event.pk for event in rows(auditor, q=second.number)
    )


def test_days_are_days_in_china_and_both_are_included(auditor, at, user):
    AuditEvent.objects.all()._raw_delete("default")
    by = user("fpb_clerk@fpb")
    midnight = at.replace(hour=0, minute=0)
    for shift in (timedelta(minutes=-1), timedelta(0), timedelta(hours=23, minutes=59)):
        record("registry.profile", by, by=by, at=midnight + shift)
    day = f"{at:%Y-%m-%d}"
    acts = [event for event in rows(auditor, since=day, until=day) if "profile" in event.action]
    assert len(acts) == 2
    assert len(rows(auditor, until=f"{at - timedelta(days=1):%Y-%m-%d}")) == 1


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"since": "昨天"}, "不正确，应如 2026-01-15"),
        ({"since": "2020-05-02", "until": "2020-05-01"}, "止日不得早于起日"),
        ({"person": "a" * 99}, "60"),
        ({"q": "a\0b"}, ""),
        ({"person": "\0"}, ""),
        ({"since": "0001-01-01"}, "年份应在"),
        ({"until": "0202-05-01"}, "年份应在"),
        ({"until": "9999-12-31"}, "年份应在"),
        ({"before": "gestern"}, "网址中的起点无法识别"),
        ({"before": "0001-01-01T00:00"}, "网址中的起点无法识别"),
        ({"before": "9999-12-31T23:59-12:00"}, "网址中的起点无法识别"),
    ],
)
def test_what_cannot_be_read_is_answered_and_never_a_crash(auditor, params, reason):
    answer = auditor.get(reverse(REGISTER), params, follow=True)
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    if reason:
        assert list(answer.context["object_list"]) == []


def test_one_event_is_read_in_words_and_local_time(auditor, administrator, office):
    clerk = User.objects.get(username="clerk")
    clerk.is_superuser = True
    clerk.save()
    event = AuditEvent.objects.latest("pk")
    address = reverse("records_auditevent_modeladmin_inspect", args=[event.pk])
    html = auditor.get(address).content.decode()
    assert "修改用户" in html
    assert "超级用户状态：否 → 是" in html
    assert "registry.change_user" not in html
    assert f"{event.at:%Y-%m-%d %H:%M}" not in html, "no time of Greenwich"


def test_the_registers_queries_do_not_grow(auditor, rosters, user, at):
    auditor.get(reverse(REGISTER))
    with CaptureQueriesContext(connection) as few:
        auditor.get(reverse(REGISTER), {"q": "查阅"})
    for person in User.objects.filter(is_active=True)[:12]:
        for material in Material.objects.all()[:4]:
            record("applications.read_roster", material, by=person, at=at)
    with CaptureQueriesContext(connection) as many:
        assert len(rows(auditor, q="查阅")) > 40
    assert len(many) == len(few)


# On the paper


def test_auditor_and_head_see_who_looked_at_each_material(rosters, signed_in):
    first, _second = rosters
    for watcher in ("auditor@fpb", "manager@fpb"):
        html = signed_in(watcher).get(page("application", first.pk)).content.decode()
        assert "谁查阅过（1）" in html
        assert "核对雇用人数" in html
        assert "查阅名册" in html
    html = signed_in("fpb_reviewer@fpb").get(page("application", first.pk)).content.decode()
    assert "谁查阅过" not in html
    assert "核对雇用人数" not in html


def test_the_views_cost_the_paper_no_query_each(rosters, signed_in, user, at):
    first, _second = rosters
    head = signed_in("manager@fpb")
    address = page("application", first.pk)
    head.get(address)
    with CaptureQueriesContext(connection) as few:
        head.get(address)
    for who in ("fpb_reviewer@fpb", "fpb_clerk@fpb", "agri_reviewer@nyncj"):
        for material in first.materials.all():
            materials.read(material, by=user(who), at=at, purpose="核对")
    with CaptureQueriesContext(connection) as many:
        head.get(address)
    assert len(many) == len(few)
