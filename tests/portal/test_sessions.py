"""How a session ends: after idle time, after a working day, at once; and never with a loss."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.models import UnsavedForm
from demo import fiction
from demo.papers import pdf
from records import kept_forms
from records.models import KeptForm
from registry.models import User

SECRET = "a long enough secret"
IDLE = timedelta(minutes=31)


@pytest.fixture(autouse=True)
def limits(settings):
    settings.SESSION_IDLE_SECONDS = 30 * 60
    settings.STAFF_SESSION_SECONDS = 8 * 3600


@pytest.fixture
def person(office):
    user = User.objects.get(applicant=fiction.applicant(1))
    user.set_password(SECRET)
    user.save()
    return user


def log_in(client, user, onward=""):
    data = {"login": user.username, "password": SECRET, "next": onward}
    return client.post(reverse("account_login"), data)


def test_half_an_hour_without_a_request_ends_a_session(person, sign_in, clock):
    client = sign_in(person)
    for _ in range(3):
        assert client.get("/portal/").status_code == 200
        clock.shift(timedelta(minutes=29))
    clock.shift(timedelta(minutes=3))
    ended = client.get("/portal/letters/")
    assert ended.url == "/account/login/?next=%2Fportal%2Fletters%2F"
    assert "较长时间没有操作" in client.get(ended.url).content.decode()
    assert log_in(client, person, "/portal/letters/").url == "/portal/letters/"


def test_an_officers_session_ends_after_a_working_day_however_busy(office, sign_in, clock):
    client = sign_in(User.objects.get(username="clerk"))
    for _ in range(16):
        assert client.get("/portal/account/").status_code == 200
        clock.shift(timedelta(minutes=30))
    clock.shift(timedelta(minutes=1))
    assert client.get("/admin/").status_code == 302


def test_a_disabled_persons_session_is_dead_at_once(person, sign_in):
    client = sign_in(person)
    assert client.get("/portal/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/portal/").status_code == 302


def test_what_a_script_saves_by_itself_is_no_form_to_be_sent_on(draft, person, sign_in, clock):
    application, client = draft(), sign_in(person)
    where = reverse("portal:unsaved", args=[application.pk])
    client.get("/portal/")
    clock.shift(IDLE)
    ended = client.post(where, {"label": "第一份"}, headers={"Accept": "application/json"})
    assert ended.status_code == 401
    gone = Client().post(where, {"label": "第一份"}, headers={"Accept": "application/json"})
    assert gone.status_code == 302
    assert not KeptForm.objects.exists()


def test_what_was_submitted_too_late_is_back_in_its_form(draft, person, sign_in, clock, typed):
    application, client = draft(), sign_in(person)
    where = reverse("portal:new_product", args=[application.pk])
    client.get(where)
    clock.shift(IDLE)
    ended = client.post(where, typed(name="没有丢失的脐橙"))
    assert "kept" in ended.url
    assert application.items.count() == 1
    sealed = bytes(KeptForm.objects.get().sealed)
    assert "没有丢失".encode() not in sealed, "what is kept is not readable in the database"
    led = client.get(log_in(client, person, reverse("portal:kept_form")).url)
    assert led.url == where
    shown = client.get(led.url).content.decode()
    assert "已恢复您2020年4月1日 10:01填写、还没有保存的内容" in shown
    assert 'value="没有丢失的脐橙"' in shown
    assert 'value="3" id="id_supply_months_2" checked' in shown
    assert not KeptForm.objects.exists(), "it is kept in one place"
    client.post(where, typed(name="没有丢失的脐橙"))
    assert application.items.filter(name="没有丢失的脐橙").exists()
    assert not UnsavedForm.objects.exists()


def test_what_a_page_sent_by_itself_too_late_is_back_in_its_form(
    draft, person, sign_in, clock, typed
):
    application, client = draft(), sign_in(person)
    where = reverse("portal:new_product", args=[application.pk])
    client.get(where)
    clock.shift(IDLE)
    store = reverse("portal:unsaved", args=[application.pk])
    client.post(f"{store}?form=product-new", typed(name="边填边存的脐橙"))
    led = client.get(log_in(client, person, reverse("portal:kept_form")).url)
    assert led.url == where
    assert 'value="边填边存的脐橙"' in client.get(where).content.decode()


def test_newer_words_in_the_form_and_what_came_too_late_both_stay(
    draft, person, sign_in, clock, typed
):
    application, client = draft(), sign_in(person)
    where = reverse("portal:new_product", args=[application.pk])
    client.get(where)
    clock.shift(IDLE)
    client.post(where, typed(name="迟到的脐橙"))
    clock.shift(timedelta(minutes=5))
    store = reverse("portal:unsaved", args=[application.pk])
    sign_in(person).post(f"{store}?form=product-new", typed(name="新写的脐橙"))
    shown = client.get(log_in(client, person, reverse("portal:kept_form")).url)
    assert ("name", "迟到的脐橙") in shown.context["fields"]
    assert 'value="新写的脐橙"' in client.get(where).content.decode()


def test_other_forms_are_sent_on_even_when_the_session_is_quite_gone(draft, person, clock, office):
    client = Client()
    where = reverse("portal:authorise")
    assert "kept" in client.post(where, {"agent_name": "测试受托人"}).url
    shown = client.get(log_in(client, person, reverse("portal:kept_form")).url)
    assert ("agent_name", "测试受托人") in shown.context["fields"]
    client.post(shown.context["path"], dict(shown.context["fields"]))
    assert not KeptForm.objects.exists(), "what has been sent on is not kept"


def test_what_came_too_late_is_read_again_in_the_words_of_its_form(person, clock, office):
    client = Client()
    sale = {
        "channel": "canteen",
        "buyer_name": "示例学校",
        "token": "x",
        "hundred_enterprises": "on",
    }
    client.post(reverse("portal:new_sale"), {**sale, "certificate": "1", "unit": "<箱>"})
    page = client.get(log_in(client, person, reverse("portal:kept_form")).url)
    assert page.context["words"] == [
        ("销售渠道", "单位食堂采购"),
        ("购买单位", "示例学校"),
        ("属于“百企帮百村”行动", "是"),
        ("产品", "已选择"),
        ("单位", "<箱>"),
    ]
    assert "<dd>&lt;箱&gt;</dd>" in page.content.decode()


def test_what_is_kept_can_be_given_up(draft, person, clock):
    client = Client()
    client.post(reverse("portal:authorise"), {"agent_name": "测试受托人"})
    log_in(client, person)
    client.post(reverse("portal:kept_form"))
    assert not KeptForm.objects.exists()
    assert client.get(reverse("portal:kept_form")).url == reverse("portal:home")


def test_files_are_asked_for_again_and_fields_are_not(draft, person, sign_in, clock):
    application, client = draft(), sign_in(person)
    client.get("/portal/")
    clock.shift(IDLE)
    scan = SimpleUploadedFile("证.pdf", pdf("x"))
    where = reverse("portal:materials", args=[application.pk])
    client.post(where, {"kind": "M2_licence", "licence_no": "SC1", "files": [scan]})
    shown = client.get(log_in(client, person, reverse("portal:kept_form")).url)
    assert ("licence_no", "SC1") in shown.context["fields"]
    assert "1 个文件不能保留" in shown.content.decode()


def test_nobody_else_sees_what_is_kept_and_passwords_never_are(person, at, clock):
    kept = kept_forms.keep(
        "/portal/x/", {"a": ["1"], "password1": ["x"], "csrfmiddlewaretoken": ["y"]},
        user=person, at=at,
    )  # fmt: skip
    other = User.objects.get(applicant=fiction.applicant(2))
    assert kept_forms.fields(kept) == [("a", "1")]
    assert kept_forms.find(kept.token, by=person, at=at) == kept
    assert kept_forms.find(kept.token, by=other, at=at) is None
    assert kept_forms.find(kept.token, by=person, at=at + timedelta(days=1)) is None
    assert kept_forms.forget_old(at=at + timedelta(days=1)) == 1


def test_a_page_that_was_open_while_one_signed_in_elsewhere_loses_nothing(
    draft, person, typed, clock
):
    application, client = draft(), Client(enforce_csrf_checks=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    where = reverse("portal:new_product", args=[application.pk])
    ours = {"HTTP_ORIGIN": "http://testserver"}
    stale = client.post(where, typed(name="另一个标签页的脐橙"), **ours)
    assert stale.status_code == 403
    assert "您填写的内容没有丢失" in stale.content.decode()
    assert "另一个标签页的脐橙" in stale.content.decode()
    foreign = client.post(where, typed(name="伪造的脐橙"), HTTP_ORIGIN="https://evil.example")
    assert "伪造的脐橙" not in foreign.content.decode()
    assert foreign.status_code == 403
    assert application.items.count() == 1


def test_a_script_hears_of_the_end_as_json(person, sign_in, clock):
    client = sign_in(person)
    client.get("/portal/")
    clock.shift(IDLE)
    ended = client.get("/portal/", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert ended.status_code == 401
    assert ended.json()["login"].startswith("/account/login/")


def test_devices_are_listed_and_the_others_can_be_signed_out(person, clock):
    here, there = Client(), Client()
    for client in (here, there):
        log_in(client, person)
        assert client.get("/portal/").status_code == 200
    page = here.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    here.post(reverse("usersessions_list"))
    assert here.get("/portal/").status_code == 200
    assert there.get("/portal/").status_code == 302
