"""Fictional applicants and products by number, for simulations; every name says so."""

import json
from decimal import Decimal
from pathlib import Path

from django.contrib.auth.hashers import make_password

from desk.loading.offices import found_office, hire, load_unit
from registry.models import Applicant, Organisation, Township, User
from rules.identifiers import credit_code_check_character

PRODUCTS = (
    ("脐橙", "fruit", "5公斤/箱"),
    ("山茶油", "grain_oil", "500毫升/瓶"),
    ("板鸭", "livestock", "1只"),
    ("蜂蜜", "bee", "1公斤/瓶"),
    ("沙地芋头", "vegetable", "2.5公斤/袋"),
    ("红薯干", "snack", "500克/袋"),
    ("土鸡蛋", "egg", "30枚/盒"),
    ("酒糟鱼", "aquatic", "180克/瓶"),
)
DIRECTORY = Path(__file__).parent / "district"
UNIT_FILES = ("responsible_units.json", "member_units.json")
TOWNS = (("360702100", "沙石镇"), ("360702101", "水东镇"), ("360702105", "水西镇"))
KINDS = (("cooperative", "93"), ("enterprise", "91"), ("village_collective", "N2"))


def create_district():
    """Offices, the units of the plan, the rule set, three towns with stations, their people."""
    for code, name in TOWNS:
        station, _ = Organisation.objects.get_or_create(
            code=f"station-{code}",
            defaults={
                "name": f"{name}扶贫工作站",
                "kind": "work_station",
                "level": "township",
                "phone": f"0797-82{code[-5:]}",
            },
        )
        Township.objects.get_or_create(
            gb_code=code,
            defaults={
                "name": name,
                "kind": "town",
                "administered_by": "章贡区",
                "station": station,
            },
        )
    found_office()
    for file in UNIT_FILES:
        for record in json.loads((DIRECTORY / file).read_text(encoding="utf-8")):
            load_unit(record)
    hire(None)


def applicant(serial):
    """Applicant number ``serial`` with one agent; the same one when it already exists."""
    entity_type, prefix = KINDS[serial % len(KINDS)]
    first = f"{prefix}360702YYTM{serial:05d}"[:17].ljust(17, "0")
    code = first + credit_code_check_character(first)
    gb_code, town = TOWNS[serial % len(TOWNS)]
    township = Township.objects.get(gb_code=gb_code)
    row, created = Applicant.objects.get_or_create(
        credit_code=code,
        defaults={
            "name": f"章贡区模拟示例{serial:05d}号（虚构）",
            "entity_type": entity_type,
            "domicile": f"江西省赣州市章贡区{town}虚构路{serial}号",
            "domicile_region": "360702",
            "domicile_township": township,
            "production_township": township,
            "production_address": f"{town}示例村",
            "legal_representative": "测试法人",
            "contact_person": "测试联系人",
            "phone": f"154{serial % 100_000_000:08d}",
        },
    )
    if created:
        User.objects.create(
            username=f"sim{serial:05d}",
            applicant=row,
            first_name="测试",
            password=make_password(None),
        )
    return row


def facts(serial, row):
    """The facts of product ``row`` of applicant ``serial``."""
    name, category, spec = PRODUCTS[(serial + row) % len(PRODUCTS)]
    gb_code, town = TOWNS[serial % len(TOWNS)]
    households = 3 + serial % 40
    return {
        "name": f"示例{name}{row + 1}号",
        "category": category,
        "origin_township": Township.objects.get(gb_code=gb_code),
        "origin_text": f"章贡区{town}",
        "input_sources": ["self_produced", "local_purchase"],
        "annual_output": Decimal(10 + row),
        "output_unit": "吨",
        "supply_months": [11, 12, 1, 2, 3],
        "sales_spec": spec,
        "reference_price_fen": 3000 + 100 * row,
        "mechanisms": ["order_purchase", "employment"],
        "households": households,
        "persons": households * 3,
        "employed_workers": serial % 5,
        "benefit_text": "通过订单收购和吸纳务工等方式带动当地农户稳定增收，"
        "收益分配公开透明，帮扶关系稳定，合作社统一提供技术指导和销售渠道（测试数据）。",
    }
