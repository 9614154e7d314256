"""Who is met in no other journey, each at a browser: heads of stations and of the price office,
city and province in the system, an administrator, an auditor; what colleagues and applicants ask.
"""

from datetime import date

import pytest
from tests.desk.conftest import head_of

from applications.models import Item
from demo.acts import holder
from demo.timetables import moment
from demo.walking import walk
from registry.models import Membership, Organisation, RuleSet, User
from workflow.models import CircularCopy, Opinion, Reminder, UpperReview
from workflow.positions import nodes_of

from ..conftest import schedule
from .looks import is_sound
from .people import WORDS, applicant, follow, give_opinion, officer, press, reads, sign_in
from .test_a_full_day import Counted

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]
SLIP = "市测扶办字〔2020〕30号"


def fresh(item):
    return Item.objects.get(pk=item.pk)


def paper_of(item):
    return f"/admin/desk/applications/{item.application_id}/"


def signs_off(page, item, step):
    """The head reads the words and what they send, and signs."""
    page.goto("/admin/desk/countersign/")
    reads(page, WORDS)
    follow(page, "button[value=approved]")
    assert Opinion.objects.get(item=item, step=step).approved_by is not None


def test_heads_of_a_station_and_of_the_price_office_sign_off(someone, clock, paper):
    price_office = Organisation.objects.get(code="scjgj")
    RuleSet.objects.update(
        price_bureau=price_office, countersign_endorsement=True, countersign_reviews=True
    )
    clock(moment(date(2020, 4, 2)))
    (item,) = paper()
    station = item.application.station
    page = officer(someone(), f"station_officer@{station.code}")
    page.goto(f"{paper_of(item)}endorse/")
    give_opinion(page, item, visited_on=date(2020, 4, 2))
    press(page)
    assert nodes_of(item) == ["endorse"]
    signs_off(sign_in(someone(), head_of(station, "station_head"), "admin"), item, "endorse")
    assert "review_price" in nodes_of(fresh(item))

    clock(moment(date(2020, 4, 8)))
    page = officer(someone(), "price_reviewer@scjgj")
    page.goto("/admin/desk/?tab=queue")
    follow(page, ".desk-do >> nth=0")
    give_opinion(page, item)
    is_sound(page, "sign-price")
    press(page)
    signs_off(officer(someone(), "price_head@scjgj"), item, "price")
    assert nodes_of(fresh(item)) == ["review_benefit", "review_quality"]


def works_here(code, role, login):
    """An upper office that decides in the system, and its person."""
    Organisation.objects.filter(code=code).update(works_in_system=True)
    person = User.objects.create(username=login, last_name="示", first_name="例上级")
    person.groups.set(User.objects.get(username="clerk").groups.all())
    office = Organisation.objects.get(code=code)
    Membership.objects.create(user=person, organisation=office, role=role)
    return person


def decides(work, number, boxes="#desk-choose-all"):
    """One document for what is ticked; the page with what is left stands there then."""
    work.page.check(boxes)
    work.page.check("[name=result][value=pass]")
    work.page.fill("[name=document_no]", number)
    work.page.fill("[name=decided_on]", "2020-05-20")
    work.follow("footer.desk-footer button >> nth=0")


def test_city_and_province_decide_for_themselves(someone, clock, walked):
    """The city by a document each, the province by one for all: *n* documents, *n* loads and the
    page where the day begins; before, a page and its answer for each.
    """
    city = works_here("city-fpb", "city_reviewer", "city")
    province = works_here("province-fpb", "province_reviewer", "province")
    reviewed = [walked("review", serial=serial)[0] for serial in (1, 4, 7)]
    items = walk(reviewed, schedule(date(2020, 4, 1)), until="report", since="notice")
    clock(moment(date(2020, 5, 20)))
    work = Counted(sign_in(someone(), city, "admin"))
    work.loads = 0
    work.page.goto("/admin/desk/city/")
    is_sound(work.page, "city")
    for number in (3, 4, 5):
        decides(work, f"市测扶办字〔2020〕{number}号", "[name=items] >> nth=0")
    assert work.loads == len(items) + 1, "before: 6"
    assert all(nodes_of(fresh(item)) == ["province_review"] for item in items)
    work = Counted(sign_in(someone(), province, "admin"))
    work.loads = 0
    work.page.goto("/admin/desk/province/")
    decides(work, "省测扶办字〔2020〕5号")
    assert work.loads == 2
    assert all(nodes_of(fresh(item)) == ["record_national"] for item in items)
    by = set(UpperReview.objects.values_list("level", "recorded_by__username"))
    assert by == {("city", "city"), ("province", "province")}


