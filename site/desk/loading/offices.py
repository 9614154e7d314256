"""Offices, townships, their stations, the first rule set and the people who work in them."""

from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from pages.documents.moderation import CHECKING, DRAFTING, SIGNING
from registry.models import Membership, Organisation, RuleSet, Township, User
from registry.officers import staff_group
from rules.periods import day_starts

EFFECTIVE_FROM = date(2020, 3, 26)
#: Nobody works here yet who could enter the first rules, and another who could approve them.
GROUND = "随系统初始化录入，内容以公布的办法原文为准"

#: How the offices sign; the district's files call them by their short names.
OFFICE, BUREAU = "章贡区扶贫办公室（虚构）", "章贡区农业农村局（虚构）"
#: Its people are there; the rule set of 2020 asks for no price review (A06).
PRICE_BUREAU = "scjgj"
#: Upper offices are outside the district's files but part of its procedure (办法二).
UPPER = (
    ("city-fpb", "市扶贫办", "city"),
    ("province-fpb", "省扶贫办", "province"),
)
#: login, name, ((role, organisation code), …)
OFFICERS = (
    ("clerk", "示例受理", (("fpb_clerk", "fpb"),)),
    ("reviewer", "示例审核", (("fpb_reviewer", "fpb"),)),
    ("recorder", "示例登记", (("upper_recorder", "fpb"),)),
    ("exporter", "示例报送", (("export_officer", "fpb"),)),
    ("investigator", "示例核查", (("complaint_officer", "fpb"),)),
    ("manager", "示例主任", (("manager", "fpb"),)),
    ("auditor", "示例审计", (("auditor", "fpb"),)),
    ("agri", "示例农业", (("agri_reviewer", "nyncj"),)),
    ("agrihead", "示例局长", (("agri_head", "nyncj"),)),
    ("price", "示例核价", (("price_reviewer", PRICE_BUREAU),)),
    ("pricehead", "示例市监", (("price_head", PRICE_BUREAU),)),
    ("s101h", "示例站长", (("station_head", "station-360702101"),)),
)
#: Words go from hand to hand: login, name, the group of its step (pages/moderation.py).
WRITERS = (
    ("editor", "示例编辑", DRAFTING),
    ("checker", "示例核稿", CHECKING),
    ("chief", "示例签发", SIGNING),
)


#: The thirteen units that answer for the fifteen tasks (方案三).
UNITS = (
    "fpb",
    "nyncj",
    "czj",
    "jdbf",
    "zgh",
    "gxq",
    "gzj",
    "jtj",
    "wjw",
    "swj",
    "gsl",
    "gxj",
    "gxs",
)
#: Who of the units has accounts beside the thirteen: login = code, in ``member_units.json``.
MEMBERS = ("jd-test-01", "gh-test-01", "st-test-01", "st-test-02", "ys-test-01", "hy-test-01")


def load_unit(record):
    """A responsible unit of the plan, or a unit that one of them supervises (``parent``)."""
    parent = record.get("parent")
    return _organisation(
        record["code"],
        name=record["name"],
        kind=record["kind"],
        level="district",
        parent=Organisation.objects.get(code=parent) if parent else None,
    )


def load_township(record):
    """A township and, where it has one, its work station; successors are tied afterwards."""
    station = None
    dates = {"valid_from": record["valid_from"], "valid_until": record["valid_to"]}
    if record["work_station"]:
        code = f"station-{record['code']}"
        _organisation(
            code,
            name=record["work_station"],
            kind="work_station",
            level="township",
            phone=record.get("work_station_phone", ""),
            **dates,
        )
        station = Organisation.objects.get(code=code)
    _, created = Township.objects.get_or_create(
        gb_code=record["code"],
        defaults={
            "name": record["name"],
            "kind": record["kind"],
            "administered_by": record["administered_by"],
            "station": station,
            **dates,
        },
    )
    return created


def tie_successors(records):
    """What came after an abolished township, and after its station."""
    for record in records:
        townships = Township.objects.filter(gb_code__in=record.get("succeeded_by") or [])
        abolished = Township.objects.filter(gb_code=record.get("code")).first()
        if abolished is None or not townships:
            continue
        abolished.successors.add(*townships)
        if abolished.station:
            heirs = [township.station for township in townships if township.station]
            abolished.station.successors.add(*heirs)


def found_office():
    """Upper offices and the rule set of the seed's own notice; idempotent."""
    for code, name, level in UPPER:
        _organisation(code, name=name, kind="upper", level=level, works_in_system=False)
    for code, name, full in (("fpb", "区扶贫办", OFFICE), ("nyncj", "区农业农村局", BUREAU)):
        _organisation(code, name=name, kind="department", level="district")
        Organisation.objects.filter(code=code, full_name="").update(full_name=full)
    _organisation(PRICE_BUREAU, name="区市场监督管理局", kind="department", level="district")
    offices = {code: Organisation.objects.get(code=code) for code in PLACES.values()}
    RuleSet.objects.get_or_create(
        name="章贡区扶贫产品认定管理暂行办法",
        effective_from=EFFECTIVE_FROM,
        defaults={
            **{field: offices[code] for field, code in PLACES.items()},
            "basis": "章贡区扶贫产品认定管理暂行办法，自公布之日起施行",
            "approved_at": day_starts(EFFECTIVE_FROM),
            "ground": GROUND,
            "contact_phone": "0797-8200001",
            "address": "赣州市章贡区示例路1号（虚构）",
        },
    )


PLACES = {"office": "fpb", "bureau": "nyncj", "city": "city-fpb", "province": "province-fpb"}


def hire(password):
    """The officers of the fictional district, one for each duty and one for each station."""
    staff = staff_group()
    for login, name, duties in [*OFFICERS, *_station_officers(), *_unit_people()]:
        user = person(login, password, first_name=name)
        user.groups.add(staff)
        for role, code in duties:
            office = Organisation.objects.get(code=code)
            Membership.objects.get_or_create(user=user, organisation=office, role=role)
    for login, name, group in WRITERS:
        writer = person(login, password, first_name=name)
        writer.groups.add(*Group.objects.filter(name=group))
    person("admin", password, first_name="示例管理", is_superuser=True, is_staff=True)


def person(login, password, **names):
    """The user ``login``, created with ``password`` when new; an existing one is left alone."""
    hashed = _hashed(password)
    user, _ = User.objects.get_or_create(username=login, defaults={**names, "password": hashed})
    return user


@cache
def _hashed(password):
    """One slow hash for a whole cast that shares its password; None makes an unusable one."""
    return make_password(password)


def _station_officers():
    stations = Organisation.objects.filter(kind="work_station").order_by("code")
    return [
        (f"s{each.code[-3:]}", f"示例{each.name[:2]}", (("station_officer", each.code),))
        for each in stations
    ]


def _unit_people():
    """A reporter and a head of each unit of the plan, a reporter of some that they supervise."""
    units = Organisation.objects.filter(code__in=UNITS).order_by("code")
    people = []
    for unit in units:
        short = unit.name.removeprefix("区").removeprefix("各")
        people.append((f"{unit.code}-bao", f"{short}填报", (("unit_reporter", unit.code),)))
        people.append((f"{unit.code}-fu", f"{short}负责", (("unit_head", unit.code),)))
    for unit in Organisation.objects.filter(code__in=MEMBERS).order_by("code"):
        people.append((unit.code, f"{unit.name[:8]}填报", (("unit_reporter", unit.code),)))
    return people


def _organisation(code, **fields):
    _, created = Organisation.objects.get_or_create(code=code, defaults=fields)
    return created
