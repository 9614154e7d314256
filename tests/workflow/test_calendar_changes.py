"""A holiday declared while something runs: windows and limits grow, once, and never shrink."""

from datetime import date, timedelta

import pytest

from applications.models import Item
from demo.acts import holder
from demo.local_days import declare
from demo.timetables import moment
from publicity.models import Objection, Publicity, PublicityEntry, WindowExtension
from publicity.services import hold, object_to
from records.models import AuditEvent
from registry import calendars
from registry.models import CalendarEdition
from registry.recounting import recount_open
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import Letter, Turn
from workflow.positions import nodes_of
from workflow.services.clock import tick
from workflow.services.timers import fire_due_timers

pytestmark = pytest.mark.django_db


def window():
    return Publicity.objects.get()


def test_two_days_off_declared_inside_a_notice_are_counted_again(
    before_public, time_travel, client
):
    """F3: before, the window closed after three working days and the house called it whole."""
    [item] = before_public
    before = window()
    assert (before.first_day, before.last_day) == (date(2020, 4, 14), date(2020, 4, 20))
    at = moment(date(2020, 4, 16))
    declare(date(2020, 4, 16), date(2020, 4, 17), at=at)
    assert tick(at + timedelta(minutes=1))["calendar"] >= 1
    assert window().last_day == date(2020, 4, 22)
    tick(moment(date(2020, 4, 21), 9))
    assert nodes_of(item) == ["district_notice"]
    tick(moment(date(2020, 4, 23), 0, 2))
    assert nodes_of(item) == ["report_to_city"]
    assert violations() == []
    note = "因2020年4月16日至2020年4月17日放假（章测府办〔2020〕3号），公示期延长至2020年4月22日。"
    page = before.notice_page
    for day, url in (
        (date(2020, 4, 21), page.url),
        (date(2020, 4, 24), f"{page.url[:-1]}-result/"),
    ):
        time_travel(day)
        assert note in client.get(url).content.decode(), url


def test_holidays_inside_the_lengthened_part_are_counted_again(before_public):
    at = moment(date(2020, 4, 20))
    declare(date(2020, 4, 21), date(2020, 4, 24), at=at)  # beyond the end: nothing changes
    tick(at + timedelta(minutes=1))
    assert window().last_day == date(2020, 4, 20)
    declare(date(2020, 4, 20), at=at + timedelta(minutes=2))
    tick(at + timedelta(minutes=3))
    assert window().last_day == date(2020, 4, 26), "a make-up Sunday after four days off"


def test_a_change_tells_the_applicant_once_however_often_the_clock_runs(
    before_public, settings, mailoutbox
):
    [item] = before_public
    at = moment(date(2020, 4, 16))
    declare(date(2020, 4, 17), at=at)
    for minutes in (1, 2, 30, 60):
        tick(at + timedelta(minutes=minutes))
    assert WindowExtension.objects.count() == 1
    letter = Letter.objects.get(item=item, kind="extended")
    assert "公示期延长至2020年4月21日" in letter.text
    assert "章测府办〔2020〕3号" in letter.text
    assert AuditEvent.objects.filter(action="publicity.extend").count() == 1
    assert CalendarEdition.objects.filter(settled_at=None).count() == 0
    assert recount_open(at + timedelta(days=1)) == 0


def test_a_working_day_declared_inside_a_notice_never_shortens_it(before_public):
    at = moment(date(2020, 4, 16))
    declare(date(2020, 4, 18), works=True, at=at)
    tick(at + timedelta(minutes=1))
    assert window().last_day == date(2020, 4, 20)
    assert not WindowExtension.objects.exists()


def test_a_window_that_had_ended_stays_ended_though_the_clock_was_late(before_public):
    [item] = before_public
    at = moment(date(2020, 4, 21), 9)
    declare(date(2020, 4, 17), at=at)
    tick(at + timedelta(minutes=1))
    assert window().last_day == date(2020, 4, 20)
    assert nodes_of(item) == ["report_to_city"]


