"""An office ends with a successor: what it had in hand goes there, and nothing is left behind."""

from datetime import date

import pytest
from django.urls import reverse
from tests.support import bulletins as hands
from tests.support import plan
from tests.support.forms import filled

from applications.models import Application
from demo.acts import holder, perform
from demo.timetables import moment
from ledger import bulletin_lists
from ledger import bulletins as words
from ledger.models import Bulletin
from ledger.praise import praise_and_urge
from records.models import AuditEvent, OutgoingMail
from registry.models import Membership, Organisation, RuleSet, Township, User
from registry.permissions import duties
from registry.rulesets import approve
from rules.refusal import Refused
from supervision.models import Complaint
from supervision.services import complaints
from workflow.invariants import violations
from workflow.models import Closing
from workflow.positions import nodes_of, open_task
from workflow.services import bulletin_reminders, bulletins
from workflow.services import complaints as complaint_flow
from workflow.services.closing_offices import close_office
from workflow.services.desk import claim
from workflow.services.reversals import send_to_station

pytestmark = pytest.mark.django_db


def approval():
    """The answer of the form that approves what waits."""
    return f"approve-{Closing.objects.waiting().get().pk}"


DAY = date(2020, 4, 3)
AT = moment(DAY)


@pytest.fixture
def station(paper):
    """The station at whose desk a paper waits, and the paper's item."""
    [item] = paper(1)
    return item.application.station, item


@pytest.fixture
def admin(office):
    return User.objects.get(username="admin")


def other_station(station):
    return Organisation.objects.filter(kind="work_station").exclude(pk=station.pk).first()


def reasons(*args, **kwargs):
    with pytest.raises(Refused) as refused:
        close_office(*args, **kwargs)
    return refused.value.reasons


def test_a_station_with_open_tasks_is_not_closed_without_a_successor(station, admin):
    old, item = station
    [reason] = reasons(old, last_day=DAY, by=admin, at=AT)
    assert reason.startswith("该机构还有1件待办、")
    assert "请选择一个承接者" in reason
    assert nodes_of(item) == ["endorse"]


def test_its_tasks_people_townships_and_later_papers_go_to_the_successor(
    station, draft, admin, time_travel
):
    old, item = station
    new, officer = other_station(old), holder(f"station_officer@{old.code}")
    unsent = draft(1, serial=1)
    Application.objects.filter(pk=unsent.pk).update(station=old)
    time_travel(DAY)
    claim(open_task(item, "endorse"), by=officer, at=AT)
    close_office(old, last_day=DAY, successor=new, by=admin, at=AT)
    task = open_task(item, "endorse")
    assert (task.owner_permission, task.owner_id) == (f"station_officer@{new.code}", None)
    assert not Township.objects.filter(station=old).exists()
    assert Application.objects.get(pk=unsent.pk).station == new
    assert not Membership.objects.filter(organisation=old).in_force(date(2020, 4, 4)).exists()
    time_travel(date(2020, 4, 7))
    officer = User.objects.get(pk=officer.pk)
    assert f"station_officer@{new.code}" in duties(officer)
    assert Application.objects.scope(officer).filter(pk=item.application_id).exists()
    perform(item, "endorse", at=moment(date(2020, 4, 7)))
    assert nodes_of(item) == ["review_benefit", "review_quality"]
    event = AuditEvent.objects.get(action="workflow.close_office")
    assert (event.actor, event.data["tasks"], event.data["to"]) == ("admin", 1, str(new))
    assert violations() == []


def test_what_comes_back_to_a_station_that_ended_waits_at_the_successor(station, admin):
    old, item = station
    perform(item, "endorse", at=AT)
    new, reviewer = other_station(old), User.objects.get(username="reviewer")
    close_office(old, last_day=DAY, successor=new, by=admin, at=moment(DAY, 11))
    send_to_station(item, because="带动人数与名单不一致", by=reviewer, at=moment(DAY, 12))
    assert open_task(item, "endorse").owner_permission == f"station_officer@{new.code}"
    assert violations() == []


