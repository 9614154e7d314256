"""What the office says, by two people in a browser: a category, and a sentence of one case."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from registry.listed_words import CATEGORY, offered
from registry.models import ListedWord
from rules.periods import local_day
from workflow.models import LetterWording

from .people import officer, reads, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
]


def test_a_category_and_a_sentence_are_worded_by_one_and_approved_by_another(office, someone):
    admin = sign_in(someone(), get_user_model().objects.get(username="admin"), "admin")
    admin.goto("/admin/desk/listed-words/")
    admin.goto("/admin/desk/listed-words/category/new/")
    admin.fill("[name=name]", "茶油制品")
    admin.fill("[name=because]", "本区油茶产品较多，单列一类")
    admin.click("main button:has-text('提交批准')")
    reads(admin, "请选择报送国家平台时对应的类别")
    admin.select_option("[name=platform_code]", "grain_oil")
    admin.click("main button:has-text('提交批准')")
    reads(admin, "已提交，由另一人批准后生效", "尚未批准")

    admin.goto("/admin/desk/letter-wordings/extended/")
    admin.fill("[name=sentence_0_0]", "请在{补正截止日期}以前补正。")
    admin.fill("[name=because]", "语气与其他文书一致")
    admin.click("main button:has-text('预览')")
    expect(admin.locator(".desk-letter")).to_contain_text("请在2020年10月12日以前补正。")
    admin.click("main button:has-text('提交批准')")
    reads(admin, "已提交，由另一人批准后生效")

    head = officer(someone(), "manager@fpb")
    for name, version in (("word-versions", ListedWord), ("wordings", LetterWording)):
        head.goto(f"/admin/desk/{name}/{version.objects.get().pk}/")
        head.check("[name=decision][value=approve]")
        head.click("main button:has-text('决定')")
        reads(head, "已决定")
    word = ListedWord.objects.get()
    assert word.is_approved
    assert ("own_1", "茶油制品") in offered(CATEGORY, on=word.begins_on)
    assert word.begins_on > local_day(word.decided_at)
    assert LetterWording.objects.get().is_approved
