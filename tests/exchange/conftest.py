"""A small office with certificates, made by the real services."""

import getpass
from datetime import date, datetime
from decimal import Decimal

import psycopg
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from tests.exchange import ssh_server
from tests.support.platforms import platform_beside
from tests.support.standing import stands

from catalog.services import list_product
from desk.loading.offices import found_office, person
from exchange.transports.staging import tables
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
        if user := User.objects.filter(username=role).first():
            return user
        user = person(role, None)
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        Membership.objects.create(user=user, organisation=self.ruleset.office, role=role)
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
    with platform_beside(settings) as server:
        yield server


@pytest.fixture
def sftp_platform(settings, tmp_path):
    """The folder that an OpenSSH server of the first receiver serves."""
    with ssh_server.ssh_server(tmp_path) as (port, host_key, folder):
        options = {
            "user": getpass.getuser(),
            "key_file": f"{tmp_path}/user",
            "host_key": host_key,
        }
        first_is(settings, "sftp", f"sftp://127.0.0.1:{port}{folder}", options)
        yield folder


@pytest.fixture
def staging(request, settings, tmp_path):
    """A connection to the staging database of the first receiver, on the same server as ours."""
    busy = "busy_office" in request.fixturenames
    request.getfixturevalue("transactional_db" if busy else "db")
    ours = connection.settings_dict
    place = {"host": ours["HOST"], "port": ours["PORT"], "user": ours["USER"]}
    place["password"] = ours["PASSWORD"]
    with psycopg.connect(**place, dbname="postgres", autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS exchange_staging")
        server.execute("CREATE DATABASE exchange_staging")
    (tmp_path / "password").write_text(ours["PASSWORD"])
    options = {
        "user": ours["USER"],
        "password_file": f"{tmp_path}/password",
        "sslmode": "disable",
        "ca": "",
    }
    address = f"postgresql://{ours['HOST']}:{ours['PORT']}/exchange_staging"
    first_is(settings, "staging", address, options)
    with psycopg.connect(**place, dbname="exchange_staging", autocommit=True) as database:
        for statement in tables():
            database.execute(statement)
        yield database


def first_is(settings, transport, address, options):
    """The first receiver is reached so."""
    first, *others = settings.EXCHANGE_RECEIVERS
    way = {"transport": transport, "address": address, "options": options}
    settings.EXCHANGE_RECEIVERS = [{**first, **way}, *others]
    settings.EXCHANGE_ALLOW_LOOPBACK = True


@pytest.fixture
@stands
def certifier(db):
    """The office, with those in it who make a batch and approve it."""
    office = Office()
    office.officer(), office.officer("manager")
    return office


@pytest.fixture
def busy_office(transactional_db):
    """For tests in which several exporters work at once."""
    return Office()
