"""What editors may not do: take away, move or rewrite a notice that is running."""

import pytest
from django.urls import reverse

from pages.models import CatalogIndexPage, NoticeIndexPage, NoticePage, ProductPage

from .conftest import moment

INSIDE = moment(2020, 9, 30, 10)
AFTER = moment(2020, 10, 13)


@pytest.fixture
def editor(client, django_user_model, clock):
    """A signed-in superuser, at a moment inside the window."""
    clock(INSIDE)
    client.force_login(django_user_model.objects.create_superuser("root", password="x" * 12))
    return client


def stands():
    return NoticePage.objects.filter(live=True).exists()


@pytest.mark.parametrize("act", ["wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete"])
@pytest.mark.parametrize("whole_column", [False, True])
def test_a_running_notice_stays_up_and_the_reason_is_said(notice, editor, act, whole_column):
    page = notice()
    key = NoticeIndexPage.objects.get().pk if whole_column else page.pk
    answer = editor.post(reverse(act, args=[key]), {"include_descendants": "on"}, follow=True)
    assert "公示期内不得撤下、移动或删除" in answer.content.decode()
    assert stands()


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_a_running_notice_stays_up_among_many(notice, editor, act):
    page = notice()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
    answer = editor.post(f"{url}?id={page.pk}&next=/admin/", follow=True)
    assert "公示期内不得撤下、移动或删除" in answer.content.decode()
    assert stands()


def test_after_its_window_a_notice_may_be_taken_down(notice, editor, clock):
    page = notice()
    clock(AFTER)
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert not stands()


def test_nobody_makes_a_notice_or_a_product_page_by_hand(office, editor):
    for page_type, column in ((NoticePage, NoticeIndexPage), (ProductPage, CatalogIndexPage)):
        assert page_type not in column.creatable_subpage_models()
        key = column.objects.get().pk
        url = reverse("wagtailadmin_pages:add", args=["pages", page_type._meta.model_name, key])
        assert editor.get(url).status_code in (302, 403, 404)


def test_the_editor_of_a_notice_offers_nothing_to_change(notice, editor):
    page = notice()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for name in ("title", "slug", "publicity", "go_live_at"):
        assert f'name="{name}"' not in html


def test_an_editor_publishes_a_document_without_code(office, editor, seen):
    from pages.models import DocumentIndexPage, DocumentPage

    parent = DocumentIndexPage.objects.get()
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", parent.pk])
    editor.post(
        url,
        {
            "title": "示例指南",
            "slug": "guide",
            "kind": "guide",
            "index_no": "T/1",
            "issuer": "章贡区扶贫办",
            "written_on": "2020-09-30",
            "topic": "扶贫",
            "disclosure": "active",
            "repeals": [],
            "action-publish": "1",
            "body": '{"blocks":[{"key":"a","text":"正文","type":"unstyled","depth":0,'
            '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        },
    )
    page = DocumentPage.objects.get()
    assert seen(page.url, INSIDE).status_code == 200
    assert "正文" in seen(page.url).content.decode()


def test_an_editor_cannot_publish_somebodys_number(office, editor):
    from pages.models import DocumentIndexPage, DocumentPage

    parent = DocumentIndexPage.objects.get()
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", parent.pk])
    answer = editor.post(
        url,
        {
            "title": "请联系15400000001",
            "slug": "x",
            "kind": "guide",
            "index_no": "T/1",
            "issuer": "章贡区扶贫办",
            "written_on": "2020-09-30",
            "topic": "扶贫",
            "disclosure": "active",
            "action-publish": "1",
            "body": "null",
        },
    )
    assert "含有个人信息，不得公开：154****0001" in answer.content.decode()
    assert not DocumentPage.objects.filter(live=True).exists()
