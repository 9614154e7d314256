"""Who subscribes hears of what changed, and is never told 304 over it."""

import json
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree

from catalog.services import suspend
from pages.models import NoticePage
from pages.public_change import public_change
from publicity.services import object_to

from .conftest import PUBLISHED, moment

FIRST, LATER = moment(2020, 4, 3), moment(2020, 5, 20, 10)
FORMS = ("rss", "atom", "json")


@pytest.fixture
def read(get_page):
    """``read(name, form, at)``: ``{id: (title, summary)}`` of a feed, in its order."""

    def entries(name, form, at, **chosen):
        response = get_page(f"/feeds/{name}.{form}", at, **chosen)
        if form == "json":
            rows = [(e["id"], e["title"], e["content_text"]) for e in response.json()["items"]]
        else:
            parsed = feedparser.parse(response.content)
            rows = [(e.id, e.title, e.summary) for e in parsed.entries]
        return {key: (title, summary) for key, title, summary in rows}

    return entries


@pytest.fixture
def corrected(document):
    """A document of April that was corrected in May."""
    document()
    return document(
        paragraphs=["一、更正后的内容。"], because="更正第一条的数字", at=moment(2020, 5, 20, 9)
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_correction_is_news_with_its_note(corrected, read, form):
    address = f"http://testserver{corrected.url}"
    assert list(read("documents", form, moment(2020, 5, 20, 8, 59))) == [address]
    rows = read("documents", form, LATER)
    assert list(rows) == [f"{address}#v2", address]
    title, note = rows[f"{address}#v2"]
    assert title == "更正：关于示例事项1的通知（第2版）"
    assert note == "更正说明：更正第一条的数字（2020-05-20）"


def test_the_entry_of_what_was_corrected_says_when(corrected, get_page):
    said = get_page("/feeds/documents.json", LATER).json()["items"]
    own = next(each for each in said if "#" not in each["id"])
    assert own["date_published"].startswith("2020-04-02T09:30")
    assert own["date_modified"].startswith("2020-05-20T09:00")
    atom = feedparser.parse(get_page("/feeds/documents.atom", LATER).content)
    assert datetime.fromisoformat(atom.feed.updated) == moment(2020, 5, 20, 9)


@pytest.mark.parametrize("form", FORMS)
def test_a_repeal_is_news_from_its_day(document, read, form):
    old = document(1)
    document(
        2,
        repeals=["TEST360702/2020-00001"],
        effective_from=date(2020, 6, 1),
        published_at=moment(2020, 5, 1, 9),
        at=moment(2020, 5, 1, 9),
    )
    key = f"http://testserver{old.url}#repealed"
    assert key not in read("documents", form, moment(2020, 5, 31, 23, 59))
    title, summary = read("documents", form, moment(2020, 6, 1))[key]
    assert title == "废止：关于示例事项1的通知"
    assert summary == "关于示例事项1的通知自2020-06-01起废止。"


def test_a_held_notice_was_changed_by_what_held_it(notice, get_page):
    page = notice(products=1)
    held_at = moment(2020, 9, 30, 15, 20)
    before = NoticePage.objects.with_changes(PUBLISHED).get(pk=page.pk).changed_at
    assert before == PUBLISHED
    object_to(page.publicity.entries.get(), channel="web", content="带动户数不属实", at=held_at)
    [entry] = get_page("/feeds/notices.json", moment(2020, 9, 30, 16)).json()["items"]
    assert entry["date_modified"].startswith("2020-09-30T15:20")


@pytest.mark.parametrize(
    "address", ["/feeds/documents.rss", "/feeds/documents.atom", "/sitemap.xml"]
)
def test_what_was_taken_down_is_no_304(document, get_page, client, clock, address):
    document(1)
    page = document(2)
    first = get_page(address, FIRST)
    clock(moment(2020, 4, 3, 1))
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(address, headers=since).status_code == 304
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    with public_change():
        page.unpublish()
    clock(moment(2020, 4, 3, 2))
    again = client.get(address, headers=since)
    assert again.status_code == 200
    assert page.url not in again.content.decode()
    assert again["Last-Modified"] == "Thu, 02 Apr 2020 18:00:00 GMT"
    both = {**since, "If-None-Match": first["ETag"]}
    assert client.get(address, headers=both).status_code == 200


def test_a_feed_can_be_narrowed_and_remembers_nothing_of_it(product, certificate, read, get_page):
    pages = [product(0), product(1)]
    suspend(
        pages[1].certificate,
        by=None,
        at=moment(2020, 11, 20),
        because="核",
        reason="quality_safety",
    )
    at = moment(2020, 12, 1)
    numbers = [page.certificate.number for page in pages]
    of_one = read("catalogue", "atom", at, certificate=numbers[1])
    assert [title.split("：")[0] for title, _ in of_one.values()] == ["暂停", "列入"]
    of_holder = {"applicant": pages[0].certificate.applicant.credit_code}
    assert len(read("catalogue", "atom", at, **of_holder)) == 3
    assert read("catalogue", "atom", at, township="000000000") == {}
    assert len(read("catalogue", "atom", at, utm_source="x")) == 3
    answer = get_page("/feeds/catalogue.atom", at, certificate=numbers[1])
    assert not answer.has_header("Last-Modified")
    assert numbers[1] in answer.content.decode().partition("<entry>")[0]


ATOM = {"a": "http://www.w3.org/2005/Atom"}


def said(node, path):
    """The text of the one node at ``path``, which there must be."""
    [found] = node.xpath(path, namespaces=ATOM)
    return found if isinstance(found, str) else found.text


def is_address(text):
    return bool(urlsplit(text).scheme and urlsplit(text).netloc)


#: The form of RFC 4287; what a grammar cannot say is asked below.
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))


