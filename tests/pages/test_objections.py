"""The objection door of a notice: open to everyone while a product is, shut with a reason after."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.support.standing import stands

from doors import tickets
from publicity import services
from publicity.models import Objection
from supervision.models import Complaint

from .conftest import PUBLISHED, moment

INSIDE = moment(2020, 9, 30, 10)
CONTENT = "该产品带动户数与实际不符，请核实。"


@pytest.fixture
@stands
def open_notice(notice):
    """The notice of two products."""
    return notice(products=2)


@pytest.fixture
def door(open_notice, client, clock):
    """``door(data)``: post an objection inside the window; the page is ``door.page``."""
    clock(INSIDE)

    def post(**data):
        meta = {name: data.pop(name) for name in list(data) if name.startswith("HTTP_")}
        entry = open_notice.publicity.entries.first()
        ticket = tickets.issue("objection", at=timezone.now() - timedelta(minutes=1)).signed()
        form = {"entry": entry.pk, "content": CONTENT, "ticket": ticket}
        return client.post(f"{open_notice.url}objection/", {**form, **data}, **meta)

    post.page = open_notice
    return post


def test_an_anonymous_objection_is_received_with_a_receipt(door, client):
    response = door()
    objection = Objection.objects.get()
    assert response.status_code == 302
    assert response.url == "/complaints/received/"
    assert (objection.channel, objection.received_at) == ("web", INSIDE)
    assert objection.is_anonymous
    receipt = client.get(response.url).content.decode()
    assert objection.number in receipt
    assert objection.query_code in receipt
    assert CONTENT not in receipt


def test_a_name_and_contact_are_kept_for_the_handler_and_shown_to_nobody(door, client):
    response = door(person_name="王小示", person_contact="15400000001")
    objection = Objection.objects.get()
    assert (objection.person_name, objection.person_contact) == ("王小示", "15400000001")
    for url in (response.url, door.page.url):
        html = client.get(url).content.decode()
        assert "王小示" not in html
        assert "15400000001" not in html


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"content": ""}, "请填写异议内容"),
        ({"content": "不对"}, "请说明异议内容（至少5个字）"),
        ({"content": "长" * 4001}, "异议内容不得超过4000字"),
        ({"entry": ""}, "请选择有异议的产品"),
        ({"entry": "999999"}, "该产品不在可提出异议的范围内，请重新选择"),
        ({"person_name": "名" * 41}, "姓名不得超过40字"),
        ({"person_contact": "1" * 61}, "联系方式不得超过60字"),
        ({"website": "https://spam.example"}, "提交未被接受，请刷新页面后重试"),
    ],
)
def test_what_is_wrong_is_said_in_chinese_and_nothing_is_stored(door, data, reason):
    response = door(**data)
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not Objection.objects.exists()


def test_every_wrong_field_is_named_at_once(door):
    html = door(entry="", content="", person_name="名" * 41).content.decode()
    errors = re.findall(r'class="field__error"[^>]*>([^<]+)<', html)
    assert errors == ["请选择有异议的产品", "请填写异议内容", "姓名不得超过40字"]


ENDS = moment(2020, 10, 13)
SECOND = timedelta(seconds=1)


def test_after_the_window_the_door_is_shut_with_the_reason(door, clock, client):
    clock(ENDS)
    html = client.get(f"{door.page.url}objection/").content.decode()
    assert "公示期已于2020年10月12日24时届满" in html
    entry = door.page.publicity.entries.first()
    assert f"/complaints/new/?entry={entry.pk}" in html


def test_an_objection_sent_in_after_the_end_is_a_complaint_with_a_number(door, clock, client):
    clock(ENDS)
    answer = door(person_contact="0797-8200009")
    complaint, entry = Complaint.objects.get(), door.page.publicity.entries.first()
    assert not Objection.objects.exists()
    assert (complaint.item, complaint.applicant) == (entry.item, entry.applicant)
    assert (complaint.late_entry, complaint.content) == (entry, CONTENT)
    assert (complaint.source, complaint.received_at) == ("web", ENDS)
    assert (complaint.person_contact, complaint.is_anonymous) == ("0797-8200009", False)
    receipt = client.get(answer.url).content.decode()
    assert complaint.number in receipt
    assert complaint.query_code in receipt
    assert "作为投诉举报办理" in receipt
    code = {"number": complaint.number, "code": complaint.query_code}
    followed = client.post("/complaints/", code).content.decode()
    assert "公示结束后收到的异议" in followed


def test_a_late_one_says_as_little_as_an_objection_may_and_no_less(door, clock):
    clock(ENDS)
    assert door(content="户数不对").status_code == 422
    assert not Complaint.objects.exists()
    assert door(content="户数不实吧").status_code == 302
    assert Complaint.objects.get().content == "户数不实吧"


def test_a_late_one_sent_twice_is_one_complaint(door, clock):
    clock(ENDS - SECOND)
    ticket = tickets.issue("objection", at=timezone.now() - timedelta(minutes=1)).signed()
    clock(ENDS)
    assert [door(ticket=ticket).status_code for _ in range(2)] == [302, 302]
    assert Complaint.objects.count() == 1


def test_one_received_in_time_and_sent_again_too_late_is_one_objection(door, clock):
    clock(ENDS - SECOND)
    ticket = tickets.issue("objection", at=timezone.now() - timedelta(minutes=1)).signed()
    door(ticket=ticket)
    clock(ENDS)
    door(ticket=ticket)
    assert (Objection.objects.count(), Complaint.objects.count()) == (1, 0)


def test_late_ones_are_let_in_as_often_as_complaints_are(door, clock):
    clock(ENDS)
    answers = [door().status_code for _ in range(7)]
    assert answers == [302] * 5 + [422] * 2, "the term of an objection is over, and so its right"


def test_a_product_whose_publicity_ended_early_is_complained_of_beside_one_that_stands(door):
    entry = door.page.publicity.entries.first()
    services.take_out(entry, ending="withdrawn", by=None, at=INSIDE)
    assert door().status_code == 302
    assert Complaint.objects.get().late_entry == entry
    assert not Objection.objects.exists()


def test_a_window_that_closes_between_the_form_and_the_act_makes_it_a_complaint(door, monkeypatch):
    from pages import views

    act = views.object_or_complain

    def late(entry, **objection):
        services.take_out(entry, ending="withdrawn", by=None, at=INSIDE)
        return act(entry, **objection)

    monkeypatch.setattr(views, "object_or_complain", late)
    assert door().status_code == 302
    assert (Objection.objects.count(), Complaint.objects.count()) == (0, 1)


def test_what_arrived_before_the_end_is_received_however_late_its_turn_came(door, clock, settings):
    """A proxy of ours says when it came; a client's own word, or an older one, says nothing."""
    clock(ENDS + 20 * SECOND)
    last = (ENDS - SECOND).timestamp()
    door(HTTP_X_REQUEST_START=f"{last:.3f}")
    assert not Objection.objects.exists(), "no proxy is ours"
    settings.TRUSTED_PROXIES = 1
    assert door(HTTP_X_REQUEST_START=f"{last:.3f}").status_code == 302
    assert Objection.objects.get().received_at == ENDS - SECOND
    for stamp in (f"{last - 60:.3f}", "nonsense", "1.2.3", "", "t=", "9" * 400):
        door(HTTP_X_REQUEST_START=stamp)
        assert Objection.objects.count() == 1, stamp


