"""Who passes the portal's doors: every address, every kind of person."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from catalog.services import list_product
from demo import fiction
from demo.acts import agent, holder
from demo.papers import pdf
from demo.timetables import moment
from portal import urls
from registry.models import User
from registry.rulesets import in_force
from supervision.services import complaints, intents, replies
from workflow.models import Application, Item, Letter, Material, MaterialAccess

OPEN_TO_ALL = {"login", "logout"}
KEYS = ("application", "item", "material", "letter", "reply", "intent", "uid")


def addresses(patterns=urls.urlpatterns, route=""):
    """``[(name, route)]`` of everything the portal's urlconf answers."""
    found = []
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found += addresses(pattern.url_patterns, here)
        else:
            found.append((pattern.name, here))
    return [(name, here) for name, here in found if name not in OPEN_TO_ALL]


def address(name, route, things):
    wanted = [key for key in KEYS if f":{key}>" in route]
    return reverse(f"portal:{name}", args=[things[key] for key in wanted])


@pytest.fixture
def returned(walked):
    """An application one of whose products came back from the station, with its letter."""
    return walked("endorse", products=2, choice="return")[0]


@pytest.fixture
def things(returned):
    application = returned.application
    return {
        "application": application.pk,
        "item": returned.pk,
        "material": application.materials.first().pk,
        "letter": Letter.objects.get(item=returned).pk,
        **said_of(application.applicant),
    }


def said_of(applicant):
    """A question to the applicant, with a file in its answer, and an intent to buy its product."""
    at, officer = moment(date(2020, 11, 17)), holder("complaint_officer@fpb")
    certificate = list_product(
        fiction.facts(1, 5),
        applicant=applicant,
        ruleset=in_force(date(2020, 11, 16)),
        listed_on=date(2020, 11, 16),
        publicity={
            "district": (date(2020, 9, 29), date(2020, 10, 12)),
            "national": (date(2020, 11, 3), date(2020, 11, 9)),
        },
        by=None,
        at=at,
    )
    case = complaints.receive(
        source="12317",
        subject_kind="product",
        about_text="示例产品",
        category="price",
        content="价格高出参考价格一半。",
        certificate=certificate,
        at=at,
    )
    office = certificate.ruleset.office
    complaints.accept(case, unit=office, handler=officer, by=officer, at=at)
    asked = replies.ask(case, question="请说明销售价格的依据。", by=officer, at=at)
    report = [("a.pdf", pdf("价格说明"))]
    own = agent(applicant.pk)
    replies.reply(asked, answer="价格按协议执行，附说明。", by=own, at=at, evidence=report)
    buyer = {"buyer_kind": "unit", "buyer_name": "甲", "buyer_contact": "乙", "wanted": "丙"}
    intent = intents.express(certificate, at=at, **buyer)
    return {"reply": asked.pk, "intent": intent.pk, "uid": asked.evidence.get().uid}


def test_the_urlconf_has_addresses_under_an_application():
    assert len(addresses()) >= 18
    assert any(":material>" in route for _, route in addresses())


def knocks(client, things, which=lambda route: True):
    """``(name, response)`` of reading and of pressing at every address of the portal."""
    for name, route in addresses():
        if which(route):
            yield name, client.get(address(name, route, things))
            yield name, client.post(address(name, route, things))


def test_nobody_passes_without_signing_in(things, clock):
    for name, response in knocks(Client(), things):
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("portal:login")), name


@pytest.mark.parametrize("who", ["station", "editor", "admin"])
def test_whoever_is_no_applicant_is_refused(who, things, sign_in, user):
    station = f"station_officer@{Application.objects.get().station.code}"
    person = user(station) if who == "station" else User.objects.get(username=who)
    for name, response in knocks(sign_in(person), things):
        assert response.status_code == 403, name
        assert "您的账号不属于申请单位" in response.content.decode()


def test_another_applicants_paper_does_not_exist(things, sign_in):
    stranger = sign_in(User.objects.get(applicant=fiction.applicant(2)))
    paper = Application.objects.get()
    answers = list(knocks(stranger, things, which=lambda route: "<int:" in route))
    assert len(answers) > 30
    for name, response in answers:
        # A method that the address does not know is refused before anything is looked up.
        assert response.status_code in (404, 405), name
        assert paper.number not in response.content.decode()
    assert not MaterialAccess.objects.exists()


def test_a_product_or_file_under_the_wrong_application_does_not_exist(draft, things, browse):
    own = draft(1, serial=1)
    client = browse(own)
    for name in ("product", "mend", "withdraw", "copy_product", "remove_product"):
        wrong = reverse(f"portal:{name}", args=[own.pk, things["item"]])
        assert client.post(wrong).status_code == 404
    wrong = reverse("portal:download", args=[own.pk, things["material"]])
    assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("drafted", [True, False])
def test_reading_any_page_changes_nothing(drafted, things, draft, browse, returned):
    if drafted:
        application = draft(1, serial=1)
        things |= {"application": application.pk, "item": application.items.get().pk}
    client = browse(returned.application)
    before = _snapshot()
    for name, route in addresses():
        client.get(address(name, route, things))
    assert _snapshot() == before


def _snapshot():
    models = (Application, Item, Letter, Material)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_portal_pages_are_never_cached(things, browse, returned):
    client = browse(returned.application)
    for name, route in addresses():
        response = client.get(address(name, route, things))
        assert "no-store" in response["Cache-Control"], name


def test_signing_in_takes_an_applicant_home(office, clock, press):
    agent = User.objects.get(applicant=fiction.applicant(1))
    agent.set_password("a long enough secret")
    agent.save()
    text = press(Client(), "login", username="sim00001", password="a long enough secret")
    assert fiction.applicant(1).name in text
    assert "还没有申请" in text


def test_signing_in_takes_an_officer_to_the_desk(office, clock):
    officer = User.objects.get(username="clerk")
    officer.set_password("a long enough secret")
    officer.save()
    response = Client().post(
        reverse("portal:login") + "?next=/portal/letters/",
        {"username": "clerk", "password": "a long enough secret", "next": "/portal/letters/"},
    )
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_a_wrong_password_is_answered_in_chinese_with_the_name_kept(office, clock, press):
    text = press(Client(), "login", username="sim00001", password="wrong")
    assert "用户名或者密码不正确" in text
    assert 'value="sim00001"' in text


def test_every_change_needs_the_forms_token(ready, agent_of, clock):
    application = ready()
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent_of(application), backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(reverse("portal:check", args=[application.pk]))
    assert response.status_code == 403
    application.refresh_from_db()
    assert application.is_draft


def test_signing_out_needs_a_button(office, sign_in):
    client = sign_in(User.objects.get(applicant=fiction.applicant(1)))
    assert client.get(reverse("portal:logout")).status_code == 405
    assert client.post(reverse("portal:logout")).url == reverse("portal:login")
    assert client.get(reverse("portal:home")).status_code == 302
    assert not MaterialAccess.objects.exists()
