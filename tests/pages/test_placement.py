"""The public site as anybody could walk it: at a root, below a portal's path, and as a copy."""

import json
import re
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command
from django.urls import set_script_prefix
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Site

from catalog.services import add_photo, suspend
from config.mounting import Mounted, prefix_of
from pages.machines.exporting import MARK, Copy, file_of
from pages.machines.reader import Reader
from pages.machines.short_codes import short_code
from pages.models import ProductPage, SiteSettings
from pages.notices.services import announce_results
from pages.site_checks import lacking, site_settings_are_complete
from publicity import services
from registry.models import Organisation, RuleSet
from rules.privacy import scan

from .conftest import PUBLISHED, moment

pytestmark = pytest.mark.usefixtures("one_connection")
INSIDE = moment(2020, 11, 17, 10)
PREFIX = "/xxgk/cpgs"
LINK = re.compile(r'\s(?:href|src)="([^"]+)"')
ADDRESS = re.compile(r"<(?:loc|link|id)>([^<]+)<|\"(?:url|\w+_url)\": ?\"([^\"]+)\"")
ENTRIES = ("", "robots.txt", "sitemap.xml", "feeds/", "search/?q=%E8%84%90%E6%A9%99", "verify/")
API = ("notices", "documents", "products", "search?q=%E9%80%9A%E7%9F%A5", "openapi.json")


@pytest.fixture
def small(kept, notice, product, document, clock):
    """A site with something of everything, at a moment when it all stands; pages are kept."""
    page = notice(products=2)
    for entry in page.publicity.entries.all():
        services.close(entry, at=moment(2020, 10, 13))
    announce_results(moment(2020, 10, 13))
    product(0), product(1)
    document(1), document(2), document(3)
    clock(INSIDE)
    return page


@pytest.fixture
def whole(small, document):
    """The same with more documents than a list shows at once."""
    for serial in range(4, 23):
        document(serial)
    return small


@pytest.fixture
def mounted(settings):
    """The site below a path of somebody else's portal."""
    settings.FORCE_SCRIPT_NAME = PREFIX
    settings.STATIC_URL = f"{PREFIX}/static/"
    settings.MEDIA_URL = f"{PREFIX}/media/"
    Site.clear_site_root_paths_cache()
    yield Mounted(WSGIHandler(), PREFIX)
    set_script_prefix("/")


def crawl(read, root):
    """``{address: (status, kind, text)}`` of everything that links lead to from the entries."""
    waiting = [f"{root}{each}" for each in (*ENTRIES, *(f"api/v1/{each}" for each in API))]
    get_page = {}
    while waiting:
        address = waiting.pop()
        if address in get_page:
            continue
        status, kind, content = read(address)
        readable = re.search("html|[/+]xml|json|plain", kind)
        text = content.decode() if readable else ""
        get_page[address] = status, kind, text
        waiting += [each for each in inner(address, text) if wanted(each)]
    return get_page


def inner(address, text):
    """The addresses of this site that a page, a feed or an answer names."""
    found = [*LINK.findall(text), *("".join(pair) for pair in ADDRESS.findall(text))]
    for url in found:
        whole = urlsplit(urljoin(f"http://testserver{address}", unescape(url)))
        if whole.netloc == "testserver":
            yield whole.path + (f"?{whole.query}" if whole.query else "")


def wanted(address):
    """Not the doors of people who sign in, nor one page in every order of every filter."""
    query = urlsplit(address).query
    return not re.search(r"/(admin|portal|complaints|intents)/", address) and (
        not query or re.fullmatch(r"page=\d|q=[^&]*|state=\w+|entry=\d+", query)
    )


@pytest.mark.walk
def test_a_walk_over_the_whole_site_finds_no_dead_link_and_nobody(whole):
    get_page = crawl(Reader(WSGIHandler(), find=finders.find), "/")
    broken = {address: status for address, (status, _, _) in get_page.items() if status not in OK}
    assert broken == {}
    assert len(get_page) > 70
    for address, (_, _, text) in get_page.items():
        if "/static/" not in address:
            assert scan(text) == [], address
    for kind in ("html", "rss", "atom", "json", "spreadsheetml"):
        assert any(kind in found for _, found, _ in get_page.values())


