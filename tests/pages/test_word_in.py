"""A Word document comes in whole, or says what stayed behind."""

import re
from datetime import date
from functools import partial

import pytest
from django.urls import reverse
from tests.support.pdf_particulars import keep
from tests.support.word_papers import CENTRE, TWELVE, Paper, bulletin, gallery, measure, of_wps
from wagtail.images import get_image_model

from files.pdf_words import pdf_pages
from pages.documents.editions import official_html, paper_html
from pages.documents.word_paper import word_paper
from pages.models import DocumentPage, WordFile
from pages.models.document_words import Section
from pages.privacy.gate import reasons_against_words
from printing.pdf import pdf

from .hands import look_at
from .test_editions import squeezed, word_text, words
from .word_hands import drafted, new_word, words_of


def test_a_measure_comes_in_with_its_numbers_fields_and_annexes(hands):
    page = drafted(hands("editor"), measure())
    assert page.title == "关于印发《章贡区扶贫产品认定管理办法》的通知"
    assert page.kind == "notice"
    assert page.doc_no == "章扶办字〔2020〕2号"
    assert page.urgency == "most_urgent"
    assert page.recipients == "各镇人民政府，各街道办事处，区直各相关单位"
    assert (page.issuer, page.joint_issuers) == ("章贡区扶贫办", "章贡区农业农村局")
    assert (page.written_on, page.printed_on) == (date(2020, 3, 26), date(2020, 3, 27))
    assert (page.public_note, page.printing_office) == ("此件公开发布", "章贡区扶贫办")
    assert page.copies_to == "区委办公室，区人大常委会办公室"
    headings = [b.value["text"] for b in page.body if b.block_type == "heading"]
    assert headings == ["一、申请条件", "（一）经营主体", "（二）产品要求", "二、认定程序"]
    html = "".join(str(b.value.source) for b in page.body if b.block_type == "paragraph")
    assert "<p>1.依法登记，<b>守法经营</b>，近三年没有违法失信记录。</p>" in html
    assert "<p>（2）资产入股、托管经营。［1］</p>" in html
    assert "<li>生鲜产品三个工作日</li>" in html
    assert 'href="https://www.example.org.cn/guide"' in html
    assert "<p>［1］资产入股指" in html
    (part,) = page.parts.all()
    assert (part.role, part.label, part.title) == ("form", "附件1", "扶贫产品认定申请表")
    aside, form = part.body
    assert aside.value.source == '<p class="line--centre">（2020年3月20日修订）</p>'
    assert form.value.grid.texts[2] == ["单位意见", "（盖章）"]
    assert not page.live
    assert page.owner.username == "editor"


def test_what_was_not_taken_is_told_before_the_draft(hands):
    shown = new_word(hands("editor"), measure()).content.decode()
    assert "附件“专柜产品清单”不在这个文件里，请作为附件上传" in shown
    assert "一、申请条件" in shown
    assert "章扶办字〔2020〕2号" in shown
    assert not DocumentPage.objects.exists(), "nothing is made before somebody has looked"


def test_a_table_of_twelve_columns_keeps_its_merged_cells(hands):
    page = drafted(hands("editor"), bulletin(), Section.BULLETIN)
    (table,) = [block.value for block in page.body if block.block_type == "table"]
    assert table["table_caption"] == "表1 分镇街销售情况（单位：万元）"
    grid = table.grid
    assert grid.head_size == 2
    assert grid.columns[4:7] == [f"销售额（万元）·{name}" for name in ("线上", "线下", "合计")]
    assert grid.rows[-1][0].across == 2
    noted = [[*row] for row in TWELVE]
    noted[2][4] += "［1］"
    assert grid.texts == noted
    assert grid.rows[0][4].side == "right", "a figure with a note is a figure"
    assert words_of(page).endswith("［1］含直播带货。")
    assert page.written_on == date(2020, 4, 10)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ten_pictures_go_into_the_library_and_wait_for_somebody_to_look(hands):
    page = drafted(hands("editor"), gallery(), Section.INTERPRETATION)
    figures = [block.value for block in page.body if block.block_type == "figure"]
    assert [each["caption"] for each in figures] == [f"图{n} 第{n}步" for n in range(1, 11)]
    assert figures[0]["alt"] == "第1步的示意图"
    assert figures[1]["alt"] == "", "what Word does not say the editor writes"
    assert get_image_model().objects.count() == 10
    assert "请打开该文件，由专人查看" in "".join(reasons_against_words(page))
    for image in get_image_model().objects.all():
        look_at(image)
    assert not reasons_against_words(page)


def test_a_picture_without_words_is_not_handed_in_at_any_door(hands):
    page = drafted(hands("editor"), gallery(pictures=2), Section.INTERPRETATION)
    reasons = [why for _, why in page.reasons_against_publishing()]
    assert reasons == ["第2张图片没有替代文字"]


