"""What editors may not do: take away, move or rewrite a notice that is running."""

import pytest
from django.urls import reverse
from tests.support.forms import filled, paragraph

from pages.models import (
    CatalogIndexPage,
    DocumentIndexPage,
    DocumentPage,
    NoticeIndexPage,
    NoticePage,
    ProductPage,
)
from pages.models.document_words import Section

from .conftest import moment
from .hands import add_url, appoint, sign

INSIDE = moment(2020, 9, 30, 10)
AFTER = moment(2020, 10, 13)


@pytest.fixture
def editor(client, django_user_model, clock):
    """A signed-in superuser, at a moment inside the window."""
    clock(INSIDE)
    root, _ = django_user_model.objects.get_or_create(username="root", is_superuser=True)
    client.force_login(root)
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
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    editor.post(url, {"because": "已经期满"})
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


@pytest.fixture
def write(office, editor, django_user_model, blank_forms):
    """``write("guide", title=…)``: the form of a new document, handed in; two others sign it."""
    appoint(django_user_model)

    def send(kind="guide", section=Section.GUIDE, text="正文", action="submit", **fields):
        given = {
            "title": "示例指南",
            "slug": "guide",
            "kind": kind,
            "issuer": "章贡区扶贫办",
            "written_on": "2020-09-30",
            "topic": "扶贫",
            f"action-{action}": "1",
            **paragraph(text),
            **fields,
        }
        answer = editor.post(add_url(section), {**blank_forms[section], **given})
        sign(django_user_model)
        return answer

    return send


def test_an_editor_publishes_a_document_without_code(write, get_page):
    write()
    page = DocumentPage.objects.get()
    assert get_page(page.url, INSIDE).status_code == 200
    assert "正文" in get_page(page.url).content.decode()
    assert page.index_no == "ZG360702FPB/2020-00001", "numbered when it is signed"


def test_an_editor_cannot_publish_somebodys_number(write):
    answer = write(title="请联系15400000001")
    assert "含有个人信息，不得公开：154****0001" in answer.content.decode()
    assert not DocumentPage.objects.filter(live=True).exists()


def test_a_column_offers_the_kinds_that_belong_to_it(office, editor):
    column = DocumentIndexPage.objects.get(section=Section.BULLETIN)
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", column.pk])
    html = editor.get(url).content.decode()
    assert 'value="bulletin"' in html
    assert 'value="case"' not in html


def test_a_case_that_names_a_person_waits_for_consent(write):
    """R52."""
    case = {"kind": "case", "section": Section.CASE}
    assert "是否写到具体个人" in write(**case).content.decode()
    answer = write(**case, names_persons="yes")
    assert "须登记本人书面同意书" in answer.content.decode()
    assert not DocumentPage.objects.exists()
    write(**case, names_persons="yes", consent_record="同意书2020-1号，存档案室")
    assert DocumentPage.objects.get().live


def test_a_draft_may_be_incomplete(write):
    write(kind="case", section=Section.CASE, action="save")
    assert not DocumentPage.objects.get().live


def test_a_normative_document_comes_with_its_interpretation_or_a_reason(write):
    measure = {"kind": "measure", "section": Section.POLICY, "is_normative": "on"}
    assert "规范性文件应当与解读同步公开" in write(**measure).content.decode()
    write(**measure, no_interpretation_because="内容简明，不需要解读")
    assert DocumentPage.objects.get().live


def test_nothing_classified_enters(write):
    assert "涉密文件不得进入本系统" in write(secrecy="秘密").content.decode()


def test_changing_a_public_text_needs_a_public_note(write, editor, get_page, django_user_model):
    write()
    page = DocumentPage.objects.get()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def change(text, **more):
        sent = {"action-submit": "1", **paragraph(text), **more}
        answer = editor.post(url, filled(editor.get(url), **sent))
        sign(django_user_model)
        return answer

    assert "须填写本次更正说明" in change("更正后的正文").content.decode()
    assert "更正后的正文" not in get_page(page.url, INSIDE).content.decode()
    change("更正后的正文", correction_note="第一句有误")
    html = get_page(page.url).content.decode()
    assert "更正后的正文" in html
    assert "第一句有误" in html
    old = get_page(f"{page.url}versions/1/").content.decode()
    assert "文字已经更正，仅供查阅" in old
    assert "正文" in old
    assert "须填写本次更正说明" in change("又改一次").content.decode(), "each with its own note"


def test_a_preview_shows_a_document_that_was_never_saved(office, editor):
    column = DocumentIndexPage.objects.get(section=Section.GUIDE)
    add = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", column.pk])
    url = reverse("wagtailadmin_pages:preview_on_add", args=["pages", "documentpage", column.pk])
    given = {
        "title": "预览的指南",
        "slug": "x",
        "kind": "guide",
        "issuer": "章贡区扶贫办",
        "written_on": "2020-09-30",
        "topic": "扶贫",
        **paragraph("预览正文"),
    }
    assert editor.post(url, filled(editor.get(add), **given)).json()["is_valid"]
    html = editor.get(f"{url}?in_preview_panel=true").content.decode()
    assert "预览正文" in html
    assert "签发时编号" in html


def test_the_title_of_a_new_document_fills_in_its_address(office, editor):
    column = DocumentIndexPage.objects.get(section=Section.POLICY)
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", column.pk])
    shown = editor.get(url).content.decode()
    assert 'data-w-sync-target-value="#id_slug"' in shown
