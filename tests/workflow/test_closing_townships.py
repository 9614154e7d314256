"""A township ends with a successor: its units and unfinished papers belong there from then on."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.forms import filled
from tests.support.listed import listed

from applications.models import Application
from applications.services import drafts
from demo import fiction
from demo.preparing import submit
from demo.timetables import moment
from records.models import AuditEvent
from registry.models import Applicant, Organisation, Township, User
from rules.periods import local_day
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import Closing
from workflow.positions import open_task
from workflow.services import closings
from workflow.services.closing_townships import close_township

pytestmark = pytest.mark.django_db


def approval():
    """The answer of the form that approves what waits."""
    return f"approve-{Closing.objects.waiting().get().pk}"


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


@pytest.fixture
def deputy(office):
    return User.objects.create(username="deputy", last_name="示", is_superuser=True, is_staff=True)


def browser(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def edit(kind, row):
    return reverse(f"wagtailsnippets_registry_{kind}:edit", args=[row.pk])


def test_a_form_from_before_approves_no_other_end(old, new, entry, admin, deputy, time_travel):
    time_travel(DAY)
    page, first, second = edit("township", old), browser(admin), browser(deputy)
    typed = {"valid_until": f"{DAY}", "successors": [new.pk]}
    first.post(page, filled(first.get(page), **typed))
    before = filled(second.get(page), answer=approval())
    dropped = approval().replace("approve", "drop")
    first.post(page, filled(first.get(page), answer=dropped))
    assert second.post(page, before).status_code == 200, "nothing waits"
    later = DAY + timedelta(days=1)
    time_travel(later)
    first, second = browser(admin), browser(deputy)
    again = first.post(page, filled(first.get(page), **{**typed, "valid_until": f"{later}"}))
    assert again.status_code == 302, again.context["form"].errors
    refused = second.post(page, before)
    assert "待批准的内容已有变化" in refused.content.decode()
    assert Closing.objects.waiting().get().last_day == later
    old.refresh_from_db()
    assert old.valid_until is None


def test_the_form_asks_for_the_successor_and_another_hands_over(
    entry, old, new, admin, deputy, time_travel
):
    time_travel(DAY)
    page, first, second = edit("township", old), browser(admin), browser(deputy)
    refused = first.post(page, filled(first.get(page), valid_until=f"{DAY}"))
    assert "请选择一个承接的乡镇街道" in refused.content.decode()
    done = first.post(page, filled(first.get(page), valid_until=f"{DAY}", successors=[new.pk]))
    assert done.status_code == 302
    entry.applicant.refresh_from_db()
    assert entry.applicant.production_township == old, "one person moves nobody"
    old.refresh_from_db()
    assert (old.valid_until, list(old.successors.all())) == (None, [])
    own = first.post(page, filled(first.get(page), answer=approval()))
    assert "录入人与批准人不得为同一人" in own.content.decode()
    assert "由" + str(new) + "承接" in second.get(page).content.decode()
    assert second.post(page, filled(second.get(page), answer=approval())).status_code == 302
    entry.applicant.refresh_from_db()
    old.refresh_from_db()
    assert (entry.applicant.production_township, old.valid_until) == (new, DAY)
    assert {event.actor for event in AuditEvent.objects.filter(action__contains="clos")} == {
        "admin",
        "deputy",
    }


def test_an_end_that_is_dropped_moves_nothing_and_can_be_entered_anew(old, new, admin, deputy, at):
    closing = closings.propose(old, successor=new, last_day=DAY, by=admin, at=AT)
    again = {"successor": new, "last_day": DAY, "by": deputy, "at": AT}
    with pytest.raises(Refused, match="已有待批准的撤销"):
        closings.propose(old, **again)
    closings.decide(closing, is_approved=False, by=admin, at=AT)
    with pytest.raises(Refused, match="已经决定"):
        closings.decide(closing, is_approved=True, by=deputy, at=AT)
    old.refresh_from_db()
    assert old.valid_until is None
    closings.propose(old, **again)


def test_what_was_possible_when_it_was_entered_is_asked_again_on_approval(old, new, admin, deputy):
    closing = closings.propose(old, successor=new, last_day=DAY, by=admin, at=AT)
    Township.objects.filter(pk=new.pk).update(valid_until=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="当日不在有效期内"):
        closings.decide(closing, is_approved=True, by=deputy, at=AT)
    assert closings.waiting(old) == closing


def test_a_new_township_with_its_station_takes_everything_over_at_the_admin_s_doors(
    paper, admin, deputy, time_travel
):
    """Two places become one: entered by one, approved by another, and the unit reads the new."""
    (item,), town = paper(), Township.objects.filter(station__isnull=False).first()
    unit, at = item.application.applicant, item.application.submitted_at
    old = item.application.production_township
    station = item.application.station
    time_travel(local_day(at) + timedelta(days=1))
    first, second, today = browser(admin), browser(deputy), local_day(at) + timedelta(days=1)
    add = reverse("wagtailsnippets_registry_organisation:add")
    named = {"code": "station-new", "name": "新合镇工作站", "kind": station.kind}
    named |= {"level": station.level, "valid_from": f"{today}", "phone": "0000-1234567"}
    assert first.post(add, filled(first.get(add), **named)).status_code == 302
    new_station = Organisation.objects.get(code="station-new")
    add = reverse("wagtailsnippets_registry_township:add")
    named = {"gb_code": "360702199", "name": "新合镇", "kind": town.kind}
    named |= {"station": new_station.pk, "valid_from": f"{today}", "administered_by": "示例区"}
    assert first.post(add, filled(first.get(add), **named)).status_code == 302
    new = Township.objects.get(gb_code="360702199")
    for kind, row, heir in (("organisation", station, new_station), ("township", old, new)):
        page = edit(kind, row)
        typed = {"valid_until": f"{today}", "successors": [heir.pk]}
        assert first.post(page, filled(first.get(page), **typed)).status_code == 302
        assert second.post(page, filled(second.get(page), answer=approval())).status_code == 302
    assert open_task(item, "endorse").owner_permission == "station_officer@station-new"
    unit.refresh_from_db()
    assert unit.production_township == new
    agent_of = browser(unit.agents.first())
    shown = agent_of.get(reverse("portal:application", args=[item.application_id])).content
    assert "新合镇工作站" in shown.decode()
    who = {"by": unit.agents.first(), "at": moment(today, 11)}
    later = drafts.start(unit, **who)
    drafts.add_item(later, **who, **fiction.facts(1, 3))
    later = submit(later, **who)
    assert (later.production_township, later.station) == (new, new_station)
    assert violations() == []
