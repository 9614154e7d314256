"""What the editing page saves by itself: every annex once, nobody's words under another's."""

import re

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect
from tests.pages.hands import appoint
from wagtail.documents import get_document_model

from pages.documents.moderation import DRAFTING
from pages.models import DocumentPage
from registry.models import User

from .people import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.django_db(transaction=True),
]
#: Wagtail looks for changes from two seconds after the form was loaded.
WATCHES = "document.addEventListener('w-unsaved:watch-edits', () => { window.isWatched = true; })"
TITLE = "关于开展消费帮扶宣传的公告"


@pytest.fixture
def editors(someone, site, clock, at):
    """``editors()``: another editor of the office at a browser of their own, signed in."""
    clock(at)
    appoint(User)
    logins = iter(("editor", "other"))

    def arrive():
        user, _ = User.objects.get_or_create(username=next(logins))
        user.groups.add(User.objects.get(username="editor").groups.get(name=DRAFTING))
        page = someone()
        page.context.set_default_timeout(90_000)
        page.add_init_script(WATCHES)
        return sign_in(page, user, "admin")

    return arrive


def settles(page, is_so):
    """Wait until ``is_so()``; what saves by itself does so in its own time."""
    for _ in range(90):
        if is_so():
            return True
        page.wait_for_timeout(500)
    return False


def is_kept(page, *titles):
    """Whether the draft comes to have just these annexes."""
    return settles(page, lambda: annexes() == [(title, "申请表") for title in titles])


def autosaves(page):
    """The answers to what ``page`` saves by itself from now on, as they come."""
    answers = []

    def note(answer):
        kind = answer.headers.get("content-type", "")
        if answer.request.method == "POST" and "json" in kind and "/admin/pages/" in answer.url:
            answers.append(answer)

    page.on("response", note)
    return answers


def tab(page, name):
    page.get_by_role("tab", name=name).click()


def draft():
    return DocumentPage.objects.get().get_latest_revision_as_object()


def annexes():
    return [(each.title, each.file.title) for each in draft().attachments.all()]


def attach(page, title):
    """Add a row for an annex, name it and choose the one file of the library."""
    tab(page, "组成部分与附件")
    place = len(page.locator("[name^=attachments-][name$=-title]").all())
    page.locator("#id_attachments-ADD").click()
    page.locator(f"[name=attachments-{place}-title]").fill(title)
    page.wait_for_timeout(3_000)  # a change in the instant in which a save ends waits for the next
    row = page.locator(f"#id_attachments-{place}-file-chooser")
    row.get_by_role("button").first.click()
    page.locator(".modal [data-chooser-modal-choice]").first.click()
    expect(row).to_contain_text("申请表")


def submit(page):
    page.locator(".footer [data-w-dropdown-target=toggle]").first.click()
    with page.expect_navigation():
        page.locator("[name=action-submit]").first.click()


def opened(page):
    page.wait_for_function("window.isWatched")
    page.locator("[name=title]").click()


def write(page, column="新建通知公告"):
    page.get_by_role("link", name=column).click()
    opened(page)
    page.keyboard.type(TITLE)
    page.keyboard.press("Tab")  # the address is made of the whole title
    assert settles(page, DocumentPage.objects.exists), page.locator("#id_slug").input_value()


@pytest.fixture
def library_file(site, office):
    file = get_document_model()(title="申请表")
    file.file.save("a.txt", ContentFile("示例内容".encode()), save=False)
    file.save()
    return file


def test_an_annex_saved_by_itself_before_and_after_a_refusal_is_there_once(editors, library_file):
    page = editors()
    write(page)
    attach(page, "附表一")
    assert is_kept(page, "附表一")
    submit(page)  # 主题分类 is empty, as at the usual first attempt
    expect(page.locator(".messages")).to_contain_text(re.compile("错误|不能|须"))
    assert not DocumentPage.objects.get().workflow_in_progress
    opened(page)
    attach(page, "附表二")
    assert is_kept(page, "附表一", "附表二")
    page.wait_for_timeout(3_000)
    tab(page, "公开目录")
    page.locator("[name=topic]").select_option("扶贫")
    assert settles(page, lambda: draft().topic == "扶贫")
    assert is_kept(page, "附表一", "附表二")
    assert DocumentPage.objects.count() == 1


def is_save(request):
    return request.method == "POST" and "/admin/pages/add/" in request.url


def test_who_presses_while_a_new_text_is_being_saved_makes_one_document(editors, site):
    page = editors()
    page.get_by_role("link", name="新建通知公告").click()
    opened(page)
    arrow = page.locator(".footer [data-w-dropdown-target=toggle]").first
    arrow.click()
    page.locator("[name=title]").fill(TITLE)
    with page.expect_event("request", is_save):
        pass  # it begins to save
    with page.expect_navigation():
        page.locator("[name=action-submit]").first.dispatch_event("click")
    expect(page.locator(".messages")).to_be_visible()
    page.wait_for_timeout(3_000)
    assert DocumentPage.objects.get().draft_title == TITLE


def test_what_two_editors_type_at_once_is_never_lost_unseen(editors, library_file):
    first, second = editors(), editors()
    first.bring_to_front()  # a page behind another does not look for changes
    write(first)
    second.bring_to_front()
    second.goto(f"/admin/pages/{DocumentPage.objects.get().pk}/edit/")
    opened(second)
    first.bring_to_front()
    attach(first, "甲的附表")
    assert is_kept(first, "甲的附表")
    second.bring_to_front()
    answers = autosaves(second)
    attach(second, "乙的附表")
    codes = lambda: {each.json().get("error_code") for each in answers}  # noqa: E731
    assert settles(second, lambda: "invalid_revision" in codes())
    assert is_kept(first, "甲的附表")
    expect(second.locator("[name=attachments-0-title]")).to_have_value("乙的附表")
    first.bring_to_front()
    attach(first, "甲的附表二")
    assert is_kept(first, "甲的附表", "甲的附表二")


def test_a_button_pressed_at_once_takes_the_last_words_along(editors):
    page = editors()
    write(page)
    page.keyboard.type(TITLE)
    page.locator("[data-streamfield-stream-container] button").first.click()
    page.get_by_role("option", name="段落").click()
    page.locator("[contenteditable=true]").first.click()
    save = page.locator(".footer [type=submit]").first.element_handle()
    with page.expect_navigation():
        page.keyboard.type("请各单位积极参加。")
        save.evaluate("button => button.click()")
    assert "请各单位积极参加。" in f"{draft().body[0].value}"
