"""Whatever day is typed at whichever door: accepted it keeps every promise, refused it says why.

No door fails. ``tests/support/dated_forms.py`` finds the forms, so none can be forgotten.
"""

import random
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.messages import SUCCESS, get_messages
from django.db import transaction
from django.utils import timezone
from tests.support.dated_doors import DOORS
from tests.support.dated_forms import BASES, FILTERS, NOT_MOUNTED, forms_with_days
from tests.support.dated_world import World

from records.models import AuditEvent
from rules.periods import local_day
from workflow.future_dates import dated_after
from workflow.invariants import violations

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.timeout(600)]
#: Near the right day and a year away; the rest is drawn anew for each door.
AWAY = (-366, -1, 1, 366)
NONSENSE = ("", "2020-02-30")
#: Years that nobody meant: no door takes them, whatever its floor and its ceiling are.
WILD = ("0001-01-01", "1820-06-01", "2220-06-01", "9999-12-31")
CHINESE = re.compile("[\u4e00-\u9fff]")


class Undone(Exception):
    """Ends a try: the next one finds the door as it was."""


@pytest.fixture
def world(walked, draft, time_travel, office):
    return World(walked, draft, time_travel)


def test_every_form_with_a_day_has_its_door_here():
    assert set(forms_with_days()) == {*DOORS, *FILTERS, *NOT_MOUNTED, *BASES}


def breaches():
    """What the house itself finds wrong now, with what lies in the future."""
    return Counter([*violations(), *dated_after(timezone.now())])


def attempt(door, today, standing, **days):
    """``(was it accepted, what is wrong, what was told)``; all is as before afterwards.

    ``standing``: the breaches before, for the world was founded today.
    """
    before, faults, answers = acts().count(), [], []
    try:
        with transaction.atomic():
            response = door.post(today, **days)
            accepted = was_accepted(response, before)
            if response.status_code >= 500:
                faults = [f"fails with {response.status_code}"]
            elif accepted:
                faults = list(breaches() - standing)
            elif not any(map(CHINESE.search, answers := reasons_of(response))):
                faults = [f"refused without a reason: {answers}"]
            raise Undone
    except Undone:
        return accepted, faults, answers


def was_accepted(response, before):
    """Whether something was done: a row in the trail, or a page that leads on without an error."""
    messages = get_messages(response.wsgi_request)
    leads_on = response.status_code == 302 and not any(each.level > SUCCESS for each in messages)
    return leads_on or acts().count() > before


def acts():
    return AuditEvent.objects.exclude(action="records.refused")


def reasons_of(response):
    """What a refusal says, at the fields and above them."""
    answers = [f"{message}" for message in get_messages(response.wsgi_request)]
    errors = {}
    for context in response.context or ():
        for form in [context.get("form"), *_sheets(context)]:
            errors |= getattr(form, "errors", {})
    return answers + [f"{name}：{reason}" for name, each in errors.items() for reason in each]


def _sheets(context):
    return [sheet.form for sheet in context.get("sheets", ())]


@pytest.mark.parametrize("name", DOORS)
def test_any_day_at_the_door_is_right_or_refused_with_a_reason(world, name):
    page = DOORS[name](world)
    today = local_day(timezone.now())
    standing = breaches()
    accepted, faults, answers = attempt(page, today, standing)
    assert accepted == page.is_whole, answers
    assert faults == []
    drawn = random.Random(name)
    for day in page.days:
        right = page.right.get(day) or today
        away = [*AWAY, *(drawn.randint(-400, 400) for _ in range(2))]
        texts = [*(f"{right + timedelta(days=days)}" for days in away), *NONSENSE, *WILD]
        tries = {text: attempt(page, today, standing, **{day: text}) for text in texts}
        assert {text: faults for text, (_, faults, _) in tries.items() if faults} == {}, day
        wild = [] if page.is_draft else [text for text in WILD if tries[text][0]]
        assert wild == [], f"{day} has no floor or no ceiling"
