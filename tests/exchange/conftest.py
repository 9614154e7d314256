"""A small office with certificates, made by the real services."""

from datetime import date, datetime
from decimal import Decimal
from threading import Thread

import pytest
from django.contrib.auth.models import Permission

from catalog.services import list_product
from desk.loading.offices import found_office, person
from exchange.sandbox.platform import Platform
from exchange.sandbox.server import Server
from registry.models import Applicant, Membership, RuleSet, Township, User
from rules.periods import SHANGHAI

LISTED_AT = datetime(2020, 10, 13, 10, tzinfo=SHANGHAI)
PUBLICITY = {
    "district": (date(2020, 8, 3), date(2020, 8, 7)),
    "national": (date(2020, 9, 28), date(2020, 10, 12)),
}


class Office:
    """The office at work: lists products of one applicant, each under its own name."""

    def __init__(self):
        found_office()
        self.ruleset = RuleSet.objects.get()
        self.township = Township.objects.create(
            gb_code="360702101", name="水东镇", kind="town", administered_by="章贡区"
        )
        self.applicant = Applicant.objects.create(
            name="赣州市章贡区青禾示例果业有限公司（虚构）",
            entity_type="enterprise",
            credit_code="91360702YYTE00015R",
            domicile="江西省赣州市章贡区水东镇示例村虚构路1号",
            domicile_region="360702",
            legal_representative="测试法人",
            contact_person="测试联系人",
            phone="15400000001",
            email="a001@example.com",
        )

    def officer(self, role="export_officer"):
        """A person who holds ``role`` in the office; one for each role."""
        user = User.objects.filter(username=role).first() or person(role, None)
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        Membership.objects.get_or_create(user=user, organisation=self.ruleset.office, role=role)
        return user

    def facts(self, **given):
        return {
            "name": "赣南脐橙",
            "category": "fruit",
            "origin_township": self.township,
            "origin_text": "章贡区水东镇示例村",
            "input_sources": ["self_produced", "poor_households"],
            "annual_output": Decimal("1200.500"),
            "output_unit": "吨",
            "supply_months": [11, 12, 1],
            "sales_spec": "5公斤/箱",
            "reference_price_fen": 4990,
            "certifications": ["green_food"],
            "mechanisms": ["order_purchase", "employment"],
            "households": 18,
            "persons": 47,
            "average_income_fen": 320000,
            "benefit_text": "通过订单收购和吸纳务工带动农户增收（测试数据）。" * 3,
            **given,
        }

    def list(self, name="赣南脐橙", **given):
        return list_product(
            self.facts(name=name, **given),
            applicant=self.applicant,
            ruleset=self.ruleset,
            listed_on=LISTED_AT.date(),
            publicity=PUBLICITY,
            by=None,
            at=LISTED_AT,
        )


@pytest.fixture
def sandbox(settings):
    """A platform of its own on the loopback, told to the settings as the first receiver."""
    server = Server(Platform())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    first, *others = settings.EXCHANGE_RECEIVERS
    address = f"http://127.0.0.1:{server.server_port}"
    settings.EXCHANGE_RECEIVERS = [{**first, "transport": "https", "address": address}, *others]
    settings.EXCHANGE_ALLOW_LOOPBACK = True
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def certifier(db):
    return Office()


@pytest.fixture
def busy_office(transactional_db):
    """For tests in which several exporters work at once."""
    return Office()
