"""A site of its own: free pages, topics and galleries, the home page and its frame, guides."""

import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from tests.support.photos import picture
from wagtail.images import get_image_model

from pages.documents.drafting import draft_document
from pages.models import FeaturePage, GuideMaterial, HomePage
from pages.search.finding import visible_pages
from records.models import AuditEvent

from .conftest import HANDS_AT, moment
from .hands import look_at, sign
from .test_api_facts import lacking, unsaid

AT = moment(2020, 5, 2, 10)


@pytest.fixture
def image(office):
    return look_at(
        get_image_model().objects.create(title="示例图片", file=ContentFile(picture(), "a.jpg"))
    )


@pytest.fixture
def publish(hands, django_user_model):
    """``publish(blocks, **fields)``: a free page, drafted and signed by three."""

    def make(blocks, is_signed=True, **fields):
        home = HomePage.objects.get()
        given = {"title": "机构概况", "slug": "jgk", "form": "single", **fields}
        page = FeaturePage(body=json.dumps(blocks), live=False, **given)
        home.add_child(instance=page)
        editor = django_user_model.objects.get_by_natural_key("editor")
        page.save_revision(user=editor, clean=False)
        if is_signed:
            page.get_workflow().start(page, editor)
            sign(django_user_model)
        return FeaturePage.objects.get(pk=page.pk)

    hands("editor")
    return make


def text(words):
    return {"type": "paragraph", "value": f"<p>{words}</p>"}


def change_home(django_user_model, **streams):
    """The home page with other streams, signed by three."""
    home = HomePage.objects.get()
    for name, value in streams.items():
        setattr(home, name, json.dumps(value))
    editor = django_user_model.objects.get(username="editor")
    home.save_revision(user=editor, clean=False)
    home.get_workflow().start(home, editor)
    sign(django_user_model)
    return HomePage.objects.get()


def test_a_single_page_is_public_after_three_hands_everywhere(publish, client, clock):
    page = publish([text("本办公室负责扶贫产品认定。")], show_in_menus=True)
    assert page.live
    client.logout()
    html = client.get(page.url).content.decode()
    assert "本办公室负责扶贫产品认定" in html
    assert "机构概况" in client.get("/").content.decode(), "in the navigation"
    assert page.url in client.get("/sitemap.xml").content.decode()
    assert "机构概况" in client.get("/search/", {"q": "扶贫产品认定"}).content.decode()
    assert "机构概况" in client.get("/search/", {"q": "jigougaikuang"}).content.decode()
    data = client.get("/api/v1/features/jgk").json()
    assert (data["type"], data["form"]) == ("feature", "single")
    assert data["blocks"][0]["text"] == "本办公室负责扶贫产品认定。"
    assert client.get("/api/v1/pages", {"path": "/jgk/"}).json()["id"] == page.pk
    assert client.get("/api/v1/features", {"form": "topic"}).json()["count"] == 0
    assert [each["text"] for each in client.get("/api/v1/site").json()["menu"]].count(
        "机构概况"
    ) == 1


def test_a_draft_of_a_free_page_is_nowhere(publish, client):
    page = publish([text("还没有签发")], is_signed=False)
    client.logout()
    assert client.get(f"/{page.slug}/").status_code == 404
    assert client.get("/api/v1/features").json()["count"] == 0
    assert not visible_pages(AT).filter(pk=page.pk).exists()
    assert "机构概况" not in client.get("/sitemap/").content.decode()


def test_an_empty_page_and_a_gallery_without_pictures_are_not_signed(publish):
    assert not publish([]).live
    assert not publish([text("只有文字")], form="gallery", slug="gallery").live


def test_what_may_not_be_public_comes_back(publish):
    page = publish([text("请联系15400000001")])
    assert not page.live


def test_a_topic_is_laid_out_with_lists_links_pictures_and_two_columns(
    publish, client, document, image
):
    shown, draft = document(1), publish([text("未签发")], is_signed=False, slug="draft")
    figure = {"image": image.pk, "alt": "示例图片的说明", "caption": "图一"}
    links = [
        {"text": "", "page": shown.pk, "url": ""},
        {"text": "省平台", "page": None, "url": "https://example.gov.cn/"},
        {"text": "草稿", "page": draft.pk, "url": ""},
    ]
    halves = {"left": [text("左边的话")], "right": [{"type": "figure", "value": figure}]}
    documents = {"title": "有关文件", "section": "policy", "keyword": "认定", "count": 3}
    page = publish(
        [
            {"type": "links", "value": {"title": "办理入口", "links": links}},
            {"type": "documents", "value": documents},
            {"type": "gallery", "value": {"title": "现场", "pictures": [figure]}},
            {"type": "two_columns", "value": halves},
        ],
        form="topic",
        slug="topic",
    )
    client.logout()
    html = client.get(page.url).content.decode()
    for words in (
        "办理入口",
        "省平台",
        "有关文件",
        "关于示例事项1的通知",
        "示例图片的说明",
        "左边的话",
    ):
        assert words in html
    assert ">草稿<" not in html, "a link to what is not public is not shown"
    source = html.split('src="/media/images/')[1].split('"')[0]
    answer = client.get(f"/media/images/{source}")
    assert answer.status_code == 200, source
    assert b"".join(answer.streaming_content), "its pictures are public with it"
    data = client.get("/api/v1/features/topic").json()
    assert [each["type"] for each in data["blocks"]] == [
        "links",
        "documents",
        "gallery",
        "two_columns",
    ]
    assert [each["text"] for each in data["blocks"][0]["links"]] == [shown.title, "省平台"]
    assert (lacking(html, data), unsaid(html, data)) == (set(), set())


