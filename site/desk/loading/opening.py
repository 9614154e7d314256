"""A real office's first day: its site, its offices, its first rules and people, from one file.

Everything after it is done at the desk, by two hands where it binds the public. Nobody gets a
password: each sets one by 「忘记密码」 at the address that the file names.
"""

from datetime import date
from typing import Annotated, Literal

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError as BadField
from django.core.validators import validate_email
from django.db import transaction
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pages.documents.moderation import CHECKING, DRAFTING, SIGNING, ensure_moderation
from pages.notices.services import ensure_site_tree
from registry.addresses import set_address
from registry.models import Membership, Organisation, RuleSet, Township, User
from registry.officers import staff_group
from registry.roles import ROLES
from rules.periods import day_starts

from . import offices
from .templates import load_templates

ROLE_WORDS = tuple(role.word for role in ROLES)
HANDS = {"drafting": DRAFTING, "checking": CHECKING, "signing": SIGNING}
Words = Annotated[str, Field(min_length=2, max_length=100)]
Login = Annotated[str, Field(pattern=r"^[a-z][a-z0-9._-]{1,30}$")]


def _address(text):
    try:
        validate_email(text)
    except BadField as error:
        raise ValueError(text) from error
    return text


Address = Annotated[str, AfterValidator(_address)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Office(Part):
    name: Words
    full_name: Words
    phone: Annotated[str, Field(pattern=r"^[0-9-]{7,20}$")] = ""
    address: Words = ""


class FirstRules(Part):
    name: Words
    basis: Words
    effective_from: date


class OneTownship(Part):
    code: Annotated[str, Field(pattern=r"^\d{9}$")]
    name: Words
    kind: Literal[tuple(Township.Kind.values)]
    station: Words | None = None
    station_phone: Annotated[str, Field(pattern=r"^[0-9-]{7,20}$")] = ""
    administered_by: Words | None = None


class Person(Part):
    login: Login
    name: Words
    email: Address
    role: Literal[("administrator", *HANDS, *ROLE_WORDS)]
    #: An organisation's code: ``fpb``, ``nyncj``, ``station-`` and a township's code.
    office: str = "fpb"


class Plan(Part):
    office: Office
    bureau: Office
    rules: FirstRules
    townships: Annotated[list[OneTownship], Field(min_length=1)]
    people: Annotated[list[Person], Field(min_length=1)]


class BadPlan(Exception):
    """All reasons, each with its place in the file."""

    def __init__(self, reasons):
        self.reasons = reasons
        super().__init__("；".join(reasons))


class AlreadyOpen(Exception):
    """There are people here: from now on everything is changed at the desk."""


@transaction.atomic
def open_office(plan):
    """Found what ``plan``, a dict as TOML gives it, says; the number of people.

    Raises :class:`BadPlan` or :class:`AlreadyOpen`; then nothing was written.
    """
    if User.objects.exists():
        raise AlreadyOpen("系统里已经有人员，请在后台增改")
    plan = _checked(plan)
    for township in plan.townships:
        _township(township, plan.office.full_name)
    _offices(plan)
    ensure_moderation(ensure_site_tree())
    load_templates()
    for person in plan.people:
        _person(person)
    return len(plan.people)


def _checked(plan):
    try:
        plan = Plan.model_validate(plan)
    except ValidationError as error:
        raise BadPlan([_reason(each) for each in error.errors()]) from error
    codes = {"fpb", "nyncj", *(f"station-{each.code}" for each in plan.townships if each.station)}
    reasons = [
        f"people.{number}.office：没有机构 {person.office}"
        for number, person in enumerate(plan.people)
        if person.role in ROLE_WORDS and person.office not in codes
    ]
    if not any(person.role == "administrator" for person in plan.people):
        reasons.append('people：没有系统管理员（role = "administrator"）')
    for name in ("login", "email"):
        values = [getattr(person, name) for person in plan.people]
        twice = sorted({value for value in values if values.count(value) > 1})
        reasons += [f"people：{name} {value} 重复" for value in twice]
    if reasons:
        raise BadPlan(reasons)
    return plan


#: pydantic's kinds of error in our words; the rest is 「填写不对」.
WORDS = {
    "missing": "没有填写",
    "extra_forbidden": "没有这一项",
    "literal_error": "只能是 {expected}",
    "string_too_short": "太短",
    "string_pattern_mismatch": "写法不对",
    "too_short": "至少一项",
    "value_error": "不是电子信箱",
}


def _reason(error):
    where = ".".join(map(str, error["loc"]))
    words = WORDS.get(error["type"], "填写不对").format(**error.get("ctx", {}))
    return f"{where}：{words}"


def _township(row, office):
    station = None
    if row.station:
        station = Organisation.objects.create(
            code=f"station-{row.code}",
            name=row.station,
            kind="work_station",
            level="township",
            phone=row.station_phone,
        )
    Township.objects.create(
        gb_code=row.code,
        name=row.name,
        kind=row.kind,
        station=station,
        administered_by=row.administered_by or office,
    )


def _offices(plan):
    for code, name, level in offices.UPPER:
        Organisation.objects.create(
            code=code, name=name, kind="upper", level=level, works_in_system=False
        )
    for code, office in (("fpb", plan.office), ("nyncj", plan.bureau)):
        Organisation.objects.create(
            code=code,
            name=office.name,
            full_name=office.full_name,
            kind="department",
            level="district",
        )
    RuleSet.objects.create(
        name=plan.rules.name,
        basis=plan.rules.basis,
        effective_from=plan.rules.effective_from,
        approved_at=day_starts(plan.rules.effective_from),
        ground=offices.GROUND,
        contact_phone=plan.office.phone,
        address=plan.office.address,
        **{field: Organisation.objects.get(code=code) for field, code in offices.PLACES.items()},
    )


def _person(person):
    is_administrator = person.role == "administrator"
    user = User.objects.create(
        username=person.login,
        first_name=person.name,
        password=make_password(None),
        is_superuser=is_administrator,
        is_staff=is_administrator,
    )
    set_address(user, person.email)
    if person.role in HANDS:
        user.groups.add(*Group.objects.filter(name=HANDS[person.role]))
    elif person.role in ROLE_WORDS:
        user.groups.add(staff_group())
        office = Organisation.objects.get(code=person.office)
        Membership.objects.create(user=user, organisation=office, role=person.role)
