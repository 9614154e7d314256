"""Old addresses lead on: of renamed pages, moved trees, and everything below a page."""

import pytest
from django.urls import reverse, set_script_prefix
from tests.support.standing import stands
from wagtail.contrib.redirects.models import Redirect

from pages.documents.timed import approve
from pages.machines.exporting import Copy
from pages.machines.links import dead_links
from pages.models import DocumentIndexPage, DocumentPage
from pages.models.document_words import Section
from pages.moved import moved_to, old_addresses
from pages.signing import take_down

from .conftest import moment

AT = moment(2020, 5, 1, 10)


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """``rename(page, slug)``: give a public page another address."""

    def give(page, slug):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            approve(page, by=None, at=AT)

    return give


@pytest.fixture
@stands
def renamed(document, rename):
    """A document whose address was changed twice."""
    page = document()
    for slug in ("second", "third"):
        rename(DocumentPage.objects.get(pk=page.pk), slug)
    return DocumentPage.objects.get(pk=page.pk)


OLD = "/zcwj/test360702-2020-00001"


@pytest.mark.parametrize("below", ["/", "", "/document.docx", "/document.pdf", "/versions/1/"])
@pytest.mark.parametrize("old", [OLD, "/zcwj/second", "/zcwj/%73econd"])
def test_each_old_address_and_what_is_below_it_goes_one_way(renamed, get_page, old, below):
    answer = get_page(f"{old}{below}", AT)
    assert (answer.status_code, answer.url) == (301, f"/zcwj/third{below or '/'}")


def test_a_query_goes_along_and_a_form_does_not(renamed, get_page, client):
    assert get_page(f"{OLD}/", AT, a="1").url == "/zcwj/third/?a=1"
    assert client.post(f"{OLD}/").status_code == 404


def test_the_pages_of_a_moved_column_are_found(
    document, get_page, client, django_user_model, rename
):
    page, later = document(), document(2, published_at=moment(2020, 6, 1), at=AT)
    rename(page.get_parent().specific, "wenjian")
    assert get_page(f"{OLD}/", AT).url == "/wenjian/test360702-2020-00001/"
    assert get_page("/zcwj/", AT).url == "/wenjian/"
    hidden = f"/zcwj/{later.slug}/"
    assert get_page(hidden, AT).status_code in (301, 404)
    assert get_page(hidden, moment(2020, 6, 2)).url == f"/wenjian/{later.slug}/"
    guides = DocumentIndexPage.objects.get(section=Section.GUIDE)
    client.force_login(django_user_model.objects.create(username="root", is_superuser=True))
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, guides.pk]))
    assert get_page(f"{OLD}/", AT).url == f"{guides.url}test360702-2020-00001/"


def test_a_short_address_knows_no_names(renamed, get_page):
    from pages.machines.short_codes import short_code

    assert get_page(f"/s/{short_code(renamed.pk)}/", AT).url == renamed.url


def test_what_is_not_public_has_no_address_to_lead_to(renamed, get_page):
    take_down(renamed, by=None, at=AT, because="内容重复")
    assert get_page(f"{OLD}/", AT).status_code == 404


def test_redirects_of_people_are_followed_to_the_end_and_never_in_a_circle(office, get_page):
    for old, new in (("/a", "/b/"), ("/b", "/c/"), ("/c", "/zcwj/"), ("/x", "/y/"), ("/y", "/x/")):
        Redirect.objects.create(old_path=old, redirect_link=new, is_permanent=old != "/b")
    Redirect.objects.create(old_path="/out", redirect_link="https://example.gov.cn/a")
    answer = get_page("/a/", AT)
    assert (answer.status_code, answer.url) == (302, "/zcwj/"), "one of them is not for good"
    assert get_page("/c", AT).status_code == 301
    assert get_page("/x/", AT).status_code == 404
    assert get_page("/out/", AT).url == "https://example.gov.cn/a"


def test_a_site_below_a_path_finds_them_too(renamed):
    set_script_prefix("/xxgk/cpgs/")
    try:
        assert moved_to(f"/xxgk/cpgs{OLD}/", at=AT)[0] == "/xxgk/cpgs/zcwj/third/"
        assert f"/xxgk/cpgs{OLD}/" in old_addresses(AT)
    finally:
        set_script_prefix("/")


def test_nothing_odd_in_an_address_breaks(office, get_page):
    for path in ("/%00/", "/" + "长" * 300 + "/", "/a/b/c/d/e/f/", "/admin/none/", "/%ff/"):
        assert get_page(path, AT).status_code in (302, 400, 404)


def test_the_report_and_the_copy_know_old_addresses(renamed, document, clock, tmp_path):
    words = f'<p><a href="{OLD}/">旧</a><a href="/zcwj/never/">无</a></p>'
    document(2, blocks=[{"type": "paragraph", "value": words}])
    assert [link.target for link in dead_links(AT)] == ["/zcwj/never/"]
    clock(AT)
    pages = {
        "/": (200, "text/html", b"<p>home</p>"),
        f"{OLD}/": (301, "", b"/zcwj/third/"),
        "/zcwj/second/": (301, "", b"/zcwj/third/"),
        f"{OLD}/document.pdf": (301, "", b"/zcwj/third/document.pdf"),
        "/zcwj/third/": (200, "text/html", b"<p>here</p>"),
        "/zcwj/third/document.pdf": (200, "application/pdf", b"%PDF"),
    }
    copy = Copy(pages.__getitem__, tmp_path)
    copy.make(also=[*old_addresses(AT), f"{OLD}/document.pdf"])
    assert copy.failed == []
    assert 'href="../third/index.html"' in (tmp_path / OLD[1:] / "index.html").read_text()
    assert (tmp_path / OLD[1:] / "document.pdf").read_bytes() == b"%PDF"


def test_only_a_published_change_of_address_leaves_a_redirect(
    document, django_capture_on_commit_callbacks
):
    page = document()
    page.slug = "draft-only"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()
    assert not Redirect.objects.exists()
