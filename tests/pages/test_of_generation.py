"""What is the same on every page is made once for a generation, and never outlives it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from pages.models import DocumentIndexPage, DocumentPage, HomePage, SiteSettings

from .conftest import moment
from .test_page_cache import changed, fresh, site, written  # noqa: F401 - their world

AT = moment(2020, 11, 17, 10)
#: The most that a page asks when the frame is known already: by its kind.
MOST = {"/": 8, "/tzgg/": 7, "/cpml/": 7, "/gsgg/": 8}
MOST_OF_AN_ITEM = 8


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_second_page_of_a_generation_asks_for_its_own_words_alone(kept, site):  # noqa: F811
    client = kept()
    client.get("/feeds/")
    client.get(DocumentPage.objects.order_by("-pk").first().get_url())
    for address, most in MOST.items():
        assert asked(client, address) <= most, address
    for address in (site[0], site[2], site[3]):
        assert asked(client, address) <= MOST_OF_AN_ITEM, address


def test_a_column_renamed_is_called_so_on_every_page_at_once(kept, site):  # noqa: F811
    client = kept()
    one, other = site[0], site[2]
    column = DocumentIndexPage.objects.get(slug="tzgg")
    column.show_in_menus = True
    changed(column.save)
    assert column.title in client.get(one).content.decode()
    column.title = "通知和公告"
    changed(column.save)
    assert "通知和公告" in client.get(other).content.decode()
    assert "通知和公告" in client.get(one).content.decode()


def test_a_column_taken_down_is_not_found_though_it_was_remembered(kept, site):  # noqa: F811
    client = kept()
    assert client.get("/tzgg/").status_code == 200
    changed(DocumentIndexPage.objects.filter(slug="tzgg").update, live=False)
    assert client.get("/tzgg/").status_code == 404
    assert client.get("/no-such-column/").status_code == 404


def test_settings_of_the_site_are_those_of_now(kept, site):  # noqa: F811
    client = kept()
    client.get(site[0])
    row = SiteSettings.for_site(Site.objects.get())
    row.organiser = "示例新主办单位"
    changed(row.save)
    assert "示例新主办单位" in client.get(site[1]).content.decode()


def test_who_is_signed_in_has_the_frame_made_anew(kept, site, django_user_model):  # noqa: F811
    stranger, known = kept(), kept()
    stranger.get(site[0])
    user = django_user_model.objects.get(username="admin")
    known.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    home = HomePage.objects.get()
    with CaptureQueriesContext(connection) as queries:
        known.get(site[0])
    assert any("pages_homepage" in each["sql"] for each in queries), home


def test_a_page_that_moved_is_linked_where_it_is_at_once(kept, site):  # noqa: F811
    document = DocumentPage.objects.order_by("-pk").first()
    assert f'href="{document.get_url()}"' in kept().get("/zcwj/").content.decode()
    before, document.slug = document.get_url(), "another-address"
    changed(document.save)
    for address in ("/zcwj/", "/"):
        html = kept().get(address).content.decode()
        assert "/another-address/" in html
        assert f'href="{before}"' not in html


def test_what_is_made_once_for_all_still_says_where_each_reader_is(kept, site):  # noqa: F811
    column = DocumentIndexPage.objects.get(slug="tzgg")
    column.show_in_menus = True
    changed(column.save)
    client = kept()
    here = '<a href="/tzgg/" aria-current="page">'
    for _ in range(2):
        assert here not in client.get("/").content.decode()
        assert 'aria-current="page">首页</a>' in client.get("/").content.decode()
        assert here in client.get("/tzgg/").content.decode()
        assert 'aria-current="page">首页</a>' not in client.get("/tzgg/").content.decode()
        assert 'aria-current="true"' not in client.get("/").content.decode()
