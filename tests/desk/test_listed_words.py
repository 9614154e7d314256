"""类别和理由 at the desk: drafted, approved by another, then in every form, list and record."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.desk import opinion, page, press_twice
from tests.support.listed import listed

from applications.models import Item
from applications.policies.submitting import reasons_against_submitting
from catalog import sheet
from demo.acts import agent, holder
from demo.timetables import moment
from exchange.records import record
from ledger.statistics.dimensions import BY_NAME
from pages.notices.services import open_product_page
from registry import word_changes
from registry.listed_words import CATEGORY, REFUSAL
from registry.models import ListedWord, User
from rules.periods import local_day
from workflow.models import Letter, Opinion

pytestmark = pytest.mark.django_db
WHY = "按本区产品分类统一称呼"
TYPED = {"name": "鲜果", "position": 20, "because": WHY}
OWN = {"name": "茶油制品", "position": 500, "platform_code": "grain_oil", "because": WHY}
SOIL = {
    "name": "产地环境不达标",
    "position": 500,
    "basis": "《农产品质量安全法》第二十条",
    "help_text": "请在产地环境检测达标以后重新申请。",
    "because": WHY,
}


@pytest.fixture
def admin(office, signed_in):
    return signed_in(User.objects.get(username="admin"))


@pytest.fixture
def manager(office, signed_in):
    return signed_in("manager@fpb")


@pytest.fixture
def add(office):
    """``add(list, code, at, **values)``: a version that two people brought in."""

    def make(word_list, code, at, **values):
        who = {"by": User.objects.get(username="admin"), "at": at}
        version = word_changes.enter(word_list, code, **values, **who)
        return word_changes.decide(version, is_approved=True, by=holder("manager@fpb"), at=at)

    return make


def in_menu(label, browser):
    return json.dumps(label) in browser.get("/admin/").content.decode()


def test_an_administrator_words_a_category_and_the_head_approves(admin, manager):
    html = admin.get(page("listed_words")).content.decode()
    assert "水果" in html
    assert "不具有法人资格" in html
    address = page("word", "category", "fruit")
    form = admin.get(address).content.decode()
    assert 'value="水果"' in form
    assert "没有修改过" in form
    assert admin.post(address, TYPED).status_code == 302
    assert "尚待批准" in admin.get(address).content.decode()
    assert in_menu("类别和理由（1）", manager)
    assert not in_menu("类别和理由（1）", admin), "nobody approves their own"
    version = ListedWord.objects.get()
    decision = page("word_version", version.pk)
    assert "<ins>鲜果</ins>" in manager.get(decision).content.decode()
    refusal = admin.post(decision, {"decision": "approve"})
    assert refusal.status_code == 422
    assert "不得为同一人" in refusal.content.decode()
    assert manager.post(decision, {"decision": "approve"}).status_code == 302
    assert manager.post(decision, {"decision": "approve"}).status_code == 422, "a second press"
    html = admin.get(page("listed_words")).content.decode()
    assert "有已批准、未到日期的修改" in html
    assert "鲜果" in admin.get(decision).content.decode()


def test_a_category_of_the_district_s_own_asks_for_its_mapping(admin, manager):
    address = page("new_word", "category")
    assert "报送时对应的类别" in admin.get(address).content.decode()
    refusal = admin.post(address, {**OWN, "platform_code": ""})
    assert refusal.status_code == 422
    assert refusal.context["form"].errors["platform_code"]
    assert admin.post(address, OWN).status_code == 302
    version = ListedWord.objects.get()
    assert version.code == "own_1"
    assert "尚未批准" in admin.get(page("listed_words")).content.decode()
    manager.post(page("word_version", version.pk), {"decision": "decline"})
    assert "茶油制品" not in admin.get(page("listed_words")).content.decode()


def test_a_new_word_never_words_another_anew(admin):
    address = page("new_word", "refusal")
    for code in ("quality_fail", "bad_soil"):
        answer = admin.post(address, SOIL | {"code": code})
        assert (answer.status_code == 422) is (code == "quality_fail")
    assert ListedWord.objects.get().code == "bad_soil"
    again = admin.post(address, SOIL | {"code": "bad_soil", "name": "产地土壤不达标"})
    assert "代码已经有了" in "".join(again.context["form"].errors["code"])
    assert ListedWord.objects.count() == 1


def test_what_is_no_list_and_no_word_is_not_there(admin):
    assert admin.get(page("new_word", "nothing")).status_code == 404
    assert admin.get(page("word", "category", "nothing")).status_code == 404


def test_a_reason_of_the_district_s_own_refuses_and_its_letter_says_what_to_do(
    paper, signed_in, on_day, add, at
):
    add(REFUSAL, "bad_soil", at, **SOIL)
    (item,) = paper()
    client = signed_in(f"station_officer@{item.application.station.code}")
    typed = opinion(item, "refuse", reason_code="bad_soil")
    on_day(local_day(at), 16)
    early = client.post(page("endorse", item.application_id), typed)
    assert early.status_code == 422, "its day has not come"
    on_day(local_day(at) + timedelta(days=1))
    address = page("endorse", item.application_id)
    assert "产地环境不达标" in client.get(address).content.decode()
    press_twice(client, address, {**typed, "do": "sign"})
    signed = Opinion.objects.get(item=item)
    assert signed.get_reason_code_display() == "产地环境不达标"
    letter = Letter.objects.get(item=item, kind="refused").text
    assert "理由：产地环境不达标" in letter
    assert SOIL["help_text"] in letter


def test_a_reason_that_ended_refuses_nobody_and_what_it_refused_stays_readable(
    paper, signed_in, on_day, add, at
):
    day = local_day(at)
    add(REFUSAL, "bad_soil", at, ends_on=day + timedelta(days=5), **SOIL)
    (item,) = paper()
    on_day(day + timedelta(days=5))
    client = signed_in(f"station_officer@{item.application.station.code}")
    address = page("endorse", item.application_id)
    assert "产地环境不达标" not in client.get(address).content.decode()
    typed = opinion(item, "refuse", reason_code="bad_soil", visited_on=f"{day}")
    assert client.post(address, {**typed, "do": "sign"}).status_code == 422
    assert Opinion(reason_code="bad_soil").get_reason_code_display() == "产地环境不达标"


def test_the_form_offers_what_is_offered_and_a_paper_asks_for_it_anew(draft, on_day, add, at):
    day = local_day(at)
    add(CATEGORY, "camellia", at, ends_on=day + timedelta(days=5), **OWN)
    application = draft(1)
    item = application.items.get()
    client = Client()
    client.force_login(
        agent(application.applicant_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    address = reverse("portal:product", args=[application.pk, item.pk])
    on_day(day + timedelta(days=1))
    assert "茶油制品" in client.get(address).content.decode()
    Item.objects.filter(pk=item.pk).update(category="camellia")
    on_day(day + timedelta(days=6))
    assert "茶油制品" in client.get(address).content.decode(), "what stands there is shown"
    reasons = dict(_reasons(application, day + timedelta(days=6)))
    assert "已经停用，请重新选择" in reasons[f"item-{item.pk}-category"]
    assert f"item-{item.pk}-category" not in dict(_reasons(application, day + timedelta(days=2)))


def _reasons(application, on):
    return reasons_against_submitting(application, on=on)


def test_the_platform_hears_the_mapped_category_and_the_district_reads_its_own(
    office, on_day, add, at
):
    add(CATEGORY, "camellia", at, **OWN)
    entry = listed()
    open_product_page(entry, by=None, at=moment(entry.listed_on))
    type(entry.version).objects.filter(pk=entry.version.pk).update(category="camellia")
    on_day(local_day(at) + timedelta(days=90))
    event = entry.events.first()
    assert record(event)["category"] == "grain_oil"
    assert sheet.words("category", "camellia") == "茶油制品"
    assert BY_NAME["category"].words(["camellia"]) == {"camellia": "茶油制品"}
    api = Client()
    [answer] = api.get("/api/v1/products?category=camellia").json()["items"]
    assert (answer["category"], answer["category_label"]) == ("camellia", "茶油制品")
    [facet] = api.get("/api/v1/products/facets").json()["category"]
    assert (facet["value"], facet["label"]) == ("camellia", "茶油制品")
    assert {"value": "camellia", "label": "茶油制品"} in api.get("/api/v1/enums").json()["category"]
    assert api.get("/api/v1/products?category=camelia").status_code == 422