def test_a_timer_that_comes_before_the_recount_closes_nothing(before_public):
    """The change came in time, the recount has not run: the end waits for it."""
    [item] = before_public
    declare(date(2020, 4, 17), at=moment(date(2020, 4, 20), 23))
    late = window().ends_at + timedelta(minutes=5)
    assert fire_due_timers(late) == {"fired": 0, "failed": 0}
    assert nodes_of(item) == ["district_notice"]
    tick(late)
    assert window().last_day == date(2020, 4, 21)
    assert nodes_of(item) == ["district_notice"]


def test_a_crash_between_two_windows_leaves_the_second_to_the_next_pass(walked, monkeypatch):
    walked("notice")
    walked("notice", serial=2)
    assert Publicity.objects.count() == 2
    at = moment(date(2020, 4, 16))
    declare(date(2020, 4, 17), at=at)
    from publicity import services

    whole, calls = services.recount_publicity, []

    def once(*args, **kwargs):
        calls.append(args)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return whole(*args, **kwargs)

    monkeypatch.setattr(services, "recount_publicity", once)
    with pytest.raises(KeyboardInterrupt):
        recount_open(at)
    assert WindowExtension.objects.count() == 1
    monkeypatch.undo()
    assert recount_open(at + timedelta(minutes=1)) >= 1
    assert WindowExtension.objects.count() == 2
    assert {each.last_day for each in Publicity.objects.all()} == {date(2020, 4, 21)}


def objection(item, at):
    entry = item.publicity_entries.get()
    return object_to(entry, channel="web", content="包装上的产地与实际不符", at=at)


def test_days_that_stood_still_in_a_held_window_are_given_back(before_public):
    """Held on the third day; the second turns out to have been a day off: four days remain."""
    [item] = before_public
    objection(item, moment(date(2020, 4, 16)))
    tick(moment(date(2020, 4, 16), 11))
    entry = PublicityEntry.objects.get()
    assert (entry.is_held, entry.remaining_days) == (True, 3)
    at = moment(date(2020, 4, 17))
    declare(date(2020, 4, 15), at=at)
    tick(at + timedelta(minutes=1))
    entry.refresh_from_db()
    assert entry.remaining_days == 4
    assert "增加为4个工作日" in Letter.objects.get(item=item, kind="extended").text


def test_a_hold_counts_by_the_newest_calendar_though_no_recount_has_run(before_public):
    [item] = before_public
    declare(date(2020, 4, 17), at=moment(date(2020, 4, 16), 8))
    at = moment(date(2020, 4, 16), 9)
    objection(item, at)
    entry = hold(PublicityEntry.objects.get(), calendar=calendars.calendar(), at=at)
    assert entry.remaining_days == 3  # 16, 20, 21


def test_the_limit_of_a_step_and_of_an_answer_grow_too(before_public):
    [item] = before_public
    objection(item, moment(date(2020, 4, 16)))
    tick(moment(date(2020, 4, 16), 11))
    turn = Turn.objects.get(item=item, finished_at=None)
    due, answer = turn.due_on, Objection.objects.get().answer_due_on
    at = moment(date(2020, 4, 17))
    declare(date(2020, 4, 20), at=at)
    tick(at + timedelta(minutes=1))
    turn.refresh_from_db()
    after = calendars.calendar()
    assert turn.due_on == after.next_working_day(due)
    assert Objection.objects.get().answer_due_on == after.next_working_day(answer)
    assert AuditEvent.objects.filter(action="workflow.extend").exists()


def test_an_applicant_who_mends_is_told_of_the_longer_time(walked):
    [item] = walked("review", choice="return")
    assert nodes_of(item) == ["mend_for_district"]
    turn = Turn.objects.get(item=item, finished_at=None)
    at = turn.arrived_at + timedelta(hours=1)
    declare(turn.due_on, at=at)
    tick(at + timedelta(minutes=1))
    assert "补正期限延长至" in Letter.objects.get(item=item, kind="extended").text