OK = {200, 301, 302, 304}


def test_materials_are_reached_by_no_address(small, client):
    for path in ("/media/private/", "/media/private/x", "/media/../private/x", "/private/x"):
        assert client.get(path, follow=True).status_code == 404


@pytest.mark.walk
def test_below_a_path_every_link_stays_below_it(small, mounted):
    get_page = crawl(Reader(mounted, find=finders.find), f"{PREFIX}/")
    assert {address: s for address, (s, _, _) in get_page.items() if s not in OK} == {}
    assert [address for address in get_page if not address.startswith(f"{PREFIX}/")] == []
    assert len(get_page) > 50


def test_a_prefix_is_taken_off_the_path_where_it_stands():
    said = []
    application = Mounted(lambda environ, start: said.append(environ) or [], "/a/b")
    for path in ("/a/b/x", "/a/b", "/a/bc", "/x"):
        application({"PATH_INFO": path}, None)
    assert [each["PATH_INFO"] for each in said] == ["/x", "/", "/a/bc", "/x"]
    assert [prefix_of(text) for text in ("", "/", "a/b", "/a/b/")] == [None, None, "/a/b", "/a/b"]


@pytest.fixture
def full(small, document):
    """The same with a file to take away, a photo in two sizes and a column of two pages."""
    product = ProductPage.objects.first().certificate.product
    add_photo(product, name="a", content=picture(), alt_text="一箱", by=None, at=INSIDE)
    file = ContentFile("示例".encode(), name="cailiao.txt")
    file = get_document_model().objects.create(title="申报材料清单", file=file)
    return document(4, attachments=[("申报材料清单", file)])


def picture():
    written = BytesIO()
    Image.new("RGB", (1000, 750), "orange").save(written, "JPEG")
    return written.getvalue()


@pytest.mark.walk
def test_every_link_and_asset_of_the_copy_is_in_it_and_it_repeats_to_the_byte(
    full, tmp_path, monkeypatch
):
    monkeypatch.setattr("pages.models.paging.PER_PAGE", 2)
    first, second = exported(tmp_path / "1"), exported(tmp_path / "2")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {"index.html", "gsgg/index.html", "zcwj/page-2.html", "feeds/notices.atom"} < set(first)
    file = full.attachments.get().file
    assert first[f"documents/{file.pk}/{file.filename}"] == "示例".encode()
    assert first[f"share/{full.pk}.png"].startswith(b"\x89PNG")
    short = first[f"s/{short_code(full.pk)}/index.html"].decode()
    assert f'content="0; url=../..{full.url}index.html"' in short
    assert len([name for name in first if name.endswith(".webp")]) == 3
    for_servers = {"robots.txt", "sitemap.xml", "404.html", "copy.json"}
    unlinked = set(first) - walk(first, "index.html")
    assert {name for name in unlinked if not name.startswith("api/v1/")} == for_servers
    assert b"Sitemap: http://testserver/sitemap.xml" in first["robots.txt"]
    assert "没有找到" in first["404.html"].decode()


def test_a_copy_is_searched_and_read_by_program_without_a_server(small, tmp_path):
    files = exported(tmp_path / "1")
    script = files["copy-search/index.js"].decode()
    rows = json.loads(script.removeprefix("window.copiedPages = ").rstrip().rstrip(";"))
    by_file = {row["file"]: row for row in rows}
    assert all(file in files for file in by_file)
    product = ProductPage.objects.first()
    row = by_file[f"cpml/{product.slug}/index.html"]
    assert product.certificate.version.name in row["title"]
    assert product.certificate.number in row["words"]
    assert "只读副本" not in row["words"]
    buttons = ("核验证书", "登记认购意向", "举报冒用", "网上提出异议", "下载 PDF 版", "带走这份")
    for each in rows:
        assert [word for word in buttons if word in each["words"]] == [], each["file"]
    assert "受理单位" in by_file[f"gsgg/{small.slug}/index.html"]["words"]
    assert 'href="copy-search/index.html"' in files["index.html"].decode()
    products = json.loads(files["api/v1/products.json"])
    assert products["count"] == len(products["items"]) == 2
    assert json.loads(files[f"api/v1/products/{product.slug}.json"])["certificate_no"]
    notice = json.loads(files[f"api/v1/notices/{small.slug}.json"])
    assert notice["first_day"] == "2020-09-29"
    assert "days_left" not in f"{notice}"