def test_what_reaches_a_station_on_its_last_day_waits_at_the_successor(station, admin):
    old, item = station
    reviewer = User.objects.get(username="reviewer")
    perform(item, "endorse", at=AT)
    Organisation.objects.filter(pk=old.pk).update(valid_until=DAY)
    old.successors.add(new := other_station(old))
    send_to_station(item, because="带动人数与名单不一致", by=reviewer, at=moment(DAY, 12))
    assert open_task(item, "endorse").owner_permission == f"station_officer@{new.code}"


def test_who_once_served_in_the_successor_serves_there_again(station, admin, time_travel):
    old, _item = station
    new, officer = other_station(old), holder(f"station_officer@{old.code}")
    Membership.objects.create(
        user=officer,
        organisation=new,
        role="station_officer",
        valid_from=date(2018, 1, 1),
        valid_until=date(2018, 12, 31),
    )
    close_office(old, last_day=DAY, successor=new, by=admin, at=AT)
    time_travel(date(2020, 4, 7))
    assert f"station_officer@{new.code}" in duties(User.objects.get(pk=officer.pk))


def test_a_mistyped_year_ends_no_office_in_the_past(station, admin):
    old, _item = station
    [reason] = reasons(
        old, last_day=date(2002, 4, 3), successor=other_station(old), by=admin, at=AT
    )
    assert reason == "失效日期早于今天366天以上，请核对年份"


def test_who_comes_after_must_be_of_the_kind_and_there(station, admin):
    old, _item = station
    bureau = Organisation.objects.get(code="nyncj")
    assert "承接者应当同为" in reasons(old, last_day=DAY, successor=bureau, by=admin, at=AT)[0]
    assert "不能是该机构自己" in reasons(old, last_day=DAY, successor=old, by=admin, at=AT)[0]
    gone = other_station(old)
    Organisation.objects.filter(pk=gone.pk).update(valid_until=date(2020, 4, 1))
    gone.refresh_from_db()
    assert "不在有效期内" in reasons(old, last_day=DAY, successor=gone, by=admin, at=AT)[0]


def test_a_day_to_come_and_an_office_of_the_rules_are_refused(station, admin):
    old, _item = station
    new = other_station(old)
    late = reasons(old, last_day=date(2020, 4, 30), successor=new, by=admin, at=AT)
    assert "失效日期不得晚于今天" in late[0]
    bureau = RuleSet.objects.get().bureau
    Organisation.objects.create(code="new-bureau", name="新局", kind=bureau.kind, level="district")
    heir = Organisation.objects.get(code="new-bureau")
    [reason] = reasons(bureau, last_day=DAY, successor=heir, by=admin, at=AT)
    assert "请先批准改由承接者承担的新版本" in reason


def test_the_form_of_an_office_asks_for_the_successor(station, administrator, time_travel):
    old, item = station
    time_travel(DAY)
    edit = reverse("wagtailsnippets_registry_organisation:edit", args=[old.pk])
    answer = administrator.post(edit, filled(administrator.get(edit), valid_until="2020-04-03"))
    assert "请选择一个承接者" in answer.context["form"].errors["successors"][0]
    new = other_station(old)
    closing = {"valid_until": "2020-04-03", "successors": [new.pk]}
    answer = administrator.post(edit, filled(administrator.get(edit), **closing))
    assert answer.status_code == 302, answer.context["form"].errors
    assert open_task(item, "endorse").owner_permission == f"station_officer@{old.code}"
    second = User.objects.create(username="deputy", is_superuser=True, is_staff=True)
    administrator.force_login(second, backend="django.contrib.auth.backends.ModelBackend")
    both = {"answer": approval(), "name": "改了名的工作站"}
    answer = administrator.post(edit, filled(administrator.get(edit), **both))
    assert "其他内容另行修改" in str(answer.context["form"].errors)
    administrator.post(edit, filled(administrator.get(edit), answer=approval()))
    assert open_task(item, "endorse").owner_permission == f"station_officer@{new.code}"
    administrator.post(edit, filled(administrator.get(edit)))
    assert AuditEvent.objects.filter(action="workflow.close_office").count() == 1


