"""A township ends with a successor: its units and unfinished papers belong there from then on."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.support.forms import filled
from tests.support.listed import listed

from applications.models import Application
from demo.timetables import moment
from records.models import AuditEvent
from registry.models import Applicant, Township, User
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.services.closing_townships import close_township

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 3)
AT = moment(DAY)


@pytest.fixture
def entry(office):
    return listed()


@pytest.fixture
def old(entry):
    """The township of a holder with an entry in the catalogue."""
    return entry.applicant.production_township


@pytest.fixture
def new(old):
    return Township.objects.exclude(pk=old.pk).filter(station__isnull=False).first()


@pytest.fixture
def admin(office):
    return User.objects.get(username="admin")


def reasons(*args, **kwargs):
    with pytest.raises(Refused) as refused:
        close_township(*args, **kwargs)
    return refused.value.reasons


def test_a_township_with_units_papers_and_entries_is_not_ended_without_a_successor(
    old, draft, admin
):
    draft(1, serial=1)
    [reason] = reasons(old, last_day=DAY, by=admin, at=AT)
    for part in ("家申请单位", "份填写中的申请", "个有效目录条目", "请选择一个承接的乡镇街道"):
        assert part in reason
    old.refresh_from_db()
    assert old.valid_until is None


def test_one_in_which_nothing_is_open_ends_by_itself(office, admin):
    empty = Township.objects.create(
        gb_code="360702199", name="示例街道", kind="subdistrict", administered_by="章贡区"
    )
    assert close_township(empty, last_day=DAY, by=admin, at=AT).valid_until == DAY


@pytest.mark.parametrize(
    ("last_day", "reason"),
    [(DAY + timedelta(days=1), "不得晚于今天"), (DAY - timedelta(days=400), "请核对年份")],
)
def test_a_mistyped_day_is_refused(old, new, admin, last_day, reason):
    assert reason in reasons(old, last_day=last_day, successor=new, by=admin, at=AT)[0]


def test_no_township_comes_after_itself_or_after_its_own_end(old, new, admin):
    assert "不能是该乡镇街道自己" in reasons(old, successor=old, last_day=DAY, by=admin, at=AT)[0]
    Township.objects.filter(pk=new.pk).update(valid_until=DAY - timedelta(days=1))
    new.refresh_from_db()
    assert "不在有效期内" in reasons(old, successor=new, last_day=DAY, by=admin, at=AT)[0]


def test_units_and_drafts_go_along_and_what_was_signed_stays(entry, old, new, draft, admin):
    unsent = draft(1, serial=1)
    Application.objects.filter(pk=unsent.pk).update(production_township=old)
    Application.objects.filter(pk=entry.item.application_id).update(production_township=old)
    close_township(old, last_day=DAY, successor=new, by=admin, at=AT)
    assert not Applicant.objects.filter(production_township=old).exists()
    entry.applicant.refresh_from_db()
    assert entry.applicant.production_township == new
    unsent = Application.objects.get(pk=unsent.pk)
    assert (unsent.production_township, unsent.station) == (new, new.station)
    signed = Application.objects.get(pk=entry.item.application_id)
    assert signed.production_township == old, "what was submitted says where it was made"
    old.refresh_from_db()
    assert old.successor(DAY + timedelta(days=1)) == new
    event = AuditEvent.objects.get(action="workflow.close_township")
    assert (event.actor, event.data["to"], event.data["drafts"]) == ("admin", str(new), 1)
    assert violations() == []


def test_the_form_asks_for_the_successor_and_hands_over(
    entry, old, new, admin, client, time_travel
):
    time_travel(DAY)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("wagtailsnippets_registry_township:edit", args=[old.pk])
    refused = client.post(page, filled(client.get(page), valid_until=f"{DAY}"))
    assert "请选择一个承接的乡镇街道" in refused.content.decode()
    done = client.post(page, filled(client.get(page), valid_until=f"{DAY}", successors=[new.pk]))
    assert done.status_code == 302
    entry.applicant.refresh_from_db()
    assert entry.applicant.production_township == new
