"""Whatever is sent into whichever form of the portal: the answer is ours, in Chinese."""

import inspect
import re
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import resolve, reverse
from tests.support.listed import listed
from tests.support.portal_world import PORTAL, TODAY, portal_address, world_around
from tests.support.wrong_values import (
    forms_in,
    forms_of,
    reasons_against,
    send,
    told,
    wrong_data,
)

from applications.models import Item
from applications.policies.facts import reasons_against_facts
from applications.services import drafts
from demo import fiction
from doors.field_words import speak
from doors.text_forms import TextForm
from portal.forms.portal_form import PortalForm
from registry.models import User
from supervision.models import ReplyRequest
from supervision.services import replies

SITE = Path(__file__).resolve().parents[2] / "site"
#: Forms of pages that come with a mailed link, a second factor, a state that this world has not,
#: or that answer elsewhere; their fields are looked at one by one below.
NOT_MET = {
    *("ActivateForm", "CodeAgainForm", "CodeForm", "NewPasswordForm", "SetPasswordForm"),
    *("EligibilityForm", "MonthForm", "StartAnewForm", "StatementForm", "TokenForm", "UndoForm"),
}
PUBLIC = ("account_login", "account_signup", "account_reset_password")
PUBLIC += ("portal:correct_address", "portal:use_code")
KINDS = "kinds=registration&kinds=output_supply&kinds=price&next=1"
PASSWORD = "Jin-Tian-1928"
OWN = ("account_change_password", "account_email", "account_reauthenticate")


@pytest.fixture
def world(walked, clock):
    """A returned paper with one of everything, and a draft, an entry, a question beside it."""
    paper = world_around(walked("endorse", products=2, choice="return")[0], clock)
    who = {"by": paper["owner"], "at": TODAY}
    draft = drafts.start(fiction.applicant(1), **who)
    item = drafts.add_item(draft, **who, **fiction.facts(1, 3))
    case = ReplyRequest.objects.get(pk=paper["reply"]).complaint
    asked = replies.ask(case, question="请补充说明检验的日期。", by=case.handler, at=TODAY)
    other = {"application": draft.pk, "item": item.pk, "reply": asked.pk}
    return paper, {**paper, **other, "certificate": listed(1, 3).pk}


def signed_in(owner):
    """With the password, so that pages which ask for it again are open for a while."""
    owner.set_password(PASSWORD)
    owner.save()
    client, typed = Client(), {"login": owner.username, "password": PASSWORD}
    assert client.post(reverse("account_login"), typed).status_code == 302
    return client


def pages_of(world):
    """``(client, address)`` of every page that its unit or a stranger may open."""
    client = signed_in(world[0]["owner"])
    paper = {portal_address(name, each) for name in PORTAL for each in world if name != "logout"}
    account = {reverse(name) for name in OWN}
    kinds = f"{portal_address('new_change', world[1])}?{KINDS}"
    for address in sorted(paper | account | {kinds}):
        yield client, address
    for name in PUBLIC:
        yield Client(), reverse(name)


def posts_of(world):
    """``(client, address, fields)`` of every form that can be sent, one of its kind."""
    seen = set()
    for client, address in pages_of(world):
        page = client.get(address)
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            for to, fields in forms_of(page):
                kind = (resolve(urlsplit(to).path).view_name, frozenset(fields))
                if kind not in seen and kind[0] != "portal:logout":
                    seen.add(kind)
                    yield client, to, fields


def below(kind):
    return {each for child in kind.__subclasses__() for each in (child, *below(child))}


@pytest.mark.walk
def test_no_form_speaks_in_the_words_of_a_framework(world):
    wrong, met = {}, set()
    for client, address, fields in posts_of(world):
        for kind, data in wrong_data(fields):
            answer = send(client, address, data)
            met |= {type(form) for form in forms_in(answer)}
            for sentence in told(answer):
                for reason in reasons_against(sentence):
                    wrong.setdefault((address, kind, sentence), reason)
    assert not wrong, "\n".join(f"{why}: {where}" for where, why in wrong.items())
    every = {kind.__name__ for kind in below(PortalForm) if not kind.__subclasses__()}
    assert every - {kind.__name__ for kind in met} == NOT_MET, "a form that nobody tried"


def test_no_field_of_any_form_has_the_words_of_a_framework():
    for kind in below(PortalForm):
        fields = deepcopy(kind.base_fields)
        for field in fields.values():
            field.label = "栏目"
        speak(SimpleNamespace(fields=fields))
        for name, field in fields.items():
            for words in field.error_messages.values():
                told_words = re.sub(r"%\(\w+\)[sd]", "1", str(words))
                assert not [*reasons_against(told_words)], (kind.__name__, name, told_words)


def test_no_check_of_any_model_speaks_in_the_words_of_a_framework():
    for model in apps.get_models():
        if not Path(inspect.getfile(model)).is_relative_to(SITE):
            continue
        for field in set(model._meta.fields) - {User._meta.get_field("username")}:  # it is given
            for check in field._validators:
                words = re.sub(r"%\(\w+\)[sd]", "1", str(getattr(check, "message", "")))
                assert not [*reasons_against(words)], (model._meta.label, field.name, words)


#: What may stand in the row of a product, whoever wrote it, of each kind of column.
ODD = {
    models.CharField: ("长" * 300, "甲\x00", "外星"),
    models.TextField: ("短", "长" * 3000),
    models.DecimalField: ("一", Decimal("1.23456"), Decimal("9" * 20), Decimal(0), Decimal(-1)),
    models.IntegerField: ("一", -1, 10**30),
    models.BooleanField: ("也许",),
}


def test_no_reason_against_a_product_has_the_words_of_a_framework(db):
    columns = [Item._meta.get_field(name) for name in Item.fact_names()]
    heard = 0
    for column in columns:
        values = next((odd for kind, odd in ODD.items() if isinstance(column, kind)), ())
        for value in values:
            for _, reason in reasons_against_facts(Item(**{column.name: value})):
                heard += 1
                assert not [*reasons_against(reason)], (column.name, value, reason)
    assert heard > 300


def test_a_short_story_is_told_once_and_by_its_name(db):
    told_of_it = [
        why
        for name, why in reasons_against_facts(Item(benefit_text="短"))
        if name == "benefit_text"
    ]
    assert told_of_it == ["带贫减贫机制及成效至少50个字，现在有1个"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.CharField(label="单位"), "", "请填写单位"),
        (forms.ChoiceField(label="渠道（必选）", choices=()), "x", "请从列出的选项中选择渠道"),
        (forms.DecimalField(label="年产量"), "一吨", "年产量请填写数字，例如 1200 或 12.5"),
        (forms.CharField(label="单位", max_length=2), "公斤装", "单位最多2个字，现在有3个"),
        (forms.EmailField(label="信箱"), "a@", "信箱的格式不正确，应如 name@example.com"),
        (forms.CharField(required=True, error_messages={"required": "请说明"}), "", "请说明"),
    ],
)
def test_what_is_wrong_is_said_by_the_name_of_the_field(field, value, words):
    form = type("Form", (TextForm,), {"it": field})({"it": value})
    assert form.errors["it"] == [words]


def test_a_line_break_counts_once():
    form = type("Form", (TextForm,), {"it": forms.CharField(max_length=3, widget=forms.Textarea)})
    assert form({"it": "甲\r\n乙"}).is_valid()
    assert not form({"it": "甲\r\n乙丙"}).is_valid()