def test_a_copy_says_when_it_was_made_and_nothing_that_is_false_tomorrow(notice, product, clock):
    page = notice()
    product()
    clock(PUBLISHED)
    reader = Reader(WSGIHandler(), copied_at=PUBLISHED)
    for address in ("/", "/gsgg/", page.url):
        said = reader(address)[2].decode()
        assert "本页是只读副本" in said, address
        assert "个工作日</p>" not in said.replace("</b>", ""), address
        assert "还有" not in said, address
        assert "masthead__search" not in said, address
        assert "还有" in Reader(WSGIHandler())(address)[2].decode(), address
    assert "2020年9月28日" in reader("/copy.css")[2].decode()


def test_two_copies_of_one_state_differ_in_the_moment_alone(notice, product, clock):
    addresses = ["/", "/gsgg/", notice().url, "/cpml/", product().url]
    copies = []
    for at in (INSIDE, INSIDE + timedelta(hours=3)):
        clock(at)
        reader = Reader(WSGIHandler(), copied_at=at)
        copies.append([reader(address)[2] for address in [*addresses, "/copy.css"]])
    assert copies[0][:-1] == copies[1][:-1]
    assert copies[0][-1] != copies[1][-1]


def test_a_day_that_passes_changes_nothing_of_a_copy(kept, notice, product, tmp_path, clock):
    notice()
    certificate = product().certificate
    why = {"by": None, "because": "核查", "reason": "quality_safety"}
    suspend(certificate, at=moment(2020, 11, 16, 15), **why)
    days = [moment(2020, 11, 17, 10), moment(2020, 11, 18, 16, 30)]
    copies = []
    for at in days:
        clock(at)
        copies.append(exported(tmp_path / "copy"))
    first, later = copies
    changed = {name for name in {*first, *later} if first.get(name) != later.get(name)}
    assert changed == {"copy.css", "copy.json"}


def test_no_visitor_can_ask_for_a_copy(office, client):
    assert client.get("/copy.css").status_code == 404
    assert client.get("/copy-search/").status_code == 404
    html = client.get("/", headers={"gongshi.copied_at": "2020-01-01"}).content.decode()
    assert "只读副本" not in html


def walk(files, start):
    """Every file that one comes to from ``start``; a link that leads nowhere fails."""
    waiting, reached = [start], set()
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        text = files[name].decode() if name.endswith((".html", ".css")) else ""
        assert "<form" not in text
        targets = [target_of(name, link) for link in links_of(text)]
        assert [target for target in targets if target not in files] == [], name
        waiting += targets
    return reached


def exported(folder):
    out = StringIO()
    call_command("export_site", out=folder, stdout=out)
    assert '"dead_links": []' in out.getvalue()
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MARK)
    return {f"{path.relative_to(folder)}": path.read_bytes() for path in files}


NAMED = re.compile(
    r'\s(?:href|src|poster|action)="([^"]+)"|url\([\'"]?([^\'")]+)|; url=([^"]+)"'
    r'|<meta (?:name="Image"|property="og:image") content="([^"]+)"'
)
SIZES = re.compile(r'\ssrcset="([^"]+)"')
#: What of the living site a copy may lead to: its doors, its questions, its home page.
LIVING = re.compile(
    r"#|(?:mailto|tel|data):"
    r"|http://testserver/(?:$|[^?]+\?|.+/objection/"
    r"|(?:api|portal|search|verify|complaints|intents|subscriptions|site-reports|look-up)/)"
)


