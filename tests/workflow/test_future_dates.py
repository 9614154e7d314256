"""What a clock that was days ahead has done is found when the time is right again."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from tests.support import plan

from applications.models import Outcome
from ledger.models import Task
from ledger.services import tasks
from publicity.models import Publicity
from workflow.future_dates import PLANNED, columns, dated_after
from workflow.invariants import violations
from workflow.services.clock import tick

pytestmark = pytest.mark.django_db


def test_windows_closed_by_a_clock_twelve_days_ahead_are_found(walked, at):
    walked("notice", 2)
    opened = Publicity.objects.get().published_at
    tick(opened + timedelta(days=12))
    breaches = list(dated_after(opened + timedelta(minutes=10)))
    assert violations() == [], "the windows themselves look whole"
    for words in ("公示内容", "“结束时间”", "页面", "审计记录", "晚于现在"):
        assert any(words in breach for breach in breaches), (words, breaches)


def test_an_ordinary_paper_walked_to_its_end_says_nothing_of_the_future(time_travel, request):
    time_travel(date(2020, 4, 1))
    request.getfixturevalue("walked")("list", 2)
    last = Outcome.objects.latest("at").at
    assert list(dated_after(last)) == []
    assert list(dated_after(last - timedelta(days=1)))


def test_what_is_due_or_planned_lies_ahead_and_is_no_fault(office):
    plan.load_plan(2)
    owner = plan.all_units().first().organisation
    day = date(2020, 8, 31)
    raised = {"text": "销售渠道不畅，需要协调解决。", "owner": owner, "due_on": day}
    task = Task.objects.get(number=2)
    tasks.raise_problem(task, **raised, by=plan.person("manager"), at=plan.CLOSED_AT)
    assert not [each for each in dated_after(plan.CLOSED_AT) if "解决期限" in each]


def test_the_command_looks_for_them(walked, time_travel):
    walked("notice")
    tick(Publicity.objects.get().published_at + timedelta(days=12))
    time_travel(date(2020, 4, 13))
    with pytest.raises(SystemExit):
        call_command("check_invariants", stdout=StringIO())


def test_every_planned_column_exists_and_every_other_is_looked_at():
    labels = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.DateField)
    }
    assert labels >= PLANNED
    seen = {f"{model._meta.label}.{field.name}" for model, field in columns()}
    assert seen >= {
        "publicity.PublicityEntry.closed_at",
        "applications.Outcome.at",
        "catalog.Certificate.listed_on",
        "records.AuditEvent.recorded_at",
    }
