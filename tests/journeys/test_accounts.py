"""A new unit registers on a telephone, fills in, is away too long, and loses nothing."""

import re
from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import expect
from tests.support.photos import picture

from applications.models import Application
from demo.papers import pdf
from registry.models import User
from rules.identifiers import credit_code_check_character
from rules.periods import SHANGHAI

from .people import follow, reads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "a long enough secret"
FIRST = "91360702YYTMNEW01"
NOON = datetime(2020, 4, 1, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def limits(settings):
    settings.SESSION_IDLE_SECONDS = 30 * 60


def link(letter):
    return re.search(r"https?://[^/]+(/\S+)", letter.body).group(1)


def fill(page, **fields):
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)


def press(page, words):
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).click()


def is_sound(page):
    """Nothing that axe-core finds, and nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def register(page):
    page.goto("/portal/")
    follow(page, "a:text-is('注册单位账号')")
    press(page, "注册")
    expect(page.locator("[data-summary]")).to_contain_text("请填写统一社会信用代码")
    is_sound(page)
    fill(
        page,
        name="章贡区新办示例合作社（虚构）",
        credit_code=FIRST + credit_code_check_character(FIRST),
        domicile="江西省赣州市章贡区水东镇虚构路9号",
        legal_representative="测试法人",
        contact_person="测试经办",
        phone="15400000001",
        email="new@example.com",
        password1=SECRET,
        password2=SECRET,
    )
    page.select_option("[name=entity_type]", "enterprise")
    page.select_option("[name=domicile_township]", label="水东镇")
    press(page, "注册")
    page.goto(link(mail.outbox[-1]))
    press(page, "确认")


def sign_in(page):
    fill(page, login="new@example.com", password=SECRET)
    press(page, "登录")


def test_a_new_unit_gets_in_and_loses_nothing(someone, office, clock):
    clock(NOON)
    page, refused = someone(), []
    page.set_viewport_size({"width": 375, "height": 800})
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    register(page)
    is_sound(page)
    sign_in(page)
    reads(page, "还没有申请")
    page.goto("/portal/account/")
    is_sound(page)

    page.goto("/portal/people/")
    fill(page, email="second@example.com")
    press(page, "发出邀请")
    is_sound(page)
    joining = someone()
    joining.goto(link(mail.outbox[-1]))
    fill(joining, name="测试第二人", password1=SECRET, password2=SECRET)
    press(joining, "建立账号")
    reads(joining, "账号已建立")
    assert User.objects.get(email="second@example.com").applicant.name.startswith("章贡区新办示例")

    page.goto("/portal/applications/new/")
    follow(page, "main form button.button")
    application = Application.objects.get()
    page.goto(f"/portal/applications/{application.pk}/products/new/")
    fill(page, name="离开太久的脐橙", origin_text="章贡区水东镇示例村（虚构）")
    clock(NOON + timedelta(minutes=40))
    press(page, "保存产品")
    reads(page, "较长时间没有操作")
    sign_in(page)
    reads(page, "已恢复您")
    is_sound(page)
    press(page, "保存产品")
    assert application.items.get().name == "离开太久的脐橙"

    page.goto(
        f"/portal/applications/{application.pk}/products/{application.items.get().pk}/photos/"
    )
    photo = {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": picture(place="Shuidong")}
    page.set_input_files("[name=file]", photo)
    fill(page, alt_text="装箱的脐橙")
    press(page, "添加")
    expect(page.locator(".photos img")).to_have_js_property("naturalWidth", 640)
    is_sound(page)

    page.goto(f"/portal/applications/{application.pk}/materials/")
    form = page.locator("#material-M2_licence form.upload")
    scan = {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": pdf("不是照片")}
    form.locator("input[type=file]").set_input_files(scan)
    form.locator("button").click()
    expect(page.locator("#material-M2_licence")).to_contain_text("文件内容与扩展名不符")
    scan |= {"name": "执照.jpg", "buffer": picture("blue")}
    page.locator("#material-M2_licence input[type=file]").set_input_files(scan)
    page.locator("#material-M2_licence form.upload button").click()
    page.get_by_role("link", name="预览").first.click()
    expect(page.locator("img.preview")).to_have_js_property("naturalWidth", 640)
    is_sound(page)
    assert [each for each in refused if "Content Security Policy" in each] == []