def test_rules_that_name_a_price_office_without_people_are_not_approved(office, admin, at):
    draft = RuleSet.objects.get()
    draft.pk, draft.effective_from = None, date(2031, 1, 1)
    draft.approved_at, draft.ground, draft.entered_by = None, "", holder("manager@fpb")
    draft.price_bureau = Organisation.objects.get(code="scjgj")
    draft.save()
    Membership.objects.filter(role="price_reviewer").update(valid_until=date(2020, 1, 1))
    with pytest.raises(Refused, match="没有“价格核查”人员任职"):
        approve(draft, by=admin, at=at)
    Membership.objects.filter(role="price_reviewer").update(valid_until=None)
    assert approve(draft, by=admin, at=at).is_approved


@pytest.fixture
def bureau(office):
    """The bureau of finance, which leads tasks of the plan; the second quarter is closed."""
    plan.load_plan()
    plan.close(1, 2, 3, 4)
    return Organisation.objects.get(code="czj")


@pytest.fixture
def heir(bureau):
    """A bureau with a reporter and a head of its own, into which the other may go."""
    new = Organisation.objects.create(
        code="xczj", name="新财政局", kind=bureau.kind, level=bureau.level
    )
    for login, role in (("xczj-bao", "unit_reporter"), ("xczj-fu", "unit_head")):
        person = User.objects.create(username=login, email=f"{login}@example.gov.cn")
        Membership.objects.create(user=person, organisation=new, role=role)
    return new


LAST = hands.AT.date()


def close_into(old, new, at=hands.AT):
    close_office(old, last_day=LAST, successor=new, by=User.objects.get(username="admin"), at=at)


def test_a_bulletin_given_back_to_a_unit_that_ended_is_its_successor_s_to_the_end(bureau, heir):
    bulletins.take_up(hands.AT)
    bulletin = hands.draft(hands.of("czj"), "czj-bao")
    close_into(bureau, heir)
    reviewer, why = plan.person("reviewer"), "缺少配合单位的进展"
    bulletins.check(bulletin, is_passed=False, because=why, by=reviewer, at=hands.AT)
    assert bulletins.open_task(bulletin).owner_permission == "unit_reporter@xczj"
    assert bulletins.visible_to(plan.person("xczj-bao")).get() == bulletin
    hands.draft(hands.of("czj"), "xczj-bao")
    bulletins.check(bulletin, is_passed=True, by=reviewer, at=hands.AT)
    head = plan.person("xczj-fu")
    assert [*bulletins.waiting_for(head)] == [bulletin]
    bulletins.sign(bulletin, is_passed=True, by=head, at=hands.AT)
    issued = hands.of("czj")
    correction = bulletins.correct(issued, because="进展的笔数有误，应予更正", by=head, at=hands.AT)
    assert bulletins.open_task(correction).owner_permission == "unit_reporter@xczj"
    assert violations() == []


