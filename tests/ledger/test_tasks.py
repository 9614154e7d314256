"""The fifteen tasks: whose they are, their plans, progress, problems, and who is late."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.district import DIRECTORY
from demo.papers import pdf
from demo.timetables import moment
from desk.loading.ledger import load_task
from desk.plan_tasks import PlanTask
from ledger.models import Baseline, Problem, Progress, Task, TaskUnit
from ledger.reminders import remind_units
from ledger.services import tasks
from records.models import OutgoingMail
from registry.models import Organisation, Township, User
from rules.refusal import Refused

pytestmark = pytest.mark.django_db

AT = moment(date(2020, 7, 2))
RECORDS = json.loads((DIRECTORY / "tasks.json").read_text())
NUMBER = "区扶字〔2020〕9号"
WORDS = "召开产销对接会两次，组织主体进机关食堂展示产品。"


@pytest.fixture
def plan(office):
    """The fifteen tasks; the units that answer for them and their people are there."""
    for record in RECORDS:
        load_task(record)


def person(login):
    return User.objects.get(username=login)


def browser(login):
    client = Client()
    client.force_login(person(login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def task(number):
    return Task.objects.get(number=number)


def helping(number):
    """The code of a unit that has a part in the task and does not lead it."""
    return task(number).units.exclude(role="lead").first().organisation.code


def report(unit, by, word="2020Q2", at=AT, **more):
    values = {"status": "on_track", "text": WORDS, **more}
    return tasks.report_progress(unit, word, by=person(by), at=at, **values)


def test_the_fifteen_stand_word_for_word_with_their_units_in_the_printed_order(plan):
    for record in RECORDS:
        row = task(record["no"])
        assert row.text == record["text"]
        units = [(unit.organisation.name, unit.position) for unit in row.units.all()]
        assert units == [(each["name"], each["order"]) for each in record["units"]]
        assert [unit.position for unit in row.units.filter(role="lead")] == [1]
    assert TaskUnit.objects.count() == sum(len(each["units"]) for each in RECORDS)


def test_another_unit_leads_only_by_a_document_and_never_two(plan, new_acts):
    row, manager = task(6), person("manager")
    union = row.units.get(organisation__code="zgh")
    new_acts()
    with pytest.raises(Refused, match="文号"):
        tasks.change_lead(row, unit=union, document_no="", by=manager, at=AT)
    with pytest.raises(Refused, match="主管办公室负责人"):
        tasks.change_lead(
            row, unit=union, document_no="区扶字〔2020〕9号", by=person("zgh-fu"), at=AT
        )
    tasks.change_lead(row, unit=union, document_no="区扶字〔2020〕9号", by=manager, at=AT)
    assert row.units.get(role="lead").organisation.name == "区总工会"
    assert [unit.position for unit in row.units.all()] == [1, 2, 3]
    assert [each.action for each in new_acts()] == ["ledger.change_lead"]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.units.filter(position=1).update(role="lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.units.filter(role="lead").update(document_no="")


def test_a_plan_is_handed_in_by_the_lead_and_approved_by_its_head(plan):
    row, measures = task(5), [("组织预算单位对接832平台", date(2020, 6, 30))]
    words = {"text": "摸清预算单位食堂需求，按季度组织对接。", "measures": measures}
    with pytest.raises(Refused, match="牵头单位填报人"):
        tasks.hand_in_plan(row, **words, by=person("fpb-bao"), at=AT)
    with pytest.raises(Refused, match="至少写一条措施"):
        tasks.hand_in_plan(row, text=words["text"], measures=[], by=person("czj-bao"), at=AT)
    early = [("组织对接活动", date(2019, 1, 1))]
    with pytest.raises(Refused, match="应在方案印发之后三年以内"):
        tasks.hand_in_plan(row, text=words["text"], measures=early, by=person("czj-bao"), at=AT)
    plan_of_task = tasks.hand_in_plan(row, **words, by=person("czj-bao"), at=AT)
    with pytest.raises(Refused, match="负责人审定"):
        tasks.approve_plan(plan_of_task, by=person("czj-bao"), at=AT)
    tasks.approve_plan(plan_of_task, by=person("czj-fu"), at=AT)
    with pytest.raises(Refused, match="已审定"):
        tasks.hand_in_plan(row, **words, by=person("czj-bao"), at=AT)


def test_progress_is_reported_by_the_unit_signed_by_its_head_and_then_stands(plan):
    unit = task(6).units.get(organisation__code="zgh")
    with pytest.raises(Refused, match="本单位填报人"):
        report(unit, "czj-bao")
    with pytest.raises(Refused, match="个人信息"):
        report(unit, "zgh-bao", text="联系人电话13800138000，已经对接三次。")
    with pytest.raises(Refused, match="当前季度及以前"):
        report(unit, "zgh-bao", "2020Q4")
    progress = report(unit, "zgh-bao", evidence=[("现场.pdf", pdf("现场"))])
    assert progress.evidence.count() == 1
    with pytest.raises(Refused, match="本单位负责人"):
        tasks.sign_progress(progress, by=person("czj-fu"), at=AT)
    tasks.return_progress(progress, reason="缺少活动次数", by=person("zgh-fu"), at=AT)
    with pytest.raises(Refused, match="等待更正"):
        tasks.sign_progress(progress, by=person("zgh-fu"), at=AT)
    progress = report(unit, "zgh-bao")
    tasks.sign_progress(progress, by=person("zgh-fu"), at=AT)
    with pytest.raises(Refused, match="已审签"):
        report(unit, "zgh-bao")
    with pytest.raises(Refused, match="已审签"):
        tasks.sign_progress(progress, by=person("zgh-fu"), at=AT)
    assert Progress.objects.count() == 1


def test_a_problem_belongs_to_a_unit_until_a_day_and_is_overdue_after_it(plan):
    row, union = task(6), Organisation.objects.get(code="zgh")
    facts = {"text": "基层工会采购渠道不畅，配送困难。", "due_on": date(2020, 8, 1)}
    stranger = Organisation.objects.get(code="swj")
    with pytest.raises(Refused, match="责任单位"):
        tasks.raise_problem(row, owner=stranger, by=person("zgh-bao"), at=AT, **facts)
    late = {**facts, "due_on": date(2020, 7, 1)}
    with pytest.raises(Refused, match="早于今天"):
        tasks.raise_problem(row, owner=union, by=person("zgh-bao"), at=AT, **late)
    problem = tasks.raise_problem(row, owner=union, by=person("manager"), at=AT, **facts)
    assert not Problem.objects.overdue(date(2020, 8, 1)).exists()
    assert Problem.objects.overdue(date(2020, 8, 2)).get() == problem
    words = "已由区商务局协调配送。"
    with pytest.raises(Refused, match="解决单位"):
        tasks.solve_problem(problem, solution=words, by=person("fpb-bao"), at=AT)
    tasks.solve_problem(problem, solution=words, by=person("zgh-fu"), at=AT)
    assert not Problem.objects.overdue(date(2020, 8, 2)).exists()


def test_units_write_down_what_they_agree_on_and_only_the_office_supervises(plan):
    row, own = task(6), Organisation.objects.get(code="zgh")
    facts = {"day": date(2020, 7, 1), "text": "与区总工会商定按季度通报采购情况。"}
    note = {**facts, "organisation": own, "at": AT}
    tasks.write_note(row, kind="coordination", by=person("zgh-bao"), **note)
    with pytest.raises(Refused, match="主管办公室"):
        tasks.write_note(row, kind="supervision", by=person("zgh-bao"), **note)
    foreign = {**note, "organisation": Organisation.objects.get(code="czj")}
    with pytest.raises(Refused, match="以本单位的名义"):
        tasks.write_note(row, kind="coordination", by=person("zgh-bao"), **foreign)
    with pytest.raises(Refused, match="今天之间"):
        tasks.write_note(
            row, kind="coordination", by=person("zgh-bao"), **{**note, "day": date(2020, 7, 3)}
        )


def test_a_station_surveys_its_own_township(plan):
    township = Township.objects.get(gb_code="360702101")
    facts = {"year": 2020, "entities": 3, "products": 5, "households": 40, "outlets": "圩镇集市"}
    with pytest.raises(Refused, match="所在乡镇街道的工作站"):
        tasks.survey(township, by=person("s105"), at=AT, **facts)
    tasks.survey(township, by=person("s101"), at=AT, **facts)
    with pytest.raises(Refused, match="没有的填0"):
        tasks.survey(township, by=person("s101"), at=AT, **{**facts, "entities": None})
    tasks.survey(township, by=person("s101"), at=AT, **{**facts, "entities": 4})
    assert Baseline.objects.get().entities == 4


def test_the_desk_lists_what_is_missing_and_takes_a_report(plan, time_travel):
    time_travel(date(2020, 7, 8))
    manager, reporter, head = browser("manager"), browser("zgh-bao"), browser("zgh-fu")
    page = manager.get(reverse("desk:plan_tasks"))
    assert page.context["missing"] == TaskUnit.objects.count()
    work = reporter.get(reverse("desk:unit_work")).content.decode()
    assert "应报未报" in work
    address = reverse("desk:plan_task", args=[6])
    short = {"act": "report", "quarter": "2020Q2", "status": "on_track", "text": "短"}
    wrong = reporter.post(address, short)
    assert (wrong.status_code, "请写明进展情况" in wrong.content.decode()) == (422, True)
    values = {"act": "report", "quarter": "2020Q2", "status": "on_track", "text": WORDS}
    assert reporter.post(address, values).status_code == 302
    progress = Progress.objects.get()
    assert "待审签" in head.get(reverse("desk:unit_work")).content.decode()
    page = reverse("desk:progress", args=[progress.pk])
    assert "审签" not in [act.title for _, act, _ in reporter.get(page).context["acts"]]
    assert head.post(page, {"act": "sign"}).status_code == 302
    assert head.post(page, {"act": "sign"}).status_code == 302  # the second click does nothing
    progress.refresh_from_db()
    assert progress.confirmed_by == person("zgh-fu")
    assert manager.get(reverse("desk:plan_tasks")).context["missing"] == (
        TaskUnit.objects.count() - 1
    )


def test_a_plan_handed_in_since_the_page_was_opened_is_not_overwritten_unread(plan, time_travel):
    time_travel(date(2020, 7, 8))
    reporter, address = browser("czj-bao"), reverse("desk:plan_task", args=[5])
    shown = reporter.get(address).context["view"].page_digest
    measures = [("组织预算单位对接平台", date(2020, 9, 30))]
    tasks.hand_in_plan(task(5), text=WORDS, measures=measures, by=person("czj-bao"), at=AT)
    mine = {"act": "plan", "text": "另一份计划。" * 5, "measures": "2020-10-30 另一项措施"}
    refused = reporter.post(address, {**mine, "shown": shown})
    assert (refused.status_code, task(5).plan.text) == (422, WORDS)
    assert "页面打开以后内容有变化" in refused.content.decode()
    now = refused.context["view"].page_digest
    assert reporter.post(address, {**mine, "shown": now}).status_code == 302
    assert task(5).plan.text == mine["text"]


def test_a_plan_handed_in_anew_is_not_approved_unread_and_stops_no_other_act(plan, time_travel):
    time_travel(date(2020, 7, 8))
    head, helper = browser("czj-fu"), browser(f"{helping(5)}-bao")
    address, words = reverse("desk:plan_task", args=[5]), {"text": WORDS, "by": person("czj-bao")}
    measures = [("组织预算单位对接平台", date(2020, 9, 30))]
    tasks.hand_in_plan(task(5), measures=measures, at=AT, **words)
    shown = head.get(address).context["view"].page_digest
    tasks.hand_in_plan(task(5), measures=measures, at=AT + timedelta(hours=1), **words)
    assert head.post(address, {"act": "approve", "shown": shown}).status_code == 422
    report = {"act": "report", "quarter": "2020Q2", "status": "on_track", "shown": shown}
    wrong = helper.post(address, {**report, "text": "短"})
    assert "页面打开以后内容有变化" in wrong.content.decode(), "the page has the plan of now"
    assert helper.post(address, {**report, "text": WORDS}).status_code == 302


def test_a_plan_handed_in_while_another_is_being_approved_is_read_first(
    plan, time_travel, monkeypatch
):
    time_travel(date(2020, 7, 8))
    head, address = browser("czj-fu"), reverse("desk:plan_task", args=[5])
    words = {"text": WORDS, "by": person("czj-bao")}
    words["measures"] = [("组织预算单位对接平台", date(2020, 9, 30))]
    tasks.hand_in_plan(task(5), at=AT, **words)
    shown = head.get(address).context["view"].page_digest
    form = PlanTask.get_form

    def while_it_is_read(view):
        tasks.hand_in_plan(task(5), at=AT + timedelta(hours=1), **words)
        return form(view)

    monkeypatch.setattr(PlanTask, "get_form", while_it_is_read)
    assert head.post(address, {"act": "approve", "shown": shown}).status_code == 422
    assert task(5).plan.approved_at is None


def test_units_are_reminded_before_the_day_and_with_their_heads_after_it(plan, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    User.objects.filter(username__in=("zgh-bao", "zgh-fu")).update(email="unit@example.com")
    unit = task(6).units.get(organisation__code="zgh")
    remind_units(moment(date(2020, 7, 1)))
    assert not OutgoingMail.objects.exists()
    for _ in range(2):
        remind_units(moment(date(2020, 7, 3)))
    assert OutgoingMail.objects.filter(key__startswith=f"progress:{unit.pk}:2020Q2:soon").count()
    assert OutgoingMail.objects.count() == 1
    remind_units(moment(date(2020, 7, 6)))
    assert OutgoingMail.objects.count() == 2  # one address of both people
    tasks.sign_progress(report(unit, "zgh-bao"), by=person("zgh-fu"), at=AT + timedelta(days=1))
    OutgoingMail.objects.all().delete()
    remind_units(moment(date(2020, 7, 7)))
    assert not OutgoingMail.objects.exists()


def test_the_list_asks_as_many_questions_for_many_reports_as_for_none(plan, time_travel):
    time_travel(date(2020, 7, 8))
    manager, counts = browser("manager"), []
    for row in (None, *TaskUnit.objects.select_related("task", "organisation")):
        if row is not None:
            report(row, f"{row.organisation.code}-bao")
        if row is None or row.task.number == 15:
            with CaptureQueriesContext(connection) as queries:
                assert manager.get(reverse("desk:plan_tasks")).status_code == 200
            counts.append(len(queries))
    assert counts[-1] <= counts[0]
