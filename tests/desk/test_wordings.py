"""文书用语 at the desk: a draft with its preview, another hand that decides, and each version."""

import json

import pytest
from tests.support.desk import page
from tests.support.forms import filled

from registry.models import User
from workflow.letter_sentences import conditions
from workflow.letter_words import shipped_wording
from workflow.models import Letter, LetterWording

pytestmark = pytest.mark.django_db
TYPED = {"because": "按办公室意见统一称呼"}


@pytest.fixture
def admin(office, signed_in):
    return signed_in(User.objects.get(username="admin"))


@pytest.fixture
def manager(office, signed_in):
    return signed_in("manager@fpb")


def in_menu(label, browser):
    return json.dumps(label) in browser.get("/admin/").content.decode()


def text_of(kind="listed"):
    return shipped_wording(kind).replace("请及时报告", "请在十日内报告")


def test_an_administrator_drafts_looks_and_the_head_approves(admin, manager):
    shown = admin.get(page("letter_wordings")).content.decode()
    assert shown.count("系统自带文本") == len(Letter.Kind)
    address = page("letter_wording", "listed")
    form = admin.get(address).content.decode()
    assert "没有修改过" in form
    assert "<title>文书用语：列入目录通知" in " ".join(form.split()).replace("<title> ", "<title>")
    preview = admin.post(address, {**TYPED, "text": text_of(), "preview": "1"}).content.decode()
    assert "“示例脐橙”" in preview
    assert "请在十日内报告" in preview
    assert not LetterWording.objects.exists()
    assert admin.post(address, {**TYPED, "text": text_of()}).status_code == 302
    assert in_menu("文书用语（1）", manager)
    assert in_menu("文书用语", admin)
    assert not in_menu("文书用语（1）", admin), "nobody approves their own"
    wording = LetterWording.objects.get()
    decision = page("wording", wording.pk)
    assert "<ins>" in manager.get(decision).content.decode()
    refusal = admin.post(decision, {"decision": "approve"})
    assert refusal.status_code == 422
    assert "不得为同一人" in refusal.content.decode()
    assert manager.post(decision, {"decision": "approve"}).status_code == 302
    assert "本单位用语" in admin.get(page("letter_wordings")).content.decode()


def test_what_is_wrong_stands_at_the_words_and_in_the_preview(admin):
    address = page("letter_wording", "listed")
    typed = {**TYPED, "text": text_of().replace("{证书编号}", "")}
    refusal = admin.post(address, typed)
    assert refusal.status_code == 422
    assert refusal.context["form"].errors["text"]
    looked = admin.post(address, {**typed, "preview": "1"}).content.decode()
    assert "缺少填充项：{证书编号}" in looked
    assert "“示例脐橙”" not in looked


def test_each_sentence_that_depends_on_the_case_is_shown_and_looked_at(admin):
    address = page("letter_wording", "extended")
    shown = admin.get(address)
    [(name, sentences)] = shown.context["cases"]
    assert (name, len(sentences)) == ("延长情形", 3)
    html = shown.content.decode()
    assert all(words in html for words in sentences)
    typed = {**TYPED, "text": shipped_wording("extended"), "preview": "1"}
    for number, words in enumerate(sentences):
        looked = admin.post(address, {**typed, "case-延长情形": number})
        assert words in looked.context["preview"]
    other = admin.post(address, {**typed, "case-延长情形": "9"})
    assert sentences[0] in other.context["preview"], "what is no case is the first"
    assert not LetterWording.objects.exists()


def test_who_decides_sees_every_case_too(admin, manager):
    text = shipped_wording("suspended").replace("关于你单位", "关于贵单位")
    admin.post(page("letter_wording", "suspended"), {**TYPED, "text": text})
    html = manager.get(page("wording", LetterWording.objects.get().pk)).content.decode()
    assert "继续暂停使用" in html
    assert "证书已到期，问题仍予处理" in html
    assert "（不写）" in html


def test_a_sentence_of_one_case_is_drafted_looked_at_and_approved(admin, manager):
    address = page("letter_wording", "extended")
    typed = filled(admin.get(address))
    assert typed["sentence_0_0"].strip() == "补正期限延长至{补正截止日期}。"
    typed |= {**TYPED, "sentence_0_0": "请在{补正截止日期}以前补正。"}
    looked = admin.post(address, {**typed, "preview": "1", "case-延长情形": 0})
    assert "请在2020年10月12日以前补正。" in looked.context["preview"]
    wrong = admin.post(address, {**typed, "sentence_0_0": "请补正。"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["sentence_0_0"]
    assert admin.post(address, typed).status_code == 302
    decision = page("wording", LetterWording.objects.get().pk)
    shown = manager.get(decision).content.decode()
    assert "<ins>{延长情形}情形1：请在{补正截止日期}以前补正。</ins>" in shown
    assert "<del>{延长情形}情形1：补正期限延长至{补正截止日期}。</del>" in shown
    assert manager.post(decision, {"decision": "approve"}).status_code == 302
    assert filled(admin.get(address))["sentence_0_0"].strip() == "请在{补正截止日期}以前补正。"


def test_sentences_whose_cases_changed_since_are_said_to_be_drafted_again(admin, manager):
    address = page("letter_wording", "extended")
    typed = filled(admin.get(address)) | TYPED
    typed["sentence_0_0"] = "请在{补正截止日期}以前补正。"
    admin.post(address, typed)
    decision = page("wording", LetterWording.objects.get().pk)
    LetterWording.objects.update(conditions="of the version before")
    shown = manager.get(decision)
    assert "需要重新起草" in shown.content.decode()
    assert "<ins>{延长情形}情形1：请在{补正截止日期}以前补正。</ins>" in shown.content.decode()
    assert manager.post(decision, {"decision": "approve"}).status_code == 422
    LetterWording.objects.update(conditions=conditions("extended", {"延长情形": []}))
    manager.post(decision, {"decision": "approve"})
    assert "需要重新起草" not in admin.get(address).content.decode()
    LetterWording.objects.update(conditions="of the version before")
    for place in (address, page("letter_wordings")):
        assert "需要重新起草" in admin.get(place).content.decode()
    assert filled(admin.get(address))["sentence_0_0"].strip() == "补正期限延长至{补正截止日期}。"


def test_a_second_draft_waits_for_the_first_to_be_decided(admin, manager):
    address = page("letter_wording", "listed")
    admin.post(address, {**TYPED, "text": text_of()})
    assert "尚待批准" in admin.get(address).content.decode()
    assert manager.post(address, {**TYPED, "text": text_of()}).status_code == 422
    assert admin.get(page("letter_wording", "nothing")).status_code == 404
