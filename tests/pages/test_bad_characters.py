"""One character that XML refuses stops no feed, list, table, search, paper or JSON (every door)."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.db.models import CharField, TextField
from tests.support.standing import stands
from wagtail.models import Site

from catalog.models import ProductVersion
from publicity.models import PublicityEntry
from registry.models import Applicant
from rules.plain_text import plain

from .conftest import moment

AT = moment(2020, 11, 17, 10)
#: As a paste leaves them. A lone surrogate never reaches a database: it cannot be encoded.
BAD = "\x01\x08\x0b\x0c\x1b\x1f\x7f\x9f\u202e\u200b\ufffe\uffff"
FEEDS = [
    f"/feeds/{name}.{form}"
    for name in ("documents", "notices", "catalogue")
    for form in ("rss", "atom", "json")
]
TEXT = (CharField, TextField)


@pytest.fixture
@stands
def spoilt(notice, product, document):
    """A site every text of which holds them, however they came into the database."""
    page, listed, paper = notice(), product(), document()
    PublicityEntry.objects.update(product_name=f"脐橙{BAD}果干", applicant_name=f"合作社{BAD}")
    ProductVersion.objects.update(
        **dict.fromkeys(("name", "sales_spec", "origin_text", "supply_text"), f"值{BAD}")
    )
    Applicant.objects.filter(pk=listed.certificate.applicant_id).update(name=f"某某{BAD}合作社")
    for each in (page, listed, paper):
        type(each).objects.filter(pk=each.pk).update(title=f"题{BAD}目")
    type(paper).objects.filter(pk=paper.pk).update(summary=f"摘{BAD}要", issuer=f"办{BAD}公室")
    Site.objects.update(site_name=f"站{BAD}名")
    return page, listed, paper


@pytest.mark.parametrize("address", [*FEEDS, "/sitemap.xml"])
def test_feeds_and_the_sitemap_go_on(spoilt, get_page, address):
    answer = get_page(address, AT)
    assert answer.status_code == 200
    if address.endswith("json"):
        assert all(plain(each["title"]) == each["title"] for each in answer.json()["items"])
    else:
        ElementTree.fromstring(answer.content)


def test_pages_tables_papers_and_json_go_on(spoilt, get_page):
    page, listed, paper = spoilt
    for address in (
        *("/", "/gsgg/", "/cpml/", "/zcwj/", "/cpml/?view=table", "/search/?q=脐橙"),
        *(page.url, listed.url, paper.url, f"{paper.url}document.pdf"),
        *(f"/api/v1/{name}" for name in ("notices", "products", "documents", "search?q=脐橙")),
        f"/verify/{listed.certificate.number}/",
        f"/share/{paper.pk}.png",
    ):
        assert get_page(address, AT).status_code == 200, address
    for address in (f"{page.url}table/", f"{paper.url}document.docx"):
        book = zipfile.ZipFile(BytesIO(get_page(address, AT).content))
        for name in book.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(book.read(name))


def test_nothing_that_an_applicant_fills_in_keeps_them(draft, at):
    """Every text of a paper and of its products, by the services that all doors use."""
    from applications.models import Item
    from applications.services import drafts
    from applications.services.drafts import HEADER_FIELDS
    from demo.acts import agent

    application = draft(1)
    by, item = agent(application.applicant_id), application.items.get()
    columns = [each for each in Item._meta.fields if isinstance(each, TEXT) and not each.choices]
    facts = {
        each.name: f"字{BAD}\r\n"[: each.max_length]
        for each in columns
        if each.name in Item.fact_names()
    }
    assert {"name", "sales_spec", "origin_text"} <= set(facts)
    drafts.save_item(item, by=by, at=at, **facts)
    item.refresh_from_db()
    added = drafts.add_item(application, by=by, at=at, **facts)
    header = {
        name: f"字{BAD}"[: application._meta.get_field(name).max_length]
        for name in HEADER_FIELDS
        if isinstance(application._meta.get_field(name), TEXT)
        and not application._meta.get_field(name).choices
    }
    application = drafts.save_header(application, by=by, at=at, **header)
    for thing, names in ((item, facts), (added, facts), (application, header)):
        for name in names:
            assert getattr(thing, name) == plain(getattr(thing, name)), name
