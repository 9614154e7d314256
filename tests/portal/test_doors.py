"""Who passes the portal's doors: every address, every kind of person."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.listed import LISTED_ON, bare_entry

from catalog.services import suspend
from demo import fiction
from demo.timetables import moment
from ledger.services import keep_upload, record_sale
from portal import urls
from registry.models import User
from workflow.models import Application, ChangeReport, Item, Letter, Material, MaterialAccess

OPEN_TO_ALL = {"login", "logout"}


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
    wanted = [key for key in things if f":{key}>" in route]
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
        **listed_things(application.applicant),
    }


def listed_things(applicant):
    """A suspended entry of the applicant, a change report, a sale, and a file not confirmed."""
    by, at = applicant.agents.get(), moment(LISTED_ON)
    entry = bare_entry(fiction.facts(1, 7), applicant)
    sale = record_sale(
        entry,
        by=by,
        at=at,
        sold_on=LISTED_ON,
        quantity=Decimal(1),
        unit="箱",
        unit_price_fen=100,
        channel="direct",
        buyer_type="individual",
    )
    change = ChangeReport.objects.create(
        number="ZGBG-2020-000001",
        certificate=entry,
        kinds=["stop"],
        text="停产检修",
        changed_on=LISTED_ON,
        reported_at=at,
        reported_by=by,
    )
    suspend(entry, by=None, at=at, because="虚构", reason="quality_safety")
    batch = keep_upload(applicant, name="sales.csv", data=b"", rows=[], by=by, at=at)
    return {
        "certificate": entry.pk,
        "change": change.pk,
        "sale": sale.pk,
        "batch": batch.pk,
        "form": "csv",
    }


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
