"""The auditor's five questions, each answered in three clicks at most, counted from the home page.

A click follows a link that stands on the page before, or sends its form of filters in.
"""

import json
import re
from datetime import date
from html import unescape
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from tests.support.desk import page
from tests.support.standing import stands

from applications.services import materials
from records.models import AuditEvent
from registry.models import RuleSet, User

pytestmark = pytest.mark.django_db
MOST = 3
TRAIL = "records_auditevent_modeladmin_index"
LINK = re.compile(r'(?:href=|action=|"url": )"([^"]*)"')
FIELD = re.compile(r'<(?:input|select)[^>]*name="([^"]+)"')


class Clicks:
    """A browser that only goes where the page before leads to, and counts."""

    def __init__(self, client):
        self.client, self.count = client, 0
        self.address, self.html = "/admin/", client.get("/admin/").content.decode()

    def follow(self, address):
        links = {unescape(each) for each in LINK.findall(self.html)}
        here = self.address.partition("?")[0]
        assert {address, address.removeprefix(here)} & links, f"no link to {address} on {here}"
        return self._open(address)

    def filter(self, **typed):
        """Send the filters of the page in."""
        assert set(typed) <= set(FIELD.findall(self.html)), f"no such filters at {self.address}"
        return self._open(f"{self.address.partition('?')[0]}?{urlencode(typed)}")

    def _open(self, address):
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        self.count += 1
        self.address, self.html = address, answer.content.decode()
        assert self.count <= MOST
        return self


@pytest.fixture
def auditor(office, signed_in):
    return signed_in("auditor@fpb")


@pytest.fixture
@stands
def application(paper, at, user):
    """A paper whose roster one reviewer read."""
    item = paper(serial=1)[0]
    restricted = (each for each in item.application.materials.all() if each.is_restricted)
    reader = user("agri_reviewer@nyncj")
    materials.read(next(restricted), by=reader, at=at, purpose="核对雇用人数")
    return item.application


def test_who_saw_this_roster(auditor, application):
    clicks = Clicks(auditor).follow(page("accesses"))
    clicks.filter(act=f"{application.number}")
    assert "核对雇用人数" in clicks.html
    assert "（agri）" in clicks.html


def test_what_this_person_did_in_a_month(auditor, application):
    clicks = Clicks(auditor).follow(reverse(TRAIL))
    clicks.filter(person="agri", since="2020-04-01", until="2020-04-30")
    assert "查阅名册" in clicks.html
    clicks = Clicks(auditor).follow(reverse(TRAIL))
    clicks.filter(person="agri", since="2020-03-01", until="2020-03-31")
    assert "核对雇用人数" not in clicks.html


def test_who_changed_this_rule(auditor, administrator):
    rules = RuleSet.objects.get()
    draft = RuleSet.objects.get(pk=rules.pk)
    draft.pk, draft.name, draft.effective_from = None, "新办法（草案）", date(2031, 1, 1)
    draft.approved_at = draft.approved_by = None
    draft.ground, draft.entered_by = "", User.objects.get(username="admin")
    draft.save()
    event = AuditEvent.objects.filter(subject_type="registry.ruleset").latest("pk")
    clicks = Clicks(auditor).follow(reverse(TRAIL))
    clicks.follow(f"{reverse(TRAIL)}?subject_type=registry.ruleset")
    clicks.follow(reverse("records_auditevent_modeladmin_inspect", args=[event.pk]))
    assert "新办法（草案）" in clicks.html


def test_the_proof_of_this_signature(auditor, item):
    register = reverse("applications_application_modeladmin_index")
    event = AuditEvent.objects.filter(action="workflow.sign.endorse").latest("pk")
    clicks = Clicks(auditor).follow(register)
    clicks.follow(page("application", item.application_id))
    clicks.follow(reverse("records_auditevent_modeladmin_inspect", args=[event.pk]))
    assert event.mac in clicks.html


def test_what_was_refused(auditor, walked):
    (item,) = walked("endorse", choice="refuse")
    clicks = Clicks(auditor).follow(reverse(TRAIL))
    clicks.filter(act="不予")
    assert item.name in clicks.html
    assert "不予认定，书面反馈" in clicks.html


def test_words_are_chinese_and_views_stand_beside_acts(auditor, application):
    """What somebody looked at is a row of its own list, which the same words find."""
    clicks = Clicks(auditor).follow(page("accesses"))
    assert "名册" in clicks.filter(act="名册").html
    assert "applications.read_roster" not in clicks.html
    home = auditor.get("/admin/").content.decode()
    assert json.dumps("查阅记录") in home
