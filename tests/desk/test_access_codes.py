"""代单位登记 and codes on paper: a unit without e-mail gets in, and nobody else does."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from demo import fiction
from demo.acts import holder
from records.models import AuditEvent
from registry import access_codes, intake, unit_accounts
from registry.models import AccessCode, Applicant, User
from rules.identifiers import credit_code_check_character
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
WHY = "来电申请，已回拨核实"
FIRST = "93360702YYTMNEW02"
CODE = FIRST + credit_code_check_character(FIRST)
PASSWORD = "Shui-Dong-2020"
FACTS = {
    "credit_code": CODE,
    "name": "示例果蔬专业合作社（虚构）",
    "entity_type": "cooperative",
    "domicile": "江西省赣州市章贡区水东镇虚构路9号",
    "domicile_region": "360702",
    "legal_representative": "测试理事长",
    "contact_person": "测试联系人",
    "phone": "15400000001",
    "email": "",
}


@pytest.fixture
def clock(office, at):
    with time_machine.travel(at, tick=False) as traveller:
        yield traveller


@pytest.fixture
def clerk(office):
    return holder("fpb_clerk@fpb")


@pytest.fixture
def taken(clock, clerk, at):
    return intake.take_in(FACTS, how="telephone", because=WHY, by=clerk, at=at)


def typed(code, **changed):
    words = {"credit_code": CODE, "code": code, "name": "测试管理人"}
    return {**words, "password1": PASSWORD, "password2": PASSWORD, **changed}


def send(code, client=None, **changed):
    client = client or Client()
    return client.post(reverse("portal:use_code"), typed(code, **changed), follow=True)


def test_a_unit_that_called_is_entered_marked_and_takes_its_account_over(taken, clerk):
    unit, _row, code = taken
    assert (unit.intake, unit.intake_by, unit.email) == ("telephone", clerk, "")
    assert AuditEvent.objects.get(action="registry.take_in").because == WHY
    answer = send(code.lower().replace("-", " "))
    user = unit.agents.get()
    assert user.is_owner
    assert user.email == ""
    assert user.username in answer.content.decode()
    client = Client()
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert client.get(reverse("portal:home")).status_code == 200
    assert mail.outbox == []


def test_a_code_works_once_and_only_with_its_own_unit(taken, clock):
    unit, _row, code = taken
    other = fiction.applicant(1)
    assert "不正确" in send(code, credit_code=other.credit_code).content.decode()
    assert not unit.agents.exists()
    send(code)
    assert "已经使用" in send(code).content.decode()
    assert unit.agents.count() == 1


def test_a_code_dies_with_its_days_and_with_a_newer_one(taken, clerk, clock, at):
    unit, _row, code = taken
    head = holder("manager@fpb")
    later = at + timedelta(days=1)
    newer = unit_accounts.hand_over_on_paper(
        unit, is_licence_seen=True, because="持营业执照到场", by=head, at=later
    )
    assert access_codes.find(CODE, code, at=later) is None
    assert access_codes.find(CODE, newer[1], at=later) == newer[0]
    assert access_codes.find(CODE, newer[1], at=later + timedelta(days=15)) is None


def test_ten_wrong_codes_make_everybody_wait(taken):
    _unit, _row, code = taken
    for _ in range(10):
        send("2222-2222-2222-2222")
    assert "输错次数过多" in send(code).content.decode()
    assert AccessCode.objects.get().last_used_at is None


def test_a_lost_factor_and_mailbox_are_mended_by_a_code_for_the_person(clock, at):
    head, person = holder("manager@fpb"), User.objects.get(applicant=fiction.applicant(1))
    Authenticator.objects.create(user=person, type="totp", data={})
    because = "持身份证到场，手机遗失"
    _row, code = unit_accounts.hand_code(person, because=because, by=head, at=at)
    send(code, credit_code=person.applicant.credit_code, name="")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert not Authenticator.objects.filter(user=person).exists()
    rows = AuditEvent.objects.filter(action__in=("registry.hand_code", "registry.enter_by_code"))
    assert rows.count() == 2


def test_whoever_may_not_or_is_tied_enters_no_unit_and_hands_no_code(clock, at):
    station = holder("station_officer@station-360702101")
    with pytest.raises(Refused):
        intake.take_in(FACTS, how="counter", because=WHY, by=station, at=at)
    person = User.objects.get(applicant=fiction.applicant(1))
    with pytest.raises(Refused, match="负责人"):
        unit_accounts.hand_code(person, because=WHY, by=holder("fpb_clerk@fpb"), at=at)
    assert not Applicant.objects.filter(credit_code=CODE).exists()
    assert not AccessCode.objects.exists()


def test_a_code_that_is_registered_is_not_entered_again(taken, clerk, at):
    with pytest.raises(Refused, match="没有可用的账号"):
        intake.take_in(FACTS, how="counter", because=WHY, by=clerk, at=at)
    assert Applicant.objects.filter(credit_code=CODE).count() == 1


def test_the_desk_shows_the_code_once_on_a_sheet_and_keeps_only_its_digest(clock, signed_in):
    client = signed_in("fpb_clerk@fpb")
    data = {**FACTS, "how": "counter", "because": WHY}
    refused = client.post(reverse("desk:unit_intake"), data)
    assert "请选择住所所在乡镇街道" in f"{refused.context['form'].errors['domicile_township']}"
    data["domicile_township"] = fiction.applicant(1).domicile_township_id
    sheet = client.post(reverse("desk:unit_intake"), data)
    row = AccessCode.objects.get()
    code = sheet.context["slip"].code
    assert code in sheet.content.decode()
    assert "no-store" in sheet["Cache-Control"]
    page = client.get(reverse("desk:unit_account", args=[row.applicant_id])).content.decode()
    assert "代单位登记（到场）" in page
    assert "尚未使用" in page
    assert code not in page
    assert code.replace("-", "") not in str(AccessCode.objects.values().get())


def test_what_is_wrong_with_an_entry_stands_at_its_field(clock, signed_in):
    data = {**FACTS, "how": "counter", "because": "无", "credit_code": "1", "phone": "123"}
    answer = signed_in("fpb_clerk@fpb").post(reverse("desk:unit_intake"), data)
    assert answer.status_code == 422
    assert {"credit_code", "phone", "because"} <= set(answer.context["form"].errors)


def test_every_portal_page_names_the_telephones_of_office_and_station(clock):
    user = User.objects.get(applicant=fiction.applicant(1))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("portal:home")).content.decode()
    station = user.applicant.production_township.station
    assert station.phone in page
    assert "0797-8200001" in page