def lent_and_prepared(reviewer, colleague, item, twin):
    """The colleague prepares the words; they lie in the form of who signs."""
    reviewer.goto(paper_of(item))
    follow(reviewer, "text=委派 >> nth=0")
    reviewer.select_option("[name=person]", f"{twin.pk}")
    reviewer.fill("[name=question]", "请核对带贫成效的证明材料，代为起草意见")
    press(reviewer)
    colleague.goto("/admin/desk/")
    follow(colleague, "a[href*='/consultations/'] >> nth=0")
    colleague.fill("[name=answer]", WORDS)
    is_sound(colleague, "prepare")
    press(colleague)
    reviewer.goto(f"{paper_of(item)}benefit/")
    assert reviewer.locator(f"[name=item-{item.pk}-text]").input_value() == WORDS
    assert nodes_of(item) == ["review_benefit", "review_quality"], "lent, and signed by nobody"


def sent_round(reviewer, head, item):
    """A receipt for each reader, seen by who sent the paper round."""
    reviewer.goto(paper_of(item))
    follow(reviewer, "text=传阅 >> nth=0")
    reviewer.check(f"[name=readers][value='{holder('manager@fpb').pk}']")
    reviewer.fill("[name=note]", "请阅，例会讨论")
    is_sound(reviewer, "circulate")
    press(reviewer)
    head.goto("/admin/desk/")
    reads(head, "传阅")
    head.goto(paper_of(item))
    is_sound(head, "circular-received")
    follow(head, "text=已阅")
    assert CircularCopy.objects.get().read_at is not None
    reviewer.goto(paper_of(item))
    reads(reviewer, "已阅")


def urged(page, someone, item):
    """The applicant presses once a day; who has the task reads it."""
    page.goto(f"/portal/applications/{item.application_id}/")
    follow(page, "form[action*='/urge/'] button")
    reads(page, "今天已催办")
    assert not page.locator("form[action*='/urge/'] button").count()
    reader = officer(someone(), "agri_reviewer@nyncj")
    reader.goto("/admin/desk/reminders/")
    is_sound(reader, "reminders")
    reads(reader, "催办")
    assert Reminder.objects.exists()


def test_a_colleague_prepares_a_head_reads_and_an_applicant_urges(someone, clock, walked):
    (item,) = walked("endorse")
    twin = User.objects.create(username="twin", last_name="示", first_name="例同事")
    twin.groups.set(User.objects.get(username="reviewer").groups.all())
    fpb = Organisation.objects.get(code="fpb")
    Membership.objects.create(user=twin, organisation=fpb, role="fpb_reviewer")
    clock(moment(date(2020, 4, 8), 10))
    reviewer = officer(someone(), "fpb_reviewer@fpb")
    lent_and_prepared(reviewer, sign_in(someone(), twin, "admin"), item, twin)
    sent_round(reviewer, officer(someone(), "manager@fpb"), item)
    urged(applicant(someone(), item.application.applicant_id), someone, item)


def test_a_slip_of_the_recorder_is_put_right_by_two(someone, clock, walked):
    (item,) = walked("city")
    review = item.upper_reviews.get(level="city")
    clock(moment(review.recorded_at.date(), 23))
    recorder = officer(someone(), "upper_recorder@fpb")
    recorder.goto(paper_of(item))
    follow(recorder, "text=更正登记")
    recorder.fill("[name=document_no]", SLIP)
    recorder.fill("[name=because]", "文号录入有误")
    is_sound(recorder, "correct")
    press(recorder)
    head = officer(someone(), "manager@fpb")
    head.goto("/admin/desk/?tab=queue")
    follow(head, f"a[href*='/corrections/{review.corrections.get().pk}/'] >> nth=0")
    reads(head, SLIP, review.document_no)
    is_sound(head, "correction")
    head.check("[name=decision][value=approve]")
    press(head)
    head.goto(paper_of(item))
    reads(head, SLIP, review.document_no)


def appoints(page):
    page.goto("/admin/desk/officers/")
    follow(page, "text=新增工作人员")
    typed = {"last_name": "示", "first_name": "例新", "username": "new", "email": "n@example.com"}
    for name, text in typed.items():
        page.fill(f"[name={name}]", text)
    page.select_option("[name=organisation]", label="区扶贫办")
    page.check("[name=roles][value=fpb_clerk]")
    is_sound(page, "appoint")
    press(page)
    reads(page, "示例新")
    assert Membership.objects.filter(user__username="new", role="fpb_clerk").exists()


def finds(page, item):
    """Who was appointed by whom, what was signed, with its proof; each two clicks from the menu."""
    page.goto("/admin/records/auditevent/")
    follow(page, "text=任职的变更")
    reads(page, "示例新", "示例管理")
    page.goto("/admin/records/auditevent/")
    page.fill("[name=act]", "签署工作站认可意见")
    follow(page, ".register-find button")
    reads(page, item.name)
    follow(page, "text=查看 >> nth=0")
    reads(page, "校验码")
    page.go_back()
    with page.expect_download() as download:
        page.click("text=封存导出（ZIP）")
    assert download.value.suggested_filename.endswith(".zip")


def test_an_administrator_appoints_and_an_auditor_finds_it(someone, clock, walked):
    (item,) = walked("endorse")
    clock(moment(date(2020, 4, 8), 10))
    appoints(sign_in(someone(), User.objects.get(username="admin"), "admin"))
    finds(officer(someone(), "auditor@fpb"), item)
