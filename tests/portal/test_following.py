"""Following a submitted paper: where it stands, what is asked, letters, withdrawing, printing."""

import re

import pytest
from django.urls import reverse
from tests.support.standing import stands

from applications.models import Item, Submission
from demo.acts import perform
from workflow.mending import points
from workflow.models import Letter, PointAnswer


@pytest.fixture
@stands
def item(walked):
    """A product that the station sent back to be mended."""
    return walked("endorse", choice="return")[0]


def stage(text, title):
    """The class of the first stage ``title`` in a page."""
    found = re.search(
        rf'<li class="(\w+)"[^>]*>\s*<span class="dot"[^>]*></span>\s*<span class="name">{title}',
        text,
    )
    return found.group(1)


def test_a_listed_product_has_gone_all_the_way(walked, browse, look):
    item = walked("list")[0]
    text = look(browse(item.application), "application", item.application_id)
    assert all(stage(text, name) == "done" for name in ("提交", "区级公示", "列入目录"))
    assert item.certificate.number in text
    assert item.certificate.number in look(browse(item.application), "home")
    assert "撤回该产品" not in text


def test_a_product_in_public_shows_its_window(walked, browse, look):
    item = walked("notice")[0]
    text = look(browse(item.application), "application", item.application_id)
    assert stage(text, "区级审核") == "done"
    assert stage(text, "区级公示") == "now"
    assert stage(text, "市级复核") == "ahead"
    assert "公示期2020年4月" in text


def test_a_returned_product_says_what_to_mend_and_by_when(item, browse, look):
    client = browse(item.application)
    text = look(client, "application", item.application_id)
    assert "营业执照复印件不清晰" in text
    assert "请在2020年4月" in text
    assert "需要你单位补正的产品（1）" in look(client, "home")
    assert "营业执照复印件不清晰" in look(client, "mend", item.application_id, item.pk)


def test_of_several_products_only_those_that_ask_something_stand_open(paper, at, browse, look):
    first, second, third = paper(3)
    alone = look(browse(first.application), "application", first.application_id)
    assert alone.count('<details class="panel folds"') == 3
    perform(first, "endorse", at=at, choice="return")
    perform(second, "endorse", at=at, choice="refuse")
    page = look(browse(first.application), "application", first.application_id)
    opened = re.findall(r'<details class="panel folds" id="item-(\d+)" open>', page)
    assert opened == [f"{first.pk}", f"{second.pk}"]
    folded = page.split(f'id="item-{third.pk}"')[1].split("</summary>")[0]
    assert "扶贫工作站" in folded
    assert "前办结" in folded


def test_a_single_product_is_not_folded(walked, browse, look):
    item = walked("endorse")[0]
    page = look(browse(item.application), "application", item.application_id)
    assert f'<article class="panel" id="item-{item.pk}">' in page


def test_of_many_letters_the_newest_stand_open(walked, browse, look):
    item = walked("list")[0]
    page = look(browse(item.application), "application", item.application_id)
    letters = page.split('id="letters"')[1].split('id="files"')[0]
    newest, earlier = letters.split("更早的告知（")
    assert newest.count("<li") == 6
    assert earlier.startswith(f"{item.letters.count() - 6}）")
    assert earlier.count("<li") == item.letters.count() - 6


def test_only_the_returned_product_can_be_mended(paper, at, clock, browse, press, typed):
    first, second = paper(2)
    perform(first, "endorse", at=at, choice="return")
    perform(second, "endorse", at=at)
    client = browse(first.application)
    text = press(client, "product", first.application_id, first.pk, **typed(name="改好的产品"))
    assert "已补齐，重新提交该产品" in text
    assert "不能修改" in press(
        client, "product", first.application_id, second.pk, **typed(name="偷改")
    )
    names = set(Item.objects.values_list("name", flat=True))
    assert "改好的产品" in names
    assert "偷改" not in names


def explained(item):
    """What a person posts who explains every point."""
    keys = [point.key for point in points(item)]
    texts = {f"{key}-text": "原件已经工作站当面核对。" for key in keys}
    return {**dict.fromkeys(keys, "explanation"), **texts}


