"""What nobody's form sends to Wagtail's own views: answered in words, and nothing is changed."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(office, signed_in):
    client = signed_in(get_user_model().objects.get(username="admin"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def leaf(office):
    return Page.objects.filter(depth=3, live=True).first()


@pytest.mark.parametrize("key", ["x", "zz", "", "9" * 30, "1.5", "%00"])
@pytest.mark.parametrize(
    "act",
    [
        *("wagtailcore/page/publish", "wagtailcore/page/delete", "wagtailcore/page/move"),
        *("wagtailimages/image/add_tags", "wagtailimages/image/delete"),
        *("wagtaildocs/document/add_to_collection", "registry/user/set_active_state"),
    ],
)
def test_many_things_of_no_number_are_not_there(admin, leaf, act, key):
    before = Page.objects.values_list("pk", "live").order_by("pk")
    was = list(before)
    for query in (f"id={key}", f"id={leaf.pk}&id={key}", f"id=all&childOf={key or 'x'}"):
        for ask in (admin.get, admin.post):
            answer = ask(f"/admin/bulk/{act}/?{query}&next=/admin/")
            assert answer.status_code < 500, (act, query, ask)
    assert list(before.all()) == was


@pytest.mark.parametrize("sent", [{}, {"new_parent_page": "x"}, {"new_parent_page": "999999"}])
def test_a_copy_to_no_place_is_not_there(admin, leaf, sent):
    count = Page.objects.count()
    address = reverse("wagtailadmin_pages:copy", args=[leaf.pk])
    names = {"new_title": "另一页", "new_slug": "another"}
    assert admin.post(address, {**names, **sent}).status_code == 404
    assert Page.objects.count() == count


def test_what_is_neither_locked_nor_scheduled_is_said_to_be_so(admin, leaf):
    version = leaf.specific.save_revision()
    for name, keys, words in (
        ("unlock", [leaf.pk], "没有锁定"),
        ("revisions_unschedule", [leaf.pk, version.pk], "没有预定发布"),
    ):
        answer = admin.post(reverse(f"wagtailadmin_pages:{name}", args=keys))
        assert answer.url == reverse("wagtailadmin_pages:edit", args=[leaf.pk])
        *_earlier, message = get_messages(answer.wsgi_request)
        assert words in str(message)


def test_what_is_locked_is_unlocked(admin, leaf):
    Page.objects.filter(pk=leaf.pk).update(locked=True)
    admin.post(reverse("wagtailadmin_pages:unlock", args=[leaf.pk]))
    leaf.refresh_from_db()
    assert not leaf.locked


def test_what_is_not_there_is_said_to_be_so_with_a_way_on(admin):
    answer = admin.get(reverse("wagtailadmin_pages:edit", args=[999999]))
    assert answer.status_code == 404
    assert "不存在，或者不在您的查阅范围" in answer.content.decode()
    assert f'href="{reverse("wagtailadmin_home")}"' in answer.content.decode()
