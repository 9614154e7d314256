"""Who passes the portal's doors: every address, every kind of person."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.dishonest import noticed
from tests.support.listed import LISTED_ON, bare_entry
from tests.support.photos import picture
from tests.support.standing import stands

from applications.models import (
    Application,
    Item,
    Material,
    MaterialAccess,
    PrintedForm,
    UnsavedForm,
)
from applications.services import authorisations, photos
from catalog.services import list_product, suspend
from demo import fiction
from demo.acts import agent, holder
from demo.papers import pdf
from demo.timetables import moment
from doors import evidence
from ledger.services import keep_upload, record_sale
from portal import urls
from records.models import OutgoingMail
from registry.accounts import invite
from registry.models import ApiToken, Licence, User
from registry.rulesets import in_force
from supervision.services import complaints, intents, replies
from workflow.models import ChangeReport, Letter
from workflow.services import dishonesty

#: Behind these there is nothing of an applicant's: signing in, leaving, joining by a signed link,
#: mending a mistyped address with one's password, and what to know before one applies.
OPEN_TO_ALL = {"before", "login", "logout", "join", "correct_address", "privacy", "use_code"}
#: Everybody's own: the account, and what one was writing when the session ended.
ANYBODYS_OWN = {"account", "kept_form"}


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
@stands
def returned(walked):
    """An application one of whose products came back from the station, with its letter."""
    return walked("endorse", products=2, choice="return")[0]


@pytest.fixture
@stands
def things(returned):
    application = returned.application
    agent = application.applicant.agents.get()
    return {
        "application": application.pk,
        "item": returned.pk,
        "material": application.materials.first().pk,
        "letter": Letter.objects.get(item=returned, kind="returned").pk,
        "licence": application.applicant.licences.create(kind="other", number="示例1").pk,
        "person": agent.pk,
        "token": ApiToken.objects.create(
            user=agent,
            name="收银",
            digest="d" * 64,
            made_at=application.submitted_at,
            expires_at=application.submitted_at + timedelta(days=9),
        ).pk,
        "opinion": returned.opinions.first().pk,
        **handed_in(returned, agent, application.submitted_at),
        **said_of(application.applicant),
        **listed_things(application.applicant, agent),
    }


def listed_things(applicant, by):
    """A suspended entry, a change report, a sale with its voucher, and a file not confirmed."""
    at = moment(LISTED_ON)
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
        evidence=[("invoice.pdf", pdf("invoice"))],
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
    (shown,) = evidence.examine([("检修通知.pdf", pdf("检修通知"))])
    evidence.keep_evidence(change, [shown], by=by, at=at)
    suspend(entry, by=None, at=at, because="虚构", reason="quality_safety")
    batch = keep_upload(applicant, name="sales.csv", data=b"", rows=[], by=by, at=at)
    return {
        "certificate": entry.pk,
        "change": change.pk,
        "file": change.evidence.get().uid,
        "sale": sale.pk,
        "voucher": sale.evidence.get().uid,
        "batch": batch.pk,
        "form": "csv",
    }


def handed_in(item, agent, at):
    """An invitation, a letter of authority and a photo of the same applicant."""
    applicant = agent.applicant
    until = at.date() + timedelta(days=300)
    letter = {"agent_name": "测试受托人", "valid_from": at.date(), "valid_until": until}
    who = {"by": agent, "at": at}
    return {
        "invitation": invite(applicant, email="b@example.com", role="agent", **who).pk,
        "authorisation": authorisations.hand_in(
            applicant, **letter, name="a.pdf", data=pdf("授权"), **who
        ).pk,
        "photo": photos.add(item, data=picture(), alt_text="装箱的脐橙", **who).pk,
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
    buyer = {"buyer_kind": "unit", "buyer_name": "甲", "buyer_contact": "乙", "request_text": "丙"}
    intent = intents.submit(certificate, at=at, **buyer)
    told = noticed(applicant, at=at)
    defence = {"text": "成效证明属实，现附原件说明。", "evidence": [("b.pdf", pdf("原件"))]}
    dishonesty.defend(told, by=own, at=at + timedelta(hours=2), **defence)
    registered = {"dishonesty": told.pk, "dishonesty_file": told.evidence.get().uid}
    return {**registered, "reply": asked.pk, "intent": intent.pk, "uid": asked.evidence.get().uid}


def test_the_urlconf_has_addresses_under_an_application():
    assert len(addresses()) >= 18
    assert any(":material>" in route for _, route in addresses())


def knocks(client, things, which=lambda name, route: True):
    """``(name, response)`` of reading and of pressing at every address of the portal."""
    for name, route in addresses():
        if which(name, route):
            yield name, client.get(address(name, route, things))
            yield name, client.post(address(name, route, things))


def test_nobody_passes_without_signing_in(things, clock):
    for name, response in knocks(Client(), things):
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("account_login")), name


def test_whoever_is_no_applicant_is_refused(things, sign_in):
    """The station and the editor: tests/portal/test_permission_walk.py."""
    admin = sign_in(User.objects.get(username="admin"))
    theirs = knocks(admin, things, lambda name, route: name not in ANYBODYS_OWN)
    for name, response in theirs:
        assert response.status_code == 403, name
        assert "您的账号不属于申请单位" in response.content.decode()


def test_another_applicants_paper_does_not_exist(things, sign_in):
    stranger = sign_in(User.objects.get(applicant=fiction.applicant(2)))
    paper = Application.objects.get()
    answers = list(knocks(stranger, things, lambda name, route: "<int:" in route))
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
def test_reading_any_page_changes_nothing_and_is_never_cached(
    drafted, things, draft, browse, returned
):
    if drafted:
        application = draft(1, serial=1)
        things |= {"application": application.pk, "item": application.items.get().pk}
    client = browse(returned.application)
    before = _snapshot()
    for name, route in addresses():
        response = client.get(address(name, route, things))
        assert "no-store" in response["Cache-Control"], name
    assert _snapshot() == before


def _snapshot():
    models = (Application, Item, Letter, Material, Licence, OutgoingMail, PrintedForm, UnsavedForm)
    return [list(model.objects.order_by("pk").values()) for model in models]


def log_in(name, password, **how):
    return Client().post(reverse("account_login"), {"login": name, "password": password}, **how)


def test_signing_in_takes_an_applicant_home(office, clock):
    agent = User.objects.get(applicant=fiction.applicant(1))
    agent.set_password("a long enough secret")
    agent.save()
    text = log_in("sim00001", "a long enough secret", follow=True).content.decode()
    assert fiction.applicant(1).name in text
    assert "还没有申请" in text


def test_signing_in_takes_an_officer_to_the_desk(office, clock):
    officer = User.objects.get(username="clerk")
    officer.set_password("a long enough secret")
    officer.save()
    response = log_in("clerk", "a long enough secret")
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_a_wrong_password_is_answered_in_chinese_with_the_name_kept(office, clock):
    text = log_in("sim00001", "wrong").content.decode()
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
    assert client.post(reverse("portal:logout")).url == reverse("account_login")
    assert client.get(reverse("portal:home")).status_code == 302
    assert not MaterialAccess.objects.exists()