def test_who_signs_for_the_successor_is_written_to_once_it_is_late(bureau, heir, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    bulletins.take_up(hands.AT)
    close_into(bureau, heir)
    bulletin_reminders.remind(moment(date(2020, 7, 12)))
    written = OutgoingMail.objects.filter(recipient="xczj-fu@example.gov.cn")
    assert "区财政局" in written.get().body


def test_later_quarters_begin_with_the_successor_and_tell_of_the_tasks_that_came_to_it(
    bureau, heir
):
    close_into(bureau, heir)
    bulletins.take_up(hands.AT)
    leads = {each.unit.code for each in Bulletin.objects.filter(kind="lead_unit")}
    assert leads == hands.LEADS - {"czj"} | {"xczj"}
    bulletin = hands.of("xczj")
    assert bulletins.open_task(bulletin).owner_permission == "unit_reporter@xczj"
    tasks = [unit.task for unit in plan.all_units().filter(organisation=bureau, role="lead")]
    text = words.recommended_text(bulletin)
    assert tasks
    assert all(f"{task}。" in text for task in tasks)
    urged = praise_and_urge(bulletin, on=date(2020, 8, 1))["urge"]
    assert any("区财政局" in line for line in urged)
    assert violations() == []


def listed_by(on):
    """What the list of the second quarter says on a day: the lead unit's code → its bulletin."""
    rows = [each for _words, quarter in bulletin_lists.reports(on) for each in quarter]
    own = [each for each in rows if each.quarter == "2020Q2" and not each.is_district]
    return {each.unit.code: each.bulletin for each in own}


def test_the_list_of_who_has_issued_names_the_successor_and_not_who_ended(bureau, heir):
    close_into(bureau, heir)

    assert set(listed_by(LAST)) == hands.LEADS - {"czj"} | {"xczj"}
    bulletins.take_up(hands.AT)
    assert listed_by(LAST)["xczj"] == hands.of("xczj")


def test_what_a_unit_began_before_it_ended_stays_listed_under_its_name(bureau, heir):
    bulletins.take_up(hands.AT)
    close_into(bureau, heir)
    assert set(listed_by(date(2020, 9, 30))) == hands.LEADS


def test_a_unit_that_ended_and_has_no_successor_is_asked_for_no_bulletin(bureau):
    Organisation.objects.filter(pk=bureau.pk).update(valid_until=LAST)
    bulletins.take_up(hands.AT)
    leads = {each.unit.code for each in Bulletin.objects.filter(kind="lead_unit")}
    assert leads == hands.LEADS - {"czj"}


FACTS = {
    "subject_kind": "venue",
    "about_text": "示例展销会",
    "category": "price",
    "content": "展销会上标价和收款不一致。",
}


@pytest.fixture
def accepted(office):
    """A complaint that the bureau's reviewer has; another that nobody has; and who gives them."""
    officer, reviewer = holder("complaint_officer@fpb"), holder("agri_reviewer@nyncj")
    first, second = (complaints.receive(source="12317", at=AT, **FACTS) for _each in range(2))
    unit = Organisation.objects.get(code="nyncj")
    complaints.accept(first, unit=unit, handler=reviewer, by=officer, at=AT)
    return first, second, officer


def ended(unit):
    """``unit`` on its last day, and who came after it."""
    heir = Organisation.objects.create(
        code="xnyncj", name="新农业局", kind=unit.kind, level="district"
    )
    Organisation.objects.filter(pk=unit.pk).update(valid_until=DAY)
    unit.successors.add(heir)
    unit.refresh_from_db()
    return heir


def test_no_complaint_is_given_to_a_unit_on_its_last_day(accepted):
    first, second, officer = accepted
    unit = Organisation.objects.get(code="nyncj")
    given = {"unit": unit, "handler": holder("agri_reviewer@nyncj"), "by": officer, "at": AT}
    ended(unit)
    for act, case in ((complaints.accept, second), (complaints.hand_over, first)):
        with pytest.raises(Refused, match="今天是最后一天，明天起不再办理"):
            act(case, **given)
    second.refresh_from_db()
    assert second.unit is None


def test_a_complaint_left_at_a_unit_that_ended_is_told_and_its_steps_are_the_successor_s(
    accepted, time_travel
):
    first, _second, officer = accepted
    unit, handler = Organisation.objects.get(code="nyncj"), holder("agri_reviewer@nyncj")
    heir = ended(unit)
    later = date(2020, 4, 7)
    Membership.objects.filter(organisation=unit).update(valid_until=DAY)
    Membership.objects.create(
        user=handler, organisation=heir, role="agri_reviewer", valid_from=date(2020, 4, 4)
    )
    assert f"{unit} 已由他人承接，却仍有1件承办的投诉举报" in violations()
    time_travel(later)
    complaints.investigate(first, by=officer, at=moment(later))
    assert complaint_flow.open_task(first).owner_permission == "agri_reviewer@xnyncj"
    handler = User.objects.get(pk=handler.pk)
    assert [*Complaint.objects.scope(handler)] == [first]


def test_a_complaint_that_moved_on_the_last_day_keeps_its_handler_s_duty(accepted):
    first, _second, officer = accepted
    unit, handler = Organisation.objects.get(code="nyncj"), holder("agri_reviewer@nyncj")
    heir = ended(unit)
    Complaint.objects.filter(pk=first.pk).update(unit=heir)
    Membership.objects.create(
        user=handler, organisation=heir, role="agri_reviewer", valid_from=date(2020, 4, 4)
    )
    complaints.investigate(first, by=officer, at=AT)
    assert complaint_flow.open_task(first).owner_permission == "agri_reviewer@xnyncj"
