"""Words go through three hands; what may not be public comes back with the reasons."""

import json

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from tests.support.forms import filled, paragraph
from wagtail.models import TaskState, WorkflowState

from pages.documents.moderation import CHECKING, DRAFTING, SIGNING, ensure_moderation
from pages.models import DocumentIndexPage, DocumentPage, HomePage
from pages.models.document_words import Section
from pages.signing import take_down

from .conftest import moment

AT = moment(2020, 5, 1, 10)


@pytest.fixture
def hands(office, client, clock, django_user_model):
    """``hands("editor")``: the client, signed in as a member of one group."""
    ensure_moderation(HomePage.objects.get())
    ensure_moderation(HomePage.objects.get())
    clock(AT)
    groups = {"editor": DRAFTING, "checker": CHECKING, "chief": SIGNING}
    for login, group in groups.items():
        user, _ = django_user_model.objects.get_or_create(username=login)
        user.groups.add(Group.objects.get(name=group))

    def become(login):
        client.force_login(django_user_model.objects.get(username=login))
        return client

    return become


@pytest.fixture
def draft(hands):
    """A guide that the editor wrote and handed in."""
    column = DocumentIndexPage.objects.get(section=Section.GUIDE)
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", column.pk])
    editor = hands("editor")
    form = editor.get(url)
    assert "action-publish" not in form.content.decode(), "the editor does not publish"
    given = {
        "title": "示例指南",
        "slug": "guide",
        "kind": "guide",
        "issuer": "章贡区扶贫办",
        "written_on": "2020-04-30",
        "topic": "扶贫",
        "action-submit": "1",
        **paragraph("正文"),
    }
    editor.post(url, filled(form, **given))
    return DocumentPage.objects.get()


def approve(client, page, comment="同意"):
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(url, {"comment": comment})


def fresh(page):
    return DocumentPage.objects.get(pk=page.pk)


def test_a_text_is_numbered_and_public_with_the_last_signature(draft, hands, get_page):
    assert (draft.live, draft.index_no) == (False, None)
    approve(hands("checker"), draft)
    assert not fresh(draft).live
    approve(hands("chief"), fresh(draft))
    page = fresh(draft)
    assert page.live
    assert page.index_no == "ZG360702FPB/2020-00001"
    assert get_page(page.url, AT).status_code == 200
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_nobody_takes_two_steps_on_one_text(draft, hands, django_user_model):
    for login in ("editor", "checker"):
        user = django_user_model.objects.get(username=login)
        user.groups.add(*Group.objects.filter(name__in=(CHECKING, SIGNING)))
    approve(hands("editor"), draft)
    approve(hands("checker"), draft)
    step = fresh(draft).current_workflow_task_state
    assert step.task.name == "签发"
    approve(hands("checker"), fresh(draft))
    assert not fresh(draft).live


def test_what_may_not_be_public_comes_back_with_its_reasons(draft, hands):
    approve(hands("checker"), draft)
    revision = draft.latest_revision
    revision.content["body"] = json.dumps([{"type": "paragraph", "value": "<p>15400000001</p>"}])
    type(revision).objects.filter(pk=revision.pk).update(content=revision.content)
    approve(hands("chief"), fresh(draft))
    assert not fresh(draft).live
    back = TaskState.objects.get(task__name="签发")
    assert back.status == TaskState.STATUS_REJECTED
    assert "154****0001" in back.comment
    assert "15400000001" not in back.comment


def test_what_was_public_once_is_not_deleted(document, admin_client, clock):
    page = document()
    clock(AT)
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    assert "已经公开过，不得删除" in admin_client.post(url, follow=True).content.decode()
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    admin_client.post(f"{many}?id={page.pk}&next=/admin/")
    assert DocumentPage.objects.filter(pk=page.pk).exists()
    down = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    admin_client.post(down, {"because": "内容重复"})
    assert not fresh(page).live


# Reports


def report(client, name, **query):
    return client.get(reverse(name), query)


def test_columns_without_anything_new_are_reported(document, admin_client, clock):
    document()
    clock(moment(2020, 9, 1))
    html = report(admin_client, "pages_staleness").content.decode()
    assert "政策文件" in html
    assert "正常" in html
    assert "没有内容" in html
    clock(moment(2020, 11, 1))
    assert "超期未更新" in report(admin_client, "pages_staleness").content.decode()
    sheet = b"".join(report(admin_client, "pages_staleness", export="csv").streaming_content)
    assert "政策文件,2020-04-02,213,6,超期未更新" in sheet.decode()


def test_links_that_lead_nowhere_are_reported(document, admin_client, clock):
    target = document(1)
    links = (
        f'<a linktype="page" id="{target.pk}">a</a><a linktype="page" id="99999">b</a>'
        '<a linktype="document" id="99999">c</a>'
        '<a href="/zcwj/">d</a><a href="/nothing/">e</a><a href="/portal/">f</a>'
        '<a href="https://example.gov.cn/x">g</a>'
    )
    document(2, title="链接", blocks=[{"type": "paragraph", "value": f"<p>{links}</p>"}])
    clock(AT)
    html = report(admin_client, "pages_dead_links").content.decode()
    for dead in ("页面 99999", "文件 99999", "/nothing/"):
        assert dead in html
    assert "共" not in html or "example.gov.cn" not in html
    take_down(target, by=None, at=AT, because="内容重复")
    answer = report(admin_client, "pages_dead_links", export="xlsx")
    assert answer["Content-Type"].endswith("sheet")
    assert target.title in report(admin_client, "pages_dead_links").content.decode()


def test_reports_are_for_those_who_write(client, hands):
    assert report(hands("editor"), "pages_staleness").status_code == 200
    client.logout()
    assert report(client, "pages_staleness").status_code == 302