def test_pictures_of_a_draft_topic_stay_private(publish, client, image):
    figure = {"image": image.pk, "alt": "说明", "caption": ""}
    gallery = {"type": "gallery", "value": {"title": "", "pictures": [figure]}}
    page = publish([gallery], is_signed=False, form="gallery")
    url = image.get_rendition("width-1200").url
    client.logout()
    assert client.get(url).status_code == 404
    assert not page.live


def test_a_page_leaves_at_its_hour_though_the_clock_is_dead(publish, client, clock):
    page = publish([text("限期的话")], expire_at=moment(2020, 5, 3, 9))
    client.logout()
    assert client.get(page.url).status_code == 200
    clock(moment(2020, 5, 3, 9))
    assert client.get(page.url).status_code == 404
    assert page.url not in client.get("/sitemap.xml").content.decode()


def test_the_home_page_is_arranged_by_editors_and_signed(
    publish, client, image, document, django_user_model, clock
):
    page, told = publish([text("概况")], slug="about"), document(1)
    banner = {
        "image": image.pk,
        "alt": "宣传周",
        "title": "消费帮扶宣传周",
        "page": page.pk,
        "shows_from": "2020-05-01",
        "shows_until": "2020-05-07",
    }
    home = change_home(
        django_user_model,
        banners=[{"type": "banner", "value": banner}],
        sections=[
            {"type": "steps", "value": None},
            text("致读者"),
            {"type": "news", "value": None},
        ],
        navigation=[
            {"type": "link", "value": {"text": "概况", "page": page.pk, "url": ""}},
            {"type": "link", "value": {"text": "", "page": told.pk, "url": ""}},
        ],
        footer_links=[
            {
                "type": "link",
                "value": {"text": "省乡村振兴网", "page": None, "url": "https://example.gov.cn/"},
            }
        ],
    )
    assert AuditEvent.objects.filter(action="pages.publish", subject=str(home)).exists()
    client.logout()
    html = client.get("/").content.decode()
    assert "消费帮扶宣传周" in html
    assert html.index("怎样认定") < html.index("致读者") < html.index("通知公告</h2>")
    assert "正在公示</h2>" not in html
    every = client.get(page.url).content.decode()
    assert 'aria-current="page">概况' in every
    assert "省乡村振兴网" in every
    data = client.get("/api/v1/home").json()
    assert [each["kind"] for each in data["sections"]] == ["steps", "paragraph", "news"]
    assert data["banners"][0]["url"].endswith("/about/")
    assert client.get("/api/v1/site").json()["footer_links"][0]["text"] == "省乡村振兴网"
    clock(moment(2020, 5, 8, 9))
    assert "消费帮扶宣传周" not in client.get("/").content.decode(), "its days are over"


def test_an_untouched_home_page_keeps_the_order_of_the_system(office, client):
    html = client.get("/").content.decode()
    parts = ("正在公示</h2>", "通知公告</h2>", "目录</h2>", "怎样认定</h2>")
    places = [html.index(each) for each in parts]
    assert places == sorted(places)


def test_editors_find_the_forms_of_free_pages_and_of_the_home_page(hands):
    client, home = hands("editor"), HomePage.objects.get()
    add = client.get(reverse("wagtailadmin_pages:add", args=["pages", "featurepage", home.pk]))
    assert "版式" in add.content.decode()
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[home.pk])).content.decode()
    assert "导航和页脚" in edit
    assert "横幅" in edit


def test_a_guide_leads_to_the_application_and_lists_its_materials(hands, django_user_model, client):
    editor = django_user_model.objects.get(username="editor") if hands("editor") else None
    page = draft_document(
        by=editor,
        at=HANDS_AT,
        kind="guide",
        title="认定申请指南",
        issuer="章贡区扶贫办",
        topic="扶贫",
        paragraphs=["第一步，准备材料。"],
        applies_in_portal=True,
    )
    page.materials = [GuideMaterial(name="营业执照", requirement="复印件1份，加盖公章")]
    page.save_revision(user=editor, clean=False)
    page.get_workflow().start(page, editor)
    sign(django_user_model)
    client.logout()
    html = client.get(page.url).content.decode()
    assert "在线申请" in html
    assert "营业执照（复印件1份，加盖公章）" in html
    data = client.get(f"/api/v1/documents/{page.slug}").json()
    assert data["materials"] == [
        {"name": "营业执照", "requirement": "复印件1份，加盖公章", "form": None}
    ]
    assert data["apply_url"].endswith(reverse("portal:home"))


def test_a_changed_material_of_a_public_guide_needs_a_note(hands, django_user_model):
    hands("editor")
    editor = django_user_model.objects.get(username="editor")
    page = draft_document(
        by=editor,
        at=HANDS_AT,
        kind="guide",
        title="指南",
        issuer="章贡区扶贫办",
        topic="扶贫",
        paragraphs=["正文"],
    )
    page.get_workflow().start(page, editor)
    sign(django_user_model)
    page.refresh_from_db()
    page.materials = [GuideMaterial(name="新材料")]
    assert page.reasons_against_correcting() == ["已公开的文件改动文字，须填写本次更正说明"]


def test_related_documents_are_shown_while_they_are_public(document, get_page):
    other = document(2)
    page = document(1)
    page.see_also = [other]
    page.save()
    assert other.title in get_page(page.url, AT).content.decode()
    data = get_page(f"/api/v1/documents/{page.slug}").json()
    assert [each["slug"] for each in data["related"]["see_also"]] == [other.slug]
