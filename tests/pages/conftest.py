"""Notices, certificates and documents of a founded district, published through the services."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from tests.support.forms import filled
from tests.support.standing import stands
from wagtail.models import Site

from applications.models import Application, Item
from catalog.services import list_product
from demo import fiction
from demo.acts import holder
from pages.models import HomePage, SiteSettings
from pages.models.document_words import Section
from pages.notices.services import open_district_notice, open_product_page, publish_document
from publicity.models import PublicityEntry
from publicity.services import open_publicity
from registry.calendars import calendar
from registry.rulesets import in_force
from rules.numbers import notice_number
from rules.periods import SHANGHAI, local_day

from .hands import add_url, appoint, write
from .keys import openssl

# Monday 2020-09-28: the five working days after it end on Monday 2020-10-12.
PUBLISHED = datetime(2020, 9, 28, 9, tzinfo=SHANGHAI)
LISTED = date(2020, 11, 16)
HANDS_AT = datetime(2020, 5, 1, 10, tzinfo=SHANGHAI)


def moment(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


def row(serial=1, number=0):
    """What the public sees of product ``number`` of fictional applicant ``serial``."""
    facts, applicant = fiction.facts(serial, number), fiction.applicant(serial)
    return {
        "item": item(serial, number, publicity_entries__in=PublicityEntry.objects.running()),
        "applicant": applicant,
        "applicant_name": applicant.name,
        "product_name": facts["name"],
        "category": "水果",
        "origin": facts["origin_text"],
        "households": facts["households"],
        "persons": facts["persons"],
        "mechanisms": "订单收购、吸纳务工",
    }


def item(serial, number, **exclude):
    """Product ``number`` of fictional applicant ``serial`` in a paper, new if all are excluded."""
    paper, _ = Application.objects.get_or_create(
        applicant=fiction.applicant(serial),
        defaults={"created_at": PUBLISHED, "created_by": holder("fpb_clerk@fpb")},
    )
    facts = fiction.facts(serial, number)
    ready = paper.items.filter(name=facts["name"]).exclude(**exclude)
    return ready.first() or Item.objects.create(application=paper, **facts)


@pytest.fixture
def publicity(office):
    """``publicity(n)``: a district publicity of ``n`` products, opened at ``published_at``."""

    def make(products=2, serial=1, published_at=PUBLISHED, level="district", **evidence):
        day = local_day(published_at)
        return open_publicity(
            level,
            [row(1, number) for number in range(products)],
            number=notice_number(day.year, serial),
            ruleset=in_force(day),
            published_at=published_at,
            calendar=calendar(),
            by=None,
            at=published_at,
            **evidence,
        )

    return make


@pytest.fixture
def notice(publicity):
    """``notice(n)``: the page of a publicity, created at ``at`` (default: when published)."""

    def make(products=2, at=None, **given):
        opened = publicity(products, **given)
        return open_district_notice(opened, by=None, at=at or opened.published_at)

    return make


@pytest.fixture
def one_connection():
    """Django closes its connection after a request; a test's transaction must outlive many."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def certificate(office):
    """``certificate(row)``: product ``row`` of applicant 1 listed on 2020-11-16 for a year."""

    return listed_certificate


def listed_certificate(number=0, listed_on=LISTED, serial=1, renewal_of=None, **facts):
    """Product ``number`` of an applicant listed for a year, through the services."""
    listed = list_product(
        {**_complete(serial, number), **facts},
        applicant=fiction.applicant(serial),
        ruleset=in_force(listed_on),
        listed_on=listed_on,
        publicity={
            "district": (date(2020, 9, 29), date(2020, 10, 12)),
            "national": (date(2020, 11, 3), date(2020, 11, 9)),
        },
        by=None,
        at=moment(listed_on.year, listed_on.month, listed_on.day, 10),
        renewal_of=renewal_of,
    )
    certified = item(serial, number, certificate__isnull=False)
    Item.objects.filter(pk=certified.pk).update(certificate=listed)
    return listed


def _complete(serial, number):
    from catalog.models import ProductVersion

    facts = fiction.facts(serial, number)
    return {name: facts[name] for name in ProductVersion.fact_names() if name in facts}


@pytest.fixture
def product(certificate):
    """``product(row)``: the catalogue page of a certificate, opened on its first day."""

    def make(number=0, **given):
        listed = certificate(number, **given)
        day = listed.listed_on
        return open_product_page(listed, by=None, at=moment(day.year, day.month, day.day, 10))

    return make


