"""Registers are read by the district's people, written by nobody, and name no objector."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from demo.acts import holder
from publicity.models import Objection, PublicityEntry
from publicity.services import object_to
from records.models import AuditEvent
from registry.models import Membership, User

pytestmark = pytest.mark.django_db

OF_PAPERS = ("applications_application", "applications_item", "workflow_opinion")
ONLY_THE_DISTRICT = (
    *("registry_applicant", "catalog_product", "catalog_certificate"),
    *("publicity_publicity", "publicity_objection"),
)
READ_BY_THE_DISTRICT = (*OF_PAPERS, *ONLY_THE_DISTRICT)


def index(register):
    return reverse(f"{register}_modeladmin_index")


@pytest.mark.parametrize("register", READ_BY_THE_DISTRICT)
def test_the_district_reads_and_others_do_not(in_catalogue, signed_in, editor, register):
    assert signed_in("fpb_clerk@fpb").get(index(register)).status_code == 200
    assert signed_in(User.objects.get(username="admin")).get(index(register)).status_code == 200
    others = [holder("station_officer@station-360702100")] * (register in ONLY_THE_DISTRICT)
    for other in (editor, *others):
        sent = signed_in(other).get(index(register))
        assert (sent.status_code, sent.url) in (
            (302, "/admin/"),
            (302, f"/admin/login/?next={index(register)}"),
        )
    answer = signed_in(editor).get(index(register), follow=True)
    assert (answer.status_code, answer.wsgi_request.path) == (200, "/admin/")
    assert "没有权限" in answer.content.decode()


@pytest.mark.parametrize("register", [*READ_BY_THE_DISTRICT, "records_auditevent"])
def test_rows_are_inspected_and_nothing_else(walked, signed_in, register):
    from django.apps import apps

    walked("list")
    entry = PublicityEntry.objects.first()
    PublicityEntry.objects.filter(pk=entry.pk).update(closed_at=None, ending="")
    entry.refresh_from_db()
    object_to(entry, channel="web", content="带动户数与实际不符", at=entry.publicity.published_at)
    model = apps.get_model(*register.split("_"))
    is_audit = model is AuditEvent
    admin = signed_in("auditor@fpb" if is_audit else User.objects.get(username="admin"))
    row = model.objects.first()
    answer = admin.get(reverse(f"{register}_modeladmin_inspect", args=[row.pk]))
    assert answer.status_code == 200
    assert admin.get(index(register)).status_code == 200
    for act in ("edit", "delete"):
        sent_off = admin.get(reverse(f"{register}_modeladmin_{act}", args=[row.pk]))
        assert (sent_off.status_code, sent_off.url) == (302, "/admin/")
    assert admin.get(reverse(f"{register}_modeladmin_create")).status_code == 302


def test_the_audit_trail_is_for_auditors(walked, signed_in):
    walked("submit")
    auditor = signed_in("auditor@fpb")
    answer = auditor.get(index("records_auditevent"), {"subject_type": "applications.application"})
    assert answer.status_code == 200
    assert answer.context["object_list"]
    assert [event.action for event in answer.context["object_list"]] == [
        each.action for each in AuditEvent.objects.filter(subject_type="applications.application")
    ]
    html = answer.content.decode()
    assert ("提交申请" in html, "workflow.submit" in html) == (True, False)
    for other in (holder("manager@fpb"), User.objects.get(username="admin")):
        assert signed_in(other).get(index("records_auditevent")).status_code == 302


def test_who_objected_stands_in_no_register(walked, signed_in):
    walked("notice")
    entry = PublicityEntry.objects.get()
    objection = object_to(
        entry,
        channel="web",
        content="带动户数与实际不符",
        person_name="示例异议人",
        person_contact="0797-8200009",
        at=entry.publicity.published_at,
    )
    assert Objection.objects.count() == 1
    address = reverse("publicity_objection_modeladmin_inspect", args=[objection.pk])
    for other in ("complaint_officer@fpb", "fpb_clerk@fpb", "manager@fpb", "auditor@fpb"):
        html = signed_in(other).get(address).content.decode()
        assert "示例异议人" not in html
        assert "0797-8200009" not in html
    admin = signed_in(User.objects.get(username="admin")).get(address).content.decode()
    assert "示例异议人" not in admin


@pytest.mark.parametrize("register", OF_PAPERS)
def test_a_station_reads_its_own_papers_and_no_others(walked, station, signed_in, register):
    (own,), (other,) = walked("endorse"), walked("endorse", serial=2)
    assert own.application.station != other.application.station
    listed = station(own).get(index(register)).context["object_list"]
    assert {_application(row) for row in listed} == {own.application}
    foreign = _rows(register).get(**{_PATH[register]: other.application.pk})
    look = reverse(f"{register}_modeladmin_inspect", args=[foreign.pk])
    assert station(own).get(look).status_code == 404
    assert index(register) in station(own).get("/admin/").content.decode()


_PATH = dict(zip(OF_PAPERS, ("pk", "application", "item__application"), strict=True))


def _rows(register):
    from django.apps import apps

    return apps.get_model(*register.split("_")).objects.all()


def _application(row):
    return getattr(getattr(row, "item", row), "application", row)


def hired(role, organisation):
    person = User.objects.create(username=role, last_name="示例")
    person.groups.set(holder("fpb_clerk@fpb").groups.all())
    Membership.objects.create(user=person, organisation=organisation, role=role)
    return person


def test_an_upper_office_reads_what_came_up_to_it(walked, signed_in):
    went_up, waits = walked("report")[0], walked("endorse", serial=2)[0]
    city = hired("city_reviewer", went_up.application.ruleset.city)
    listed = list(signed_in(city).get(index("applications_item")).context["object_list"])
    assert (went_up in listed, waits in listed) == (True, False)


def test_products_are_found_by_where_they_stand_and_how_they_ended(walked, signed_in):
    (listed,), (reviewed,) = walked("list"), walked("endorse", serial=2)
    clerk = signed_in("fpb_clerk@fpb")

    def found(state):
        answer = clerk.get(index("applications_item"), {"state": state})
        return list(answer.context["object_list"])

    assert found("listed") == [listed]
    assert found("open") == found("at-district_review") == [reviewed]
    assert found("at-city_pending") == []
    assert len(found("no such state")) == 2


def test_a_table_says_dates_as_the_desk_does_and_carries_no_link(in_catalogue, signed_in):
    clerk = signed_in("fpb_clerk@fpb")
    day = f"{timezone.localtime(in_catalogue.application.submitted_at):%Y-%m-%d}"
    html = clerk.get(index("applications_application")).content.decode()
    assert f"{day} " in html
    table = clerk.get(index("applications_application"), {"export": "csv"})
    assert "办理页" not in table.content.decode("utf-8-sig")
    head, row = (
        clerk.get(index("applications_item"), {"export": "csv"})
        .content.decode("utf-8-sig")
        .splitlines()
    )
    assert "办结" in head
    assert row.count(day) == 1
    assert "已列入" in row


def test_the_newest_opinion_stands_first(walked, signed_in):
    walked("review")
    rows = list(signed_in("fpb_clerk@fpb").get(index("workflow_opinion")).context["object_list"])
    moments = [row.signed_at for row in rows]
    assert moments == sorted(moments, reverse=True)


def test_the_item_registers_queries_do_not_grow(walked, signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clerk = signed_in("fpb_clerk@fpb")
    walked("endorse", products=1, serial=1)
    clerk.get(index("applications_item"))
    with CaptureQueriesContext(connection) as few:
        clerk.get(index("applications_item"))
    walked("endorse", products=6, serial=2)
    with CaptureQueriesContext(connection) as many:
        clerk.get(index("applications_item"))
    assert len(many) == len(few)


def test_a_draft_is_in_no_register(draft, signed_in):
    application = draft()
    clerk = signed_in("fpb_clerk@fpb")
    address = reverse("applications_application_modeladmin_inspect", args=[application.pk])
    assert clerk.get(address).status_code == 404
    item = reverse("applications_item_modeladmin_inspect", args=[application.items.get().pk])
    assert clerk.get(item).status_code == 404


@pytest.mark.parametrize("register", READ_BY_THE_DISTRICT)
def test_every_register_is_exported_as_it_is_listed(in_catalogue, signed_in, register):
    browser = signed_in("manager@fpb")
    listed = browser.get(index(register))
    csv = browser.get(index(register), {"export": "csv"})
    assert csv["Content-Disposition"].startswith("attachment")
    rows = csv.content.decode("utf-8-sig").splitlines()
    assert len(rows) - 1 == listed.context["view"].queryset.count()
    sheet = load_workbook(BytesIO(browser.get(index(register), {"export": "xlsx"}).content)).active
    assert sheet.max_row == len(rows)
    assert AuditEvent.objects.filter(action="desk.export").count() == 2


def test_an_export_speaks_chinese_local_time_and_no_formula(walked, signed_in):
    [item] = walked("review")
    type(item).objects.filter(pk=item.pk).update(name="=HYPERLINK(1)")
    browser = signed_in("manager@fpb")
    items = browser.get(index("applications_item"), {"export": "csv"}).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in items
    opinions = browser.get(index("workflow_opinion"), {"export": "csv"}).content.decode("utf-8-sig")
    assert "质量安全审核" in opinions
    signed = timezone.localtime(item.opinions.latest("pk").signed_at)
    assert f"{signed:%Y-%m-%d %H:%M:%S}" in opinions
