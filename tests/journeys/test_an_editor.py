"""An editor's day in a browser: few clicks, a search for relations, the bar with the checks."""

import json
import os

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect
from tests.pages.hands import appoint, look_at, sign
from tests.support.photos import picture
from wagtail.images import get_image_model

from pages.documents.publishing import publish_document
from pages.models import DocumentPage, FeaturePage, HomePage
from registry.models import User

from .people import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.django_db(transaction=True),
]
PICTURES = os.environ.get("EDITOR_PICTURES")
MOST_CLICKS = 12


def look(page, name):
    """Keep pictures of the page, wide and narrow, where somebody asked for them."""
    for width in (1280, 375) if PICTURES else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


class Hand:
    """A person's mouse, which counts."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, locator):
        self.clicks += 1
        locator.click()


@pytest.fixture
def desk(someone, site, clock, at):
    """The editor's back office, signed in."""
    clock(at)
    appoint(User)
    page = someone()
    page.context.set_default_timeout(90_000)  # the back office loads its scripts for the first time
    return sign_in(page, User.objects.get(username="editor"), "admin")


def submit(hand):
    """提交审核, which lies under the arrow beside 保存草稿."""
    page = hand.page
    hand.click(page.locator(".footer [data-w-dropdown-target=toggle]").first)
    hand.click(page.locator("[name=action-submit]").first)


def is_gone(address):
    """Whether the form was taken, which leads away from it."""
    return not address.rstrip("/").endswith("/edit") and "/add/" not in address


def tab(page, name):
    return page.get_by_role("tab", name=name)


def test_a_plain_notice_takes_twelve_clicks_at_most(desk):
    look(desk, "home")
    hand = Hand(desk)
    hand.click(desk.get_by_role("link", name="新建通知公告"))
    title = desk.locator("[name=title]")
    expect(title).to_be_visible()
    hand.click(title)
    desk.keyboard.type("关于开展消费帮扶宣传的公告")
    hand.click(desk.locator("[data-streamfield-stream-container] button").first)
    hand.click(desk.get_by_role("option", name="段落"))
    hand.click(desk.locator("[contenteditable=true]").first)
    desk.keyboard.type("请各单位积极参加。")
    look(desk, "writing")
    hand.click(tab(desk, "公开目录"))
    hand.click(desk.locator("[name=topic]"))
    desk.locator("[name=topic]").select_option("扶贫")
    submit(hand)
    desk.wait_for_url(is_gone)
    page = DocumentPage.objects.get()
    assert page.workflow_in_progress
    assert page.slug.startswith("guan-yu-kai-zhan")
    assert page.issuer
    assert hand.clicks <= MOST_CLICKS
    sign(User)
    assert DocumentPage.objects.get().live


def test_the_search_of_a_relation_adds_a_line(desk, at):
    other, _ = publish_document(
        index_no="TEST/2020-1",
        kind="notice",
        title="关于示例事项的通知",
        issuer="示例机关",
        written_on=at.date(),
        topic="扶贫",
        paragraphs=["正文"],
        published_at=at,
        at=at,
        by=None,
    )
    desk.get_by_role("link", name="新建通知公告").click()
    tab(desk, "效力与解读").click()
    box = desk.get_by_label("按标题、发文字号、索引号查找").first
    box.fill("示例事项")
    desk.get_by_role("button", name=other.title).click()
    expect(desk.locator("[name=repeals]")).to_have_value("TEST/2020-1")
    look(desk, "relations")


def test_editors_see_the_bar_with_the_checks_on_the_site(desk, site):
    faults = []
    desk.on("console", lambda told: told.type == "error" and faults.append(told.text))
    desk.goto("/")
    bar = desk.locator("wagtail-userbar")
    expect(bar).to_be_attached()
    trigger = bar.locator("[data-wagtail-userbar-trigger]")
    expect(trigger).to_be_visible()
    trigger.click()
    look(desk, "bar")
    assert [fault for fault in faults if "Content Security" in fault] == []


def test_a_topic_and_a_home_page_with_a_banner_fit_any_screen(desk, someone, at):
    editor = User.objects.get(username="editor")
    image = get_image_model().objects.create(
        title="宣传", file=ContentFile(picture(size=(1600, 900)), "a.jpg")
    )
    look_at(image)
    figure = {"image": image.pk, "alt": "宣传周现场", "caption": "现场"}
    paragraph = {"type": "paragraph", "value": "<p>专题介绍的文字。</p>"}
    link = {"text": "省平台", "page": None, "url": "https://example.gov.cn/"}
    body = [
        paragraph,
        {"type": "links", "value": {"title": "办理入口", "links": [link, link]}},
        {"type": "gallery", "value": {"title": "现场", "pictures": [figure] * 5}},
        {
            "type": "two_columns",
            "value": {"left": [paragraph], "right": [{"type": "figure", "value": figure}]},
        },
    ]
    home = HomePage.objects.get()
    topic = FeaturePage(
        title="消费帮扶宣传周", slug="week", form="topic", body=json.dumps(body), live=False
    )
    home.add_child(instance=topic)
    home.banners = json.dumps(
        [
            {
                "type": "banner",
                "value": {
                    "image": image.pk,
                    "alt": "宣传周",
                    "title": "消费帮扶宣传周",
                    "page": topic.pk,
                },
            }
        ]
    )
    for page in (topic, home):
        page.save_revision(user=editor, clean=False)
        page.get_workflow().start(page, editor)
        sign(User)
    reader = someone()
    for address, name in (("/week/", "topic"), ("/", "front"), ("/nowhere/", "missing")):
        reader.goto(address)
        look(reader, name)
        reader.set_viewport_size({"width": 375, "height": 800})
        assert reader.evaluate("document.documentElement.scrollWidth") <= 375, address