def test_the_hour_of_receipt_is_that_of_the_request_and_not_of_its_turn(door, clock, monkeypatch):
    from publicity.forms import ObjectionForm

    clock(ENDS - SECOND)
    read = ObjectionForm.full_clean

    def slowly(form):
        clock(ENDS + 30 * SECOND)
        read(form)

    monkeypatch.setattr(ObjectionForm, "full_clean", slowly)
    assert door().status_code == 302
    assert Objection.objects.get().received_at == ENDS - SECOND


def test_a_place_that_has_sent_too_much_may_still_object_only_without_files(door, monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile

    monkeypatch.setattr("doors.guarded_forms.TRIES", 2)
    for _ in range(9):
        assert door().status_code == 302
    answer = door(evidence=SimpleUploadedFile("a.pdf", b"%PDF-1.4")).content.decode()
    assert "请先不带文件提交" in answer
    assert Objection.objects.count() == 9


def test_only_products_still_open_can_be_chosen(door, client):
    first, second = door.page.publicity.entries.all()
    services.take_out(first, ending="withdrawn", by=None, at=INSIDE)
    html = client.get(f"{door.page.url}objection/").content.decode()
    assert second.product_name in html
    assert first.product_name not in html


def test_the_door_does_not_exist_before_publication(notice, get_page):
    page = notice()
    url = f"{page.url}objection/"
    assert get_page(url, PUBLISHED.replace(hour=8)).status_code == 404
    assert get_page(url, PUBLISHED).status_code == 200


@pytest.mark.parametrize("tail", ["objection/nonsense/", "objection/a/b/", "other/"])
def test_other_addresses_below_a_notice_are_not_found(notice, get_page, tail):
    assert get_page(f"{notice().url}{tail}", INSIDE).status_code == 404


def test_a_receipt_is_found_under_its_own_notice_only(door, notice, client):
    door()
    other = notice(products=1, serial=2)
    receipt = Objection.objects.get().receipt_no
    assert client.get(f"{other.url}objection/{receipt}/").status_code == 404