def links_of(text):
    """What a file of the copy names, but for the doors of the living site."""
    text = re.sub('<link rel="canonical"[^>]*>|<a[^>]*data-living[^>]*>', "", text)
    named = ["".join(groups) for groups in NAMED.findall(text)]
    named += [size.split()[0] for sizes in SIZES.findall(text) for size in sizes.split(",")]
    return [each for each in named if not LIVING.match(each)]


def target_of(name, link):
    return urlsplit(urljoin(f"http://copy/{name}", unescape(link))).path[1:]


def test_a_copy_is_never_mixed_with_what_was_there(office, tmp_path):
    (tmp_path / "old").write_text("x")
    with pytest.raises(CommandError, match="不是空的"):
        call_command("export_site", out=tmp_path)


def test_what_cannot_be_read_is_reported(tmp_path):
    answers = {"/": (200, "text/html", b'<a href="gone/">x</a>')}
    copy = Copy(lambda address: answers.get(address, (404, "text/html", b"")), tmp_path)
    copy.make()
    assert copy.failed == [("/gone/", 404)]
    assert file_of("/a/?page=3") == "a/page-3.html"


def test_a_second_copy_writes_what_changed_and_removes_what_is_gone(tmp_path):
    answers = {
        "/": (200, "text/html", b'<a href="a/">a</a> <a href="b/">b</a>'),
        "/a/": (200, "text/html", b"a"),
        "/b/": (200, "text/html", b"b"),
    }
    first = Copy(answers.__getitem__, tmp_path)
    first.make()
    assert len(first.changed) == 3
    (tmp_path / MARK).touch()
    again = Copy(answers.__getitem__, tmp_path)
    again.make()
    assert again.changed == again.remove_others() == []
    answers |= {"/": (200, "text/html", b'<a href="a/">a</a>'), "/a/": (200, "text/html", b"new")}
    later = Copy(answers.__getitem__, tmp_path)
    later.make()
    assert sorted(f"{each.relative_to(tmp_path)}" for each in later.changed) == [
        "a/index.html",
        "index.html",
    ]
    assert [each.name for each in later.remove_others()] == ["index.html"]
    assert not (tmp_path / "b").exists()
    assert (tmp_path / MARK).exists()


def test_a_copy_that_broke_off_is_gone_on_with(kept, tmp_path, clock):
    clock(moment(2020, 12, 1, 10))
    folder = tmp_path / "copy"
    whole = exported(folder)
    (folder / "index.html").write_bytes(b"half")
    (folder / "robots.txt.part").write_bytes(b"half")
    again = exported(folder)
    assert [name for name in {*whole, *again} if again.get(name) != whole.get(name)] == []
    clock(moment(2020, 12, 1, 11))
    later = exported(folder)
    dated = [name for name in later if later[name] != whole.get(name)]
    assert sorted(dated) == ["copy.css", "copy.json"]
    said = json.loads(later["copy.json"])
    assert said == {"copied_at": "2020-12-01T11:00+08:00", "live_url": "http://testserver"}


def test_the_site_is_not_ready_before_its_settings_are_filled_in(office, capsys):
    site = Site.objects.get()
    assert len(lacking()[str(site)]) == 9
    errors = site_settings_are_complete(None, databases=["default"])
    assert [each.id for each in errors] == ["pages.E001"]
    assert site_settings_are_complete(None) == []
    with pytest.raises(SystemExit):
        call_command("check_site")
    settings = SiteSettings.for_site(site)
    for name in ("organiser", "operator", "icp_number", "police_number", "contact"):
        setattr(settings, name, "有")
    for name in ("police_link", "party_link", "correction_link"):
        setattr(settings, name, "https://a.example/")
    settings.site_id_code = "3607020001"
    settings.save()
    office = RuleSet.objects.get().office
    assert lacking()[str(site)] == [f"主办单位或者承办单位中的机构全称“{office.full_name}”"]
    settings.organiser = office.full_name
    settings.save()
    call_command("check_site")
    assert lacking() == {}
    assert site_settings_are_complete(None, databases=["default"]) == []
    Organisation.objects.filter(pk=office.pk).update(full_name="")
    assert lacking()[str(site)] == ["机构“区扶贫办”的全称"]
    with pytest.raises(SystemExit):
        call_command("check_site")