def atom_rules(content, here):
    """RFC 4287: its grammar, and what a feed and an entry must have once."""
    feed = etree.fromstring(content)
    GRAMMAR.assertValid(feed)
    keys = [said(feed, "a:id"), *feed.xpath("a:entry/a:id/text()", namespaces=ATOM)]
    assert said(feed, "a:link[@rel='self']/@href") == here
    assert len(keys) == len(set(keys))
    assert all(map(is_address, keys))
    assert said(feed, "a:author/a:name")
    for node in (feed, *feed.xpath("a:entry", namespaces=ATOM)):
        assert said(node, "a:title")
        assert datetime.fromisoformat(said(node, "a:updated")).tzinfo
        assert is_address(said(node, "a:link[@rel='alternate']/@href"))
    return keys[0]


def rss_rules(content, here):
    """RSS 2.0 and the profile of the RSS Advisory Board."""
    channel = etree.fromstring(content).find("channel")
    assert said(channel, "a:link[@rel='self']/@href") == here
    assert all(said(channel, name) for name in ("title", "link", "description", "language"))
    guids = channel.xpath("item/guid/text()")
    assert len(guids) == len(set(guids)) == len(channel.findall("item"))
    for item in channel.findall("item"):
        assert said(item, "title")
        assert said(item, "description")
        assert parsedate_to_datetime(said(item, "pubDate")).tzinfo
        is_link = said(item, "guid/@isPermaLink") == "true"
        assert not is_link or said(item, "guid") == said(item, "link")
    return here


def json_rules(content, here):
    """JSON Feed 1.1: what must be there, and only what it knows."""
    feed = json.loads(content)
    known = {"version", "title", "home_page_url", "feed_url", "language", "items"}
    assert set(feed) == known
    assert feed["feed_url"] == here
    keys = [item["id"] for item in feed["items"]]
    assert len(keys) == len(set(keys))
    for item in feed["items"]:
        assert item["content_text"]
        assert is_address(item["url"])
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert datetime.fromisoformat(item["date_modified"]).tzinfo
    return here


RULES = {"atom": atom_rules, "rss": rss_rules, "json": json_rules}


def test_every_feed_keeps_the_rules_of_its_form_full_and_empty(
    corrected, notice, product, get_page
):
    product(), notice(products=1)
    for at in (moment(2020, 1, 1), moment(2020, 11, 17, 10)):
        keys = []
        for name in ("documents", "notices", "catalogue", "bulletins", "evidence"):
            for form, rules in RULES.items():
                address = f"/feeds/{name}.{form}"
                content = get_page(address, at).content
                keys.append(rules(content, f"http://testserver{address}"))
        assert len(keys) == len(set(keys))


def test_the_grammar_finds_what_a_feed_lacks_or_has_too_much(document, get_page):
    document()
    content = get_page("/feeds/documents.atom", LATER).content
    for path in ("a:updated", "a:entry/a:id", "a:entry/a:title"):
        feed = etree.fromstring(content)
        [node] = feed.xpath(path, namespaces=ATOM)
        node.getparent().append(etree.fromstring(etree.tostring(node)))
        assert not GRAMMAR.validate(feed), path
        for each in feed.xpath(path, namespaces=ATOM):
            each.getparent().remove(each)
        assert not GRAMMAR.validate(feed), path