def test_a_mended_product_goes_back_and_a_second_click_is_refused(item, browse, press):
    client = browse(item.application)
    args = (item.application_id, item.pk)
    text = press(client, "mend", *args, **explained(item))
    assert "已重新提交" in text
    assert "待工作站认可" in text
    assert Submission.objects.count() == 2
    assert "该产品现在不需要补正" in press(client, "mend", item.application_id, item.pk)
    assert Submission.objects.count() == 2


def test_each_point_leads_to_its_field_and_both_sides_read_its_answer(
    item, browse, look, press, typed, sign_in, user
):
    client, args = browse(item.application), (item.application_id, item.pk)
    first, second = points(item)
    page = look(client, "mend", *args)
    back = reverse("portal:mend", args=args)
    assert f"/materials/?back={back}#material-{first.field}" in page
    assert f"/products/{item.pk}/benefit/?back={back}#id_{second.field}" in page
    text = press(client, "mend", *args, **{first.key: "file", second.key: ""})
    assert "还有 2 处需要补齐或者改正" in text
    assert f'href="#id_{second.key}_0">请答复“带贫成效说明”' in text
    press(client, "mend", *args, **explained(item))
    text = look(client, "application", item.application_id)
    assert "上次补正的答复（2）" in text
    assert "填写的内容和材料没有改动，只答复了补正要求" in text
    desk = sign_in(user("station_officer@station-360702101")).get(
        reverse("desk:application", args=[item.application_id])
    )
    assert desk.content.decode().count("原件已经工作站当面核对。") == 2


def test_what_was_done_already_is_proposed_as_the_answer(item, browse, look, press, typed):
    client, args = browse(item.application), (item.application_id, item.pk)
    press(client, "benefit", *args, **typed(benefit_text="收购台账和用工记录已经补充。" * 5))
    page = look(client, "mend", *args)
    assert re.search(r'value="changed"[^>]*checked', page)
    assert "<del>" in page.split("退回以后的改动")[1]


def test_answers_that_are_not_sent_yet_are_kept(item, browse, look, press):
    client, args = browse(item.application), (item.application_id, item.pk)
    press(client, "mend", *args, **explained(item), keep="1")
    assert not PointAnswer.objects.exists()
    assert look(client, "mend", *args).count("原件已经工作站当面核对。") == 2
    press(client, "mend", *args, **explained(item))
    assert not item.application.unsaved.exists()


def test_a_mended_product_that_is_incomplete_stays_with_its_reasons(item, browse, press, typed):
    client = browse(item.application)
    text = press(client, "benefit", item.application_id, item.pk, **typed(mechanisms=[]))
    assert "请选择带贫减贫机制" in text
    text = press(client, "mend", item.application_id, item.pk, **explained(item))
    assert "请选择带贫减贫机制" in text
    item.refresh_from_db()
    assert item.round == 1


def test_other_materials_can_be_added_once_asked_for(item, browse, look):
    assert "其他材料" in look(browse(item.application), "materials", item.application_id)


def test_a_letter_is_opened_by_a_button_and_the_first_moment_is_kept(
    item, browse, look, press, clock, at
):
    client = browse(item.application)
    letter = Letter.objects.get(item=item, kind="returned")
    assert "有 1 份告知没有打开" in look(client, "home")
    assert "请一次性补正" not in look(client, "letter", letter.pk)
    assert "请一次性补正" in press(client, "letter", letter.pk)
    letter.refresh_from_db()
    first = letter.read_at
    assert first == at
    clock.shift(3600)
    press(client, "letter", letter.pk)
    letter.refresh_from_db()
    assert letter.read_at == first
    assert "没有打开" not in look(client, "home")


def test_a_refused_product_has_its_feedback_and_its_sibling_goes_on(paper, at, browse, look):
    first, second = paper(2)
    perform(first, "endorse", at=at, choice="refuse")
    perform(second, "endorse", at=at)
    text = look(browse(first.application), "application", first.application_id)
    assert "工作站不予认可" in text
    assert "不予认定反馈书" in text
    assert stage(text, "工作站认可") == "stopped"
    assert "区级审核" in text