@pytest.fixture
def document(office):
    """``document(serial)``: a published document; keywords override its fields."""

    def make(serial=1, **given):
        fields = {
            "index_no": f"TEST360702/2020-{serial:05d}",
            "kind": "notice",
            "title": f"关于示例事项{serial}的通知",
            "doc_no": f"章测扶办字〔2020〕{serial}号",
            "issuer": "章贡区扶贫办",
            "recipients": "各镇，有关街道",
            "written_on": date(2020, 4, 1),
            "topic": "农业、林业、水利/扶贫",
            "keywords": ["扶贫产品", "认定"],
            "summary": "示例摘要",
            "paragraphs": ["一、示例内容。", "二、自发布之日起施行。"],
            "published_at": moment(2020, 4, 2, 9, 30),
            "at": moment(2020, 4, 2, 9, 30),
            "by": None,
        }
        if given.get("kind") == "case":
            fields["names_persons"] = "no"
        page, _written = publish_document(**{**fields, **given})
        return page

    return make


@pytest.fixture
@stands
def something_of_everything(document, product, notice):
    """A notice, a product and documents; the addresses of what strangers are given the same of."""
    pages = [document(1), document(2, kind="measure"), product(0), notice(2)]
    addresses = [page.get_url() for page in pages]
    addresses += [each.get_url() for each in HomePage.objects.get().get_children()]
    names = ("home", "site", "documents", "notices", "products", "columns", "redirects")
    names += ("statistics", "sales", "features", "results", "removals", "bulletins")
    addresses += [f"/api/v1/{name}" for name in names]
    addresses += [f"/api/v1/documents/{pages[0].slug}", f"/api/v1/products/{pages[2].slug}"]
    addresses += ["/", "/sitemap.xml", "/sitemap/", "/feeds/documents.atom", "/feeds/notices.rss"]
    return [*addresses, "/cpml/?sort=ending", "/draws/", "/sales/", "/data/"]


@pytest.fixture
def clock():
    """``clock(moment)``: from now on the wall clock of the doors shows this moment."""
    travellers = []

    def go(to):
        traveller = time_machine.travel(to, tick=False)
        traveller.start()
        travellers.append(traveller)

    yield go
    for traveller in reversed(travellers):
        traveller.stop()


@pytest.fixture
def kept(settings, office):
    """Pages are kept; ``kept()`` is a browser at a process of its own."""
    settings.PAGE_CACHE_MEGABYTES = 4
    SiteSettings.for_site(Site.objects.get())  # the first visitor of all makes them
    return Client


def blank_form(people, login, section):
    """The form of a new document as ``login`` is given it: a quarter second of Wagtail's time."""
    with transaction.atomic(), time_machine.travel(HANDS_AT, tick=False):
        appoint(people)
        client = Client()
        client.force_login(people.objects.get(username=login))
        blank = filled(client.get(add_url(section)))
        transaction.set_rollback(True)
    return blank


@pytest.fixture
@stands
def blank_guide(office, django_user_model):
    return blank_form(django_user_model, "editor", Section.GUIDE)


@pytest.fixture
@stands
def blank_forms(office, django_user_model):
    """``{column: form}`` of what an administrator writes."""
    sections = (Section.GUIDE, Section.CASE, Section.POLICY)
    return {each: blank_form(django_user_model, "root", each) for each in sections}


@pytest.fixture
def hands(office, client, clock, django_user_model, blank_guide):
    """``hands("editor")``: the client, signed in as one of ``EVERYBODY``, at ``HANDS_AT``."""
    appoint(django_user_model)
    clock(HANDS_AT)

    def become(login):
        client.force_login(django_user_model.objects.get(username=login))
        client.blank_guide = blank_guide if login == "editor" else None
        return client

    return become


@pytest.fixture
@stands
def guide_draft(hands):
    """A new guide, saved by the editor and not handed in."""
    return write(hands("editor"), "save")


@pytest.fixture
@stands
def in_review(hands):
    """A new guide that waits for the checker."""
    return write(hands("editor"))


@pytest.fixture
def get_page(client, clock):
    """``get_page(url, at)``: the response of a public address at a moment."""

    def get(url, at=None, **query):
        if at is not None:
            clock(at)
        return client.get(url, query)

    return get


@pytest.fixture
def new_key(tmp_path):
    """``new_key(algorithm, name)``: the files of a private and of its public key."""

    def make(algorithm, name):
        private, public = tmp_path / f"{name}.pem", tmp_path / f"{name}.pub"
        kind = ["ed25519"]
        if algorithm == "SM2":
            kind = ["EC", "-pkeyopt", "ec_paramgen_curve:SM2"]
        openssl("genpkey", "-algorithm", *kind, "-out", private)
        openssl("pkey", "-in", private, "-pubout", "-out", public)
        return private, public

    return make


@pytest.fixture(params=["Ed25519", "SM2"])
def key(settings, new_key, request):
    """The office signs with a key of its own: the files of both halves."""
    files = new_key(request.param, "certificates")
    settings.CERTIFICATE_KEY = f"{files[0]}"
    return files