def test_a_private_title_names_no_picture(hands):
    title = "联系15400000001的通知"
    drafted(hands("editor"), gallery(pictures=1), Section.INTERPRETATION, title=title)
    assert get_image_model().objects.get().title == "Word 文档（图1）"


def test_a_picture_leaves_behind_where_it_was_taken(hands):
    from tests.support.photos import picture

    paper = Paper()
    paper.title("关于照片的通知")
    paper.picture(picture(place="GPS 25.8N"))
    page = drafted(hands("editor"), paper, issuer="章贡区扶贫办")
    (figure,) = [block.value for block in page.body if block.block_type == "figure"]
    with figure["image"].file.open("rb") as file:
        assert b"GPS 25.8N" not in file.read()


def test_a_paper_without_anything_official_is_text_and_asks_for_the_rest(hands):
    paper = Paper()
    paper.line("今天召开会议。")
    client = hands("editor")
    answer = new_word(client, paper)
    shown = answer.content.decode()
    assert "没有认出标题，请在下面填写" in shown
    assert "没有认出发布机构，请在下面填写" in shown
    url = reverse("pages_word", args=[WordFile.objects.get().pk])
    answer = client.post(url, {"title": "", "kind": "notice", "issuer": "", "written_on": ""})
    assert answer.status_code == 422
    assert "请填写标题" in answer.content.decode()


def test_what_we_wrote_in_word_comes_in_again(hands):
    """The Word edition is an official document like any other, with the head of two offices."""
    client = hands("editor")
    first = drafted(client, measure())
    again = drafted(client, word_paper(paper_html(first), title=first.title))
    for name in ("title", "doc_no", "urgency", "recipients", "issuer", "joint_issuers"):
        assert getattr(again, name) == getattr(first, name), name
    for name in ("written_on", "public_note", "copies_to", "printing_office", "printed_on"):
        assert getattr(again, name) == getattr(first, name), name
    assert words_of(again) == words_of(first)
    (part,) = again.parts.all()
    assert part.title == "扶贫产品认定申请表"


def test_a_document_of_wps_comes_in_like_one_of_word(hands):
    shown = new_word(hands("editor"), of_wps()).content.decode()
    for told in ("文本框1个", "附件“材料清单”不在这个文件里", "附件“报送表”不在这个文件里"):
        assert told in shown
    WordFile.objects.all().delete()
    page = drafted(hands("editor"), of_wps())
    headings = [b.value["text"] for b in page.body if b.block_type == "heading"]
    assert headings == ["一、报送内容", "（一）文字材料", "（二）图片材料", "二、报送时间"]
    assert words_of(page).endswith("请于4月10日前报送。逾期不再受理。")
    assert (page.recipients, page.issuer) == ("各镇、街道", "章贡区扶贫办")
    assert page.written_on == date(2020, 4, 1)


def test_pictures_of_a_table_stand_below_it_and_that_is_told(hands):
    paper = Paper()
    paper.title("关于现场照片的通报")
    table = paper.table([["镇街", "照片"], ["水东镇", ""]])
    paper.picture_in(table.cell(1, 1))
    paper.picture_in(table.cell(1, 1))
    paper.line("图1 现场", side=CENTRE)
    paper.signed("章贡区扶贫办", day="2020年4月1日")
    client = hands("editor")
    assert "表格里的图片2张放在了表格下面" in new_word(client, paper).content.decode()
    WordFile.objects.all().delete()
    page = drafted(client, paper, Section.BULLETIN)
    assert [block.block_type for block in page.body] == ["table", "figure", "figure"]
    assert [block.value["caption"] for block in list(page.body)[1:]] == ["", "图1 现场"]


@pytest.mark.paper
@pytest.mark.parametrize(
    ("make", "section"),
    [
        (measure, Section.POLICY),
        (bulletin, Section.BULLETIN),
        (partial(gallery, is_told=True), Section.INTERPRETATION),
    ],
)
def test_page_pdf_and_word_say_what_the_document_said(hands, make, section):
    page = drafted(hands("editor"), make(), section)
    html = paper_html(page)
    text = words(html)
    assert word_text(word_paper(html, title=page.title)) == text
    drawn = pdf(official_html(page))
    keep(drawn)
    pages = "".join(pdf_pages(drawn))
    inked = re.sub(r"—\d+—", "", squeezed(pages))
    # a head and a foot that stand beside each other are read in the order they are drawn in
    assert sorted(inked) == sorted(f"{text}{'•' * html.count('<li>')}")
    for line in spoken(make()):
        assert line in text, line


def spoken(paper):
    """The texts that somebody wrote into a Word document, without numbers that Word gives."""
    inside = [line.text for line in paper.document.paragraphs]
    for table in paper.document.tables:
        inside += [cell.text for row in table.rows for cell in row.cells]
    lines = [squeezed(line) for line in [*inside, *paper.notes]]
    written_anew = ("附件：", "2.专柜", "二〇二〇年")
    return [line for line in lines if line and not line.startswith(written_anew)]