def test_nobody_checks_their_own_days_and_nobody_checks_twice(office, at):
    from registry.calendar_changes import check
    from registry.models import LocalOverride

    clerk = holder("fpb_clerk@fpb")
    entry = LocalOverride.objects.create(
        first_day=date(2020, 4, 9),
        last_day=date(2020, 4, 9),
        is_working_day=False,
        basis="章测府办〔2020〕3号",
        entered_by=clerk,
    )
    with pytest.raises(Refused, match="不得为同一人"):
        check(entry, by=clerk, at=at)
    check(entry, by=holder("manager@fpb"), at=at)
    with pytest.raises(Refused, match="已经复核生效"):
        check(entry, by=holder("manager@fpb"), at=at)
    assert CalendarEdition.objects.count() == 1


def test_nothing_of_an_item_is_recounted_after_its_end(before_public):
    [item] = before_public
    Item.objects.get(pk=item.pk)
    tick(window().ends_at + timedelta(minutes=2))
    at = moment(date(2020, 4, 21))
    declare(date(2020, 4, 17), at=at)
    tick(at + timedelta(minutes=1))
    assert PublicityEntry.objects.get().last_day == date(2020, 4, 20)


def test_a_limit_planned_beyond_the_calendar_becomes_real_when_the_paper_comes(paper, office):
    [item] = paper(1)
    turn = Turn.objects.get(item=item)
    arrived = moment(date(2026, 12, 29))
    Turn.objects.filter(pk=turn.pk).update(
        arrived_at=arrived, due_on=date(2027, 1, 5), due_is_provisional=True
    )
    tick(moment(date(2026, 12, 30)))
    turn.refresh_from_db()
    assert (turn.due_on, turn.due_is_provisional) == (date(2027, 1, 5), True)
    paper_of_2027(moment(date(2026, 12, 30), 11))
    tick(moment(date(2026, 12, 30), 12))
    turn.refresh_from_db()
    assert (turn.due_on, turn.due_is_provisional) == (date(2027, 1, 6), False)


def paper_of_2027(at):
    from registry.calendar_changes import check
    from registry.models import HolidayPaper

    day = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}
    entry = HolidayPaper.objects.create(
        year=2027,
        title="示例（虚构）",
        document_no="国办发明电〔2026〕7号",
        issued_on=date(2026, 12, 1),
        paper={"year": 2027, "papers": [], "days": [day]},
        entered_by=holder("fpb_clerk@fpb"),
    )
    check(entry, by=holder("manager@fpb"), at=at)


def test_a_complaint_and_a_question_to_the_unit_get_the_days_too(office):
    from supervision.models import Complaint
    from supervision.services import complaints

    at = moment(date(2020, 4, 13))
    complaint = complaints.receive(
        source="web",
        at=at,
        subject_kind="product",
        about_text="示例产品",
        category="quality",
        content="包装上的产地与实际不符，请查。",
    )
    assert complaint.accept_due_on == date(2020, 4, 20)
    declare(date(2020, 4, 15), at=at + timedelta(hours=1))
    tick(at + timedelta(hours=2))
    tick(at + timedelta(hours=3))
    complaint = Complaint.objects.get()
    assert complaint.accept_due_on == date(2020, 4, 21)
    texts = [step.public_text for step in complaint.steps.all() if step.public_text]
    assert texts == ["因2020年4月15日放假（章测府办〔2020〕3号），办理期限延长至2020年4月21日"]


def test_a_resumed_product_has_a_note_of_its_own(walked, user, time_travel, client):
    """Its days differ from the notice's, whose own window is over."""
    from demo.acts import perform

    one, two = walked("notice", 2)
    objection(one, moment(date(2020, 4, 16)))
    tick(moment(date(2020, 4, 16), 11))
    perform(one, "investigate_district", at=moment(date(2020, 4, 20)))
    entry = one.publicity_entries.get()
    assert entry.last_day == date(2020, 4, 23)
    at = moment(date(2020, 4, 22))
    declare(date(2020, 4, 23), at=at)
    tick(at + timedelta(minutes=1))
    entry.refresh_from_db()
    assert (entry.last_day, window().last_day) == (date(2020, 4, 24), date(2020, 4, 20))
    assert two.publicity_entries.get().last_day == date(2020, 4, 20)
    time_travel(date(2020, 4, 22), 11)
    page = client.get(window().notice_page.url).content.decode()
    assert f"“{one.name}”" in page
    assert "公示期延长至2020年4月24日" in page
