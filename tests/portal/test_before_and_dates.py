"""Before anybody registers: may we at all? And afterwards: which days are to be kept in mind."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from applications.services import licences
from demo import fiction
from demo.acts import agent
from demo.timetables import moment

pytestmark = pytest.mark.django_db
ALL_WELL = dict.fromkeys(("is_local", "is_valid", "has_benefit"), "yes") | {"is_barred": "no"}


@pytest.fixture
def ask(office, clock):
    """``ask(**answers)``: what a stranger reads who answered so."""

    def get(**answers):
        query = {"ask": "1", "entity_type": "cooperative", **ALL_WELL, **answers}
        page = Client().get(reverse("portal:before"), query)
        assert page.status_code == 200
        return page.content.decode()

    return get


def test_a_cooperative_that_answers_well_is_led_to_registering(ask):
    page = ask()
    assert "按您的回答，可以申请" in page
    assert reverse("account_signup") in page


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"entity_type": "individual_business"}, "不具有法人资格"),
        ({"entity_type": "branch"}, "分支机构"),
        ({"is_local": "no"}, "住所不在本区"),
        ({"is_valid": "no"}, "换发以后再申请"),
        ({"has_benefit": "no"}, "不符合认定条件"),
        ({"is_barred": "yes"}, "失信登记有效期内"),
    ],
)
def test_what_stands_against_it_is_told_before_the_work(ask, answer, words):
    page = ask(**answer)
    assert "现在不能申请" in page
    assert words in page.split("现在不能申请")[1].split("</ul>")[0]
    assert "按您的回答，可以申请" not in page


def test_a_question_without_an_answer_is_pointed_at(ask):
    page = ask(entity_type="", is_local="")
    assert "请选择主体类型" in page
    assert "还有 2 个问题没有回答" in page
    assert "按您的回答" not in page


def test_what_is_asked_how_long_it_takes_and_what_it_costs_is_read_by_strangers(office, clock):
    page = Client().get(reverse("portal:before")).content.decode()
    for words in ("年产量", "带动户数", "带贫减贫机制及成效", "办理时限合计", "不收取任何费用"):
        assert words in page
    assert "个工作日" in page
    assert "没有回答" not in page, "nobody was asked yet"
    assert reverse("portal:before") in Client().get(reverse("account_login")).content.decode()
    assert reverse("portal:before") in Client().get(reverse("account_signup")).content.decode()


def events(client):
    answer = client.get(reverse("portal:dates"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert "attachment" in answer["Content-Disposition"]
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {f"{each['summary']}": each for each in found}


def test_the_days_of_a_unit_are_taken_into_its_calendar(walked, browse, clock):
    item = walked("endorse", choice="return")[0]
    unit = item.application.applicant
    who = {"by": agent(unit.pk), "at": moment(date(2020, 4, 7))}
    ends = date(2020, 9, 30)
    licences.save_licence(unit, kind="other", number="示例1", valid_until=ends, **who)
    clock.move_to(moment(date(2020, 4, 7)))
    found = events(browse(item.application))
    mending = found[f"补正“{item}”的期限"]
    turn = item.turns.get(finished_at=None)
    assert mending.decoded("dtstart") == turn.due_on
    assert mending.decoded("dtend") == turn.due_on + timedelta(days=1)
    assert mending["url"].endswith(reverse("portal:mend", args=[item.application_id, item.pk]))
    [licence] = [each for words, each in found.items() if words.endswith("到期")]
    assert licence.decoded("dtstart") == ends
    clock.move_to(moment(date(2020, 10, 1)))
    assert not [words for words in events(browse(item.application)) if "到期" in words]


def test_an_entry_and_a_month_without_sales_have_their_days(held, holder, look):
    found = events(holder)
    product = held.product
    assert found[f"“{product}”可以再次申请"].decoded("dtstart") == held.renewal_opens_on
    assert found[f"“{product}”证书到期"].decoded("dtstart") == held.valid_until
    month = found["登记2020年5月销售的期限（没有销售的也要申报）"]
    assert month.decoded("dtstart") == date(2020, 6, 10)
    assert reverse("portal:dates") in look(holder, "home")


def test_another_unit_finds_none_of_it(held, sign_in):
    stranger = sign_in(agent(fiction.applicant(2).pk))
    assert events(stranger) == {}
