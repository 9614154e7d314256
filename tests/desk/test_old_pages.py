"""A page opened before decides on what it showed: what came since is told and read first."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.desk import opinion, page

from applications.models import Item
from demo.acts import holder, perform
from demo.local_days import declare
from demo.timetables import moment
from supervision.models import Complaint
from supervision.services import complaints, joining
from workflow.models import ListingDecision, Opinion, ShortWindow
from workflow.services.clock import tick

pytestmark = pytest.mark.django_db
BECAUSE = "已经逐件核对，整改到位，可以继续办理。"
RELEASE = {"decision": "release", "because": BECAUSE}
ON = date(2020, 4, 20)


def accepted(item, officer, at):
    """A complaint about the product that ``officer`` has taken on."""
    case = complaints.receive(
        source="12317",
        item=item,
        subject_kind="product",
        about_text=item.name,
        category="quality",
        content="产品的产地与所报不符，请核查。",
        at=at,
    )
    office = item.application.ruleset.office
    return complaints.accept(case, unit=office, handler=officer, by=officer, at=at)


@pytest.fixture
def upheld(walked, on_day):
    """``upheld()``: one more complaint about the product, looked into and found to be true."""
    (item,) = walked("endorse")
    on_day(ON)
    officer, at = holder("complaint_officer@fpb"), moment(ON)

    def make():
        case = accepted(item, officer, at)
        complaints.investigate(case, by=officer, at=at)
        return complaints.decide(
            case,
            findings="经走访核实，反映的情况属实。",
            action="no_listing",
            public_summary="经核查属实，已作出处理。",
            by=officer,
            at=at,
        )

    return item, make


def hidden(answer, name):
    """The values of the hidden fields ``name`` of a page."""
    html = answer.content.decode()
    return [part.split('"')[0] for part in html.split(f'name="{name}" value="')[1:]]


def test_a_complaint_upheld_after_the_page_was_opened_is_not_covered_by_it(upheld, signed_in):
    item, uphold = upheld
    uphold()
    manager, door = signed_in("manager@fpb"), page("after_complaint", item.pk)
    listed = hidden(manager.get(door), "seen")
    later = uphold()
    refused = manager.post(door, {**RELEASE, "seen": listed})
    assert refused.status_code == 422
    assert f"又有投诉举报{later.number}查实" in refused.content.decode()
    assert BECAUSE in refused.content.decode(), "the words stay"
    assert not ListingDecision.objects.exists()
    assert manager.post(door, {**RELEASE, "seen": hidden(refused, "seen")}).status_code == 302
    assert ListingDecision.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"because": "短"}, {"decision": "none such"}])
def test_a_complaint_upheld_since_is_told_beside_what_else_is_wrong(upheld, signed_in, wrong):
    item, uphold = upheld
    uphold()
    manager, door = signed_in("manager@fpb"), page("after_complaint", item.pk)
    listed = hidden(manager.get(door), "seen")
    later = uphold()
    refused = manager.post(door, {**RELEASE, **wrong, "seen": listed})
    assert refused.status_code == 422
    assert refused.content.decode().count(f"又有投诉举报{later.number}查实") == 1


def test_a_window_found_short_after_the_page_was_opened_is_not_covered_by_it(
    walked, signed_in, on_day
):
    (item,) = walked("notice")
    entry = item.publicity_entries.get()
    at = entry.ends_at + timedelta(hours=9)
    tick(at)
    declare(entry.first_day, at=at)
    tick(at + timedelta(minutes=1))
    on_day(at.date(), 11)
    manager, door = signed_in("manager@fpb"), page("after_calendar", item.pk)
    listed = hidden(manager.get(door), "seen")
    answer = {"decision": "keep", "because": BECAUSE}
    refused = manager.post(door, {**answer, "seen": ["0"]})
    assert refused.status_code == 422
    assert "页面打开以后又有新情况" in refused.content.decode()
    wrong = manager.post(door, {**answer, "decision": "none such", "seen": ["0"]})
    assert "页面打开以后又有新情况" in wrong.content.decode()
    assert ShortWindow.objects.get().decided_at is None
    assert manager.post(door, {**answer, "seen": listed}).status_code == 302


@pytest.fixture
def returned(walked, signed_in, at):
    """``(item, sibling, door, reviewer, old task)``: ``item`` came back since the page was read."""
    item, sibling = walked("endorse", products=2)
    reviewer, door = signed_in("agri_reviewer@nyncj"), page("quality", item.application_id)
    [before] = hidden(reviewer.get(door), f"item-{item.pk}-task")
    perform(item, "review_benefit", at=at)
    perform(item, "review_quality", at=at, choice="return")
    perform(Item.objects.get(pk=item.pk), "mend_for_district", at=at)
    return Item.objects.get(pk=item.pk), sibling, door, reviewer, before


def test_a_page_from_before_a_return_does_not_sign_what_was_handed_in_anew(returned):
    item, _sibling, door, reviewer, before = returned
    signed = Opinion.objects.count()
    for result in ("pass", "refuse"):
        refused = reviewer.post(door, opinion(item, result, task=before))
        assert refused.status_code == 422
        assert "退回后又重新提交" in refused.content.decode()
    assert Opinion.objects.count() == signed
    [now] = hidden(refused, f"item-{item.pk}-task")
    assert reviewer.post(door, opinion(item, task=now)).status_code == 302
    assert Opinion.objects.count() == signed + 1


@pytest.mark.parametrize("do", ["preview", "template", "copy", "last", "draft", "sign"])
def test_an_old_page_is_told_so_whatever_is_pressed(returned, do):
    item, sibling, door, reviewer, before = returned
    words = opinion(item, task=before)
    if do == "template" or do == "copy":
        words["do"] = f"{do}:item-{item.pk}"
    elif do == "sign":  # what is chosen for the other product cannot be undone
        words |= opinion(sibling, "refuse")
    else:
        words["do"] = do
    drawn = reviewer.post(door, words, follow=True)
    assert drawn.status_code == 200
    assert f"{item}：页面打开以后，该产品退回后又重新提交" in drawn.content.decode()
    assert before not in hidden(drawn, f"item-{item.pk}-task")


@pytest.mark.parametrize("wrong", [{"verified_persons": "x", "text": "短" * 4001}, {"result": ""}])
def test_an_old_page_is_told_so_beside_what_else_is_wrong(returned, wrong):
    item, _sibling, door, reviewer, before = returned
    refused = reviewer.post(door, opinion(item, task=before, **wrong))
    assert refused.status_code == 422
    assert "退回后又重新提交" in refused.content.decode()


def test_a_page_that_is_none_from_before_is_told_nothing(returned):
    item, _sibling, door, reviewer, _before = returned
    [now] = hidden(reviewer.get(door), f"item-{item.pk}-task")
    drawn = reviewer.post(door, opinion(item, task=now) | {"do": "preview"})
    assert "退回后又重新提交" not in drawn.content.decode()


DECISION = {
    "act": "decide",
    "findings": "经走访核实，没有发现所反映的情况。",
    "action": "none",
    "public_summary": "经核查，未发现反映的情况。",
}


@pytest.fixture
def joined(upheld, signed_in):
    """``(handler, door, shown)``: a complaint was joined since the page showed ``shown``."""
    item, _uphold = upheld
    officer, at = holder("complaint_officer@fpb"), moment(ON)

    leading, other = accepted(item, officer, at), accepted(item, officer, at)
    complaints.investigate(leading, by=officer, at=at)
    handler, door = signed_in("complaint_officer@fpb"), page("complaint", leading.pk)
    [shown, *_] = hidden(handler.get(door), "shown")
    joining.join(other, leading=leading, by=officer, at=at)
    return handler, door, shown


def test_a_complaint_joined_after_the_page_was_opened_is_not_answered_by_it(joined):
    handler, door, shown = joined
    refused = handler.post(door, {**DECISION, "shown": shown})
    assert refused.status_code == 422
    assert refused.content.decode().count("并入本件的投诉举报或者") == 1
    assert not Complaint.objects.filter(decided_at__isnull=False).exists()
    [shown, *_] = hidden(refused, "shown")
    assert handler.post(door, {**DECISION, "shown": shown}).status_code == 302


def test_what_was_joined_is_told_beside_what_else_is_wrong(joined):
    handler, door, shown = joined
    refused = handler.post(door, {**DECISION, "action": "none such", "shown": shown})
    assert refused.status_code == 422
    assert "并入本件的投诉举报或者" in refused.content.decode()
    [now, *_] = hidden(refused, "shown")
    wrong = handler.post(door, {**DECISION, "action": "none such", "shown": now})
    assert "并入本件的投诉举报或者" not in wrong.content.decode()


def test_what_the_page_of_a_complaint_showed_is_asked_for_once(joined):
    handler, door, _shown = joined
    with CaptureQueriesContext(connection) as queries:
        forms = len(hidden(handler.get(door), "shown"))
    questions = [each["sql"] for each in queries if "supervision_replyrequest" in each["sql"]]
    assert (forms > 1, len(questions)) == (True, len(set(questions)))