def test_withdrawing_asks_first_and_stops_only_that_product(paper, browse, look, press):
    first, second = paper(2)
    client = browse(first.application)
    args = (first.application_id, first.pk)
    look(client, "withdraw", *args)
    text = press(client, "withdraw", *args, because="原料不足")
    assert "请勾选确认后再撤回" in text
    assert "原料不足" in text
    assert not hasattr(Item.objects.get(pk=first.pk), "outcome")
    text = press(client, "withdraw", *args, because="原料不足", sure="on")
    assert "其他产品不受影响" in text
    assert Item.objects.get(pk=first.pk).outcome.reasons == "原料不足"
    assert not hasattr(Item.objects.get(pk=second.pk), "outcome")


def test_a_withdrawn_product_can_be_acted_on_no_more(paper, browse, press, typed):
    item = paper()[0]
    client = browse(item.application)
    args = (item.application_id, item.pk)
    press(client, "withdraw", *args, sure="on")
    assert "该产品已撤回，不能撤回" in press(client, "withdraw", *args, sure="on")
    assert "该产品现在不需要补正" in press(client, "mend", *args)
    assert "该产品正在审核，不能修改" in press(client, "product", *args, **typed(name="改"))
    assert Item.objects.get(pk=item.pk).name != "改"


def test_the_printed_form_has_the_samples_order_and_a_row_for_each_product(paper, browse, look):
    items = paper(6)
    text = look(browse(items[0].application), "print", items[0].application_id)
    places = [
        text.index(label)
        for label in (
            "经营主体名称：",
            "统一信用证代码（身份证号码）：",
            "地址：",
            "联系电话：",
            "电子信箱：",
            "产品名称</th>",
            "产地</th>",
            "产品类别</th>",
            "生产资料来源</th>",
            "年产量</th>",
            "供货时间</th>",
            "带贫减贫机制及成效：",
            items[0].application.ruleset.commitment_text,
            "签名：",
            "日期：",
        )
    ]
    assert places == sorted(places)
    assert text.count("<tr>") == 7


def test_the_application_page_needs_no_more_queries_per_product_than_it_must(
    paper, browse, django_assert_max_num_queries
):
    items = paper(3)
    client = browse(items[0].application)
    with django_assert_max_num_queries(30):
        client.get(reverse("portal:application", args=[items[0].application_id]))


def test_a_product_says_who_has_it_what_comes_next_and_what_happened(walked, browse, look):
    item = walked("review")[0]
    text = look(browse(item.application), "application", item.application_id)
    assert "<dt>下一步</dt><dd>市级复核，约20个工作日" in text
    stops = text.split("办理经过（")[1]
    told = ["质量安全审核：同意", "带贫减贫成效审核：同意", "工作站认可：同意", "提交申请"]
    assert [stops.index(words) for words in told] == sorted(stops.index(words) for words in told)
    assert "<b>沙石镇扶贫工作站</b>" in stops or "<b>水东镇扶贫工作站</b>" in stops
    for person in ("测试", "示例甲"):
        assert person not in stops.split("</ol>")[0], "an office, never a person"


def test_a_product_with_the_city_is_said_to_lie_there_and_by_when(walked, browse, look):
    item = walked("report")[0]
    text = look(browse(item.application), "application", item.application_id)
    city = item.application.ruleset.city.name
    assert f"<dt>在哪里</dt><dd>{city}" in text
    assert "<dt>期限</dt><dd>预计2020年" in text


def test_every_step_writes_a_letter_and_only_formal_ones_wait_to_be_opened(walked, browse, look):
    item = walked("list")[0]
    kinds = list(Letter.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["received", "endorsed", "publicised", "city", "province", "national", "listed"]
    client = browse(item.application)
    assert "有 1 份告知没有打开" in look(client, "home")
    news = Letter.objects.get(kind="publicised")
    assert "公示期满无异议的，上报市级复核" in look(client, "letter", news.pk)
    for letter in Letter.objects.all():
        assert letter.text.startswith(item.application.applicant.name)
        assert "{" not in letter.text


def test_products_to_be_mended_cost_no_question_each(
    paper, at, browse, django_assert_max_num_queries
):
    items = paper(5)
    perform(items[0], "endorse", at=at, choice="return")
    client, address = browse(items[0].application), [items[0].application_id]
    where = reverse("portal:application", args=address)
    with django_assert_max_num_queries(40) as one:
        client.get(where)
    for item in items[1:]:
        perform(item, "endorse", at=at, choice="return")
    with django_assert_max_num_queries(len(one)):
        assert client.get(where).content.decode().count("清晰的营业执照复印件") == len(items)
