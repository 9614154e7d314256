"""The dishonesty register at the desk and in the portal: found, proposed, answered, decided."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.dishonest import (
    BECAUSE,
    CLERK,
    COMPLAINT_OFFICER,
    FACTS,
    HEAD,
    noticed,
    proposed,
)

from demo import fiction
from demo.acts import agent, holder
from demo.papers import pdf
from demo.timetables import moment
from registry.models import DishonestyEntry, Tie
from workflow.services import clock, dishonesty

pytestmark = pytest.mark.django_db

MONDAY = date(2020, 6, 1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def browser():
    """``browser(user)``: signed in at this very moment."""

    def make(user):
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return make


@pytest.fixture
def unit(office):
    return fiction.applicant(3)


def page(entry):
    return reverse("desk:dishonesty_entry", args=[entry.pk])


def own_page(entry):
    return reverse("portal:dishonesty_entry", args=[entry.pk])


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_entry_walks_from_proposal_to_repair_through_the_pages(unit, browser, time_travel):
    time_travel(MONDAY)
    officer = browser(holder(COMPLAINT_OFFICER))
    found = text_of(officer, f"{reverse('desk:dishonesty_unit')}?q={unit.credit_code}")
    assert unit.name in found
    url = reverse("desk:propose_dishonesty", args=[unit.pk])
    wrong = officer.post(url, {"facts": "短"})
    assert wrong.status_code == 422
    assert "请选择事由" in wrong.content.decode()
    given = {"cause": "false_material", "facts": FACTS, "basis": "章测扶办〔2020〕3号"}
    assert officer.post(url, given).status_code == 302
    entry = DishonestyEntry.objects.get()
    assert "发出告知书" not in text_of(officer, page(entry)).replace("发出告知书：", "")
    owner = browser(agent(unit.pk))
    assert owner.get(own_page(entry)).status_code == 404, "nothing is told before the notice"

    clerk = browser(holder(CLERK))
    assert "发出告知书" in text_of(clerk, page(entry))
    clerk.post(page(entry), {"act": "send_notice"})
    time_travel(date(2020, 6, 3))
    owner = browser(agent(unit.pk))
    assert "2020年6月8日" in text_of(owner, own_page(entry))
    answered = owner.post(
        own_page(entry), {"text": "成效证明属实，现附原件说明。", "sure": "on"}, follow=True
    )
    assert "已提交陈述申辩" in answered.content.decode()
    assert "提交陈述申辩</button>" not in text_of(owner, own_page(entry))

    entry.refresh_from_db()
    clock.tick(entry.defence_ends_at)
    time_travel(date(2020, 6, 9))
    head = browser(holder(HEAD))
    assert "成效证明属实" in text_of(head, page(entry))
    decision = {"act": "decide", "is_registered": "yes", "because": BECAUSE}
    long = head.post(page(entry), {**decision, "months": 48})
    assert long.status_code == 422
    assert "1至36个月" in long.content.decode()
    head.post(page(entry), {**decision, "months": 12})

    time_travel(date(2020, 8, 3))
    owner = browser(agent(unit.pk))
    assert "登记决定书" in text_of(owner, own_page(entry))
    owner.post(own_page(entry), {"text": "已经整改到位，并重新提交证明。", "sure": "on"})
    head = browser(holder(HEAD))
    assert "申请修复" in text_of(head, reverse("desk:dishonesty"))

    def answer():
        repair = head.get(page(entry)).context["awaited_repair"]
        because = "整改到位，影响已经消除。"
        return {"act": "answer_repair", "repair": repair, "because": because, "is_accepted": "yes"}

    before = answer()
    head.post(page(entry), {**before, "is_accepted": "no"})
    owner.post(own_page(entry), {"text": "另有一项整改，说明如下。", "sure": "on"})
    old_page = head.post(page(entry), before)
    assert old_page.status_code == 422, "another repair has been asked for since"
    assert "信用修复申请已有变化" in old_page.content.decode()
    head.post(page(entry), answer())
    entry.refresh_from_db()
    assert entry.state == "repaired"
    assert "准予修复" in text_of(browser(agent(unit.pk)), own_page(entry))


def test_the_units_first_page_says_until_when_it_may_state_its_case(unit, browser, time_travel):
    entry = noticed(unit, at=moment(MONDAY))
    home, link = reverse("portal:home"), f"拟作失信登记告知书（{entry}）"
    for day, is_told in ((date(2020, 6, 8), True), (date(2020, 6, 9), False)):
        time_travel(day)
        assert (link in text_of(browser(agent(unit.pk)), home)) is is_told, day
    time_travel(date(2020, 6, 8))
    assert link not in text_of(browser(agent(fiction.applicant(4).pk)), home)
    who = {"by": agent(unit.pk), "at": moment(date(2020, 6, 8))}
    dishonesty.defend(entry, text="成效证明属实，现附原件说明。", evidence=[], **who)
    assert link not in text_of(browser(agent(unit.pk)), home)


def test_another_unit_sees_neither_the_letter_nor_a_file_nor_the_evidence(unit, browser):
    entry = noticed(unit, at=moment(MONDAY), evidence=[("a.pdf", pdf("证据"))])
    file = reverse("portal:dishonesty_file", args=[entry.evidence.get().uid])
    stranger, owner = browser(agent(fiction.applicant(4).pk)), browser(agent(unit.pk))
    assert stranger.get(own_page(entry)).status_code == 404
    assert str(entry) not in text_of(stranger, reverse("portal:dishonesty"))
    assert stranger.get(file).status_code == 404
    assert owner.get(file).status_code == 404, "the office's evidence is not the unit's own file"


def test_an_officer_who_is_tied_to_the_unit_does_not_find_the_entry(unit, browser):
    entry = proposed(unit, at=moment(MONDAY), by="fpb_reviewer@fpb")
    tied = holder(COMPLAINT_OFFICER)
    Tie.objects.create(user=tied, applicant=unit, kind="kin", declared_at=moment(MONDAY))
    assert browser(tied).get(page(entry)).status_code == 404
    assert str(entry) not in text_of(browser(tied), reverse("desk:dishonesty"))


def test_the_register_is_filtered_and_its_export_names_no_person(unit, browser):
    entry = proposed(unit, at=moment(MONDAY))
    auditor = browser(holder("auditor@fpb"))
    register = reverse("registry_dishonestyentry_modeladmin_index")
    assert str(entry) in text_of(auditor, register)
    assert str(entry) not in text_of(auditor, f"{register}?state__exact=effective")
    exported = auditor.get(f"{register}?export=csv")
    rows = b"".join(exported) if exported.streaming else exported.content
    assert str(entry) in rows.decode("utf-8-sig")
    for name in (unit.contact_person, unit.legal_representative, unit.phone):
        assert name not in rows.decode("utf-8-sig")
    assert browser(holder("agri_reviewer@nyncj")).get(register).status_code == 302


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(unit, browser):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    head, counts = browser(holder(HEAD)), []
    text_of(head, reverse("desk:dishonesty"))
    for serial in (4, 5, 6):
        proposed(fiction.applicant(serial), at=moment(MONDAY))
        with CaptureQueriesContext(connection) as queries:
            text_of(head, reverse("desk:dishonesty"))
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_nothing_of_the_register_is_public(unit):
    entry = noticed(unit, at=moment(MONDAY))
    for address in ("/", "/cpml/", "/api/v1/"):
        answer = Client().get(address, follow=True)
        assert str(entry) not in answer.content.decode()
        assert "失信登记" not in answer.content.decode()


def test_each_step_of_the_register_is_a_line_of_the_inbox_of_who_may_take_it(unit, browser):
    entry = proposed(unit, at=moment(MONDAY))
    queue = f"{reverse('desk:inbox')}?tab=queue&kind=dishonesty"
    assert str(entry) in text_of(browser(holder(CLERK)), queue)
    assert str(entry) not in text_of(browser(holder(HEAD)), queue), "not yet the head's turn"
    waiting = f"{reverse('desk:inbox')}?tab=waiting&kind=dishonesty"
    assert str(entry) in text_of(browser(holder(COMPLAINT_OFFICER)), waiting)
    dishonesty.send_notice(entry, by=holder(CLERK), at=moment(MONDAY, 11))
    assert str(entry) not in text_of(browser(holder(CLERK)), queue)
    done = f"{reverse('desk:inbox')}?tab=done&kind=dishonesty"
    assert str(entry) in text_of(browser(holder(CLERK)), done)
    Tie.objects.create(user=holder(HEAD), applicant=unit, kind="kin", declared_at=moment(MONDAY))
    entry.refresh_from_db()
    clock.tick(entry.defence_ends_at + timedelta(minutes=1))
    assert str(entry) not in text_of(browser(holder(HEAD)), queue), "who is tied sees no line"
    Tie.objects.all().delete()
    assert str(entry) in text_of(browser(holder(HEAD)), queue)
