"""No way to the public leads round the privacy gate: not for words, not for files."""

import io
import json

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from docx import Document as Word
from openpyxl import Workbook
from openpyxl.comments import Comment
from tests.support.forms import filled
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from demo.papers import pdf
from files.pdf_words import pdf_pages
from pages.documents.timed import approve, publish_due
from pages.models import DocumentPage, HomePage, NoticePage, ProductPage
from pages.models.gated import Gated
from pages.privacy.answers import examine
from pages.privacy.file_types import Unreadable
from pages.public_change import public_change

from .conftest import moment

MOBILE = "15400000001"
MASKED = "154****0001"
AT = moment(2020, 4, 2, 9, 30)


def blocks(kind, value):
    return [{"type": kind, "value": value}]


def table(*rows, heading=("品种", "备注")):
    columns = [{"type": "text", "heading": each} for each in heading]
    cells = {"columns": columns, "rows": [{"values": row} for row in rows], "caption": ""}
    return blocks("table", {"caption": "", "cells": cells})


PLACES = {
    "第1块（段落）": blocks("paragraph", "<p>电话154<b>0000</b>0001</p>"),
    "第1块（小标题）·文字": blocks("heading", {"level": "2", "text": MOBILE}),
    "第3行第2列": table(["脐橙", "好"], ["蜜柚", MOBILE]),
    "第1块（引文）·出处": blocks("quote", {"text": "话", "source": MOBILE}),
    "第1块（问答）·答": blocks("question", {"question": "问", "answer": f"<p>{MOBILE}</p>"}),
    "第1块（音视频链接）·文字稿": blocks(
        "video", {"title": "片", "url": "https://example.gov.cn/", "transcript": MOBILE}
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_number_in_any_block_is_refused_with_its_place(document, place):
    with pytest.raises(ValidationError) as refused:
        document(blocks=PLACES[place])
    [reason] = refused.value.messages
    assert place in reason
    assert MASKED in reason
    assert MOBILE not in reason


def link(url):
    return blocks("paragraph", f'<p><a href="{url}">联系我们</a></p>')


HIDDEN = {
    "a telephone": link("tel:+8615400000001"),
    "a mailbox": link("mailto:15400000001@example.com"),
    "the words of a mail": link("mailto:a@example.com?body=%E7%94%B5%E8%AF%9D154%200000%200001"),
    "a question twice wrapped": link("https://example.gov.cn/?next=%2Fa%3Ftel%3D154%2530%30000001"),
    "a field of its own": blocks(
        "video", {"title": "片", "url": "https://example.gov.cn/?u=154%30000000%31"}
    ),
}


@pytest.mark.parametrize("place", HIDDEN)
def test_a_number_in_the_address_of_a_link_is_refused(document, place):
    with pytest.raises(ValidationError) as refused:
        document(blocks=HIDDEN[place])
    [reason] = refused.value.messages
    assert "链接地址" in reason
    assert MASKED in reason


def test_the_name_of_an_article_is_no_telephone_and_an_office_has_a_line(document):
    for serial, url in enumerate(
        (f"https://example.gov.cn/art/art_{MOBILE}.html", "tel:0797-8200001", "mailto:fpb@a.gov.cn")
    ):
        assert document(serial, slug=f"link-{serial}", blocks=link(url)).live


def test_a_roster_in_a_table_is_refused(document):
    with pytest.raises(ValidationError, match="个人名册"):
        document(blocks=table(["测示例", "男"], heading=("姓名", "性别")))


def test_a_number_in_a_part_a_summary_or_a_figure_is_refused(document):
    part = {"role": "annex", "title": "附件", "blocks": blocks("paragraph", f"<p>{MOBILE}</p>")}
    figure = {"group": "total", "label": MOBILE, "amount": 1, "unit": "元"}
    for given in ({"parts": [part]}, {"summary": MOBILE}, {"figures": [figure]}):
        with pytest.raises(ValidationError, match="含有个人信息"):
            document(**given)


def spoiled(page):
    """A revision with a number in it, made by code that asks no form."""
    page.body = json.dumps(blocks("paragraph", f"<p>{MOBILE}</p>"))
    page.correction_note = "补充电话"
    return page.save_revision(clean=False)


def test_publishing_a_revision_is_refused_whoever_does_it(document):
    page = document()
    with public_change(), pytest.raises(ValidationError, match="含有个人信息"):
        spoiled(page).publish()
    assert MOBILE not in DocumentPage.objects.get(pk=page.pk).body_text


def test_approving_a_revision_for_a_later_hour_is_refused(document):
    page = document()
    page.go_live_at = moment(2030, 1, 1)
    with public_change(), pytest.raises(ValidationError, match="含有个人信息"):
        spoiled(page).publish()
    page = DocumentPage.objects.get(pk=page.pk)
    page.go_live_at = moment(2030, 1, 1)
    page.body = json.dumps(blocks("paragraph", f"<p>{MOBILE}</p>"))
    with pytest.raises(ValidationError, match="含有个人信息"):
        approve(page, by=None, at=AT)


def test_the_clock_leaves_a_bad_page_unpublished_and_due(document):
    """A revision approved before the gate knew a pattern: the last door is the page itself."""
    page = document(at=moment(2020, 4, 1))
    revision = page.latest_revision
    revision.content["body"] = json.dumps(blocks("paragraph", f"<p>{MOBILE}</p>"))
    type(revision).objects.filter(pk=revision.pk).update(content=revision.content)
    assert publish_due(AT) == {"expired": 0, "live": 0, "failed": 1}
    assert not DocumentPage.objects.get(pk=page.pk).live


def test_plain_code_cannot_store_a_bad_live_page(document):
    page = document()
    page.title, page.correction_note = f"请联系{MOBILE}", "更正标题"
    with pytest.raises(ValidationError, match="标题：含有个人信息"):
        page.save()
    home = HomePage.objects.get()
    home.search_description = MOBILE
    with pytest.raises(ValidationError, match="含有个人信息"):
        home.save(clean=False)


def test_every_page_type_is_gated_or_shows_masked_rows_only():
    types = {model for model in Page.__subclasses__() if model.__module__.startswith("pages.")}
    types |= {model for model in Gated.__subclasses__() if issubclass(model, Page)}
    assert {each for each in types if not issubclass(each, Gated)} == {NoticePage, ProductPage}


def reasons_against_file(name, data):
    """What an editor reads: why it is refused, or what was found."""
    try:
        return examine(name, data).reasons
    except Unreadable as refusal:
        return [str(refusal)]


def word(*paragraphs, header="", rows=()):
    document, out = Word(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    if rows:
        grid = document.add_table(len(rows), len(rows[0]))
        for cells, row in zip(grid.rows, rows, strict=True):
            for cell, text in zip(cells.cells, row, strict=True):
                cell.text = text
    document.save(out)
    return out.getvalue()


def sheet(*rows, hidden=False, comment=""):
    book, out = Workbook(), io.BytesIO()
    page = book.create_sheet("台账")
    for row in rows:
        page.append(row)
    if hidden:
        page.sheet_state = "hidden"
    if comment:
        page["A1"].comment = Comment(comment, "编辑")
    book.save(out)
    return out.getvalue()


FILES = {
    "word.docx": (word("通知", f"联系{MOBILE}"), "第2段"),
    "header.docx": (word("通知", header=MOBILE), MASKED),
    "roster.docx": (word(rows=[["姓名", "性别"], ["测示例", "男"]]), "个人名册"),
    "cells.xlsx": (sheet(["产品", "电话"], ["脐橙", int(MOBILE)]), "工作表“台账”单元格B2"),
    "hidden.xlsx": (sheet(["x", MOBILE], hidden=True), "工作表“台账”"),
    "comment.xlsx": (sheet(["x"], comment=f"问{MOBILE}"), "批注"),
    "roster.xlsx": (sheet(["姓名", "年龄"], ["测示例", 45]), "个人名册"),
    "words.txt": (f"第一行\n{MOBILE}".encode(), "第2行"),
    "words.csv": ("姓名,性别\n测示例,男".encode("gb18030"), "个人名册"),
    "wrong.pdf": (word("通知"), "文件已损坏，或者内容与扩展名不符"),
    "page.html": (b"<html>", "只接受"),
    "empty.txt": (b"", "文件是空的"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_to_its_last_corner(name):
    data, where = FILES[name]
    reasons = reasons_against_file(name, data)
    assert any(where in reason for reason in reasons), reasons
    assert not any(MOBILE in reason for reason in reasons)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("good.docx", word("关于示例事项的通知", rows=[["产品", "产地"], ["脐橙", "水东镇"]])),
        ("good.xlsx", sheet(["产品", "户数"], ["脐橙", 16])),
        ("good.pdf", pdf("公示")),
        ("good.txt", "监督电话12317，办公电话0797-8200001".encode()),
    ],
)
def test_a_harmless_file_passes(name, data):
    assert reasons_against_file(name, data) == []


def test_macros_and_scripts_are_refused():
    book = io.BytesIO(word("通知"))
    import zipfile

    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert "宏" in reasons_against_file("a.docx", book.getvalue())[0]
    script, out = pikepdf.open(io.BytesIO(pdf("公示"))), io.BytesIO()
    script.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    script.save(out)
    assert "脚本" in reasons_against_file("a.pdf", out.getvalue())[0]


def simple_pdf(text):
    """A page that draws ``text`` with a standard font, as old programs do."""
    document, out = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    drawn = f"BT /F1 12 Tf 72 700 Td [({text[:4]}) -50 ({text[4:]})] TJ ET"
    page.obj.Contents = document.make_stream(drawn.encode())
    document.save(out)
    return out.getvalue()


def test_a_number_drawn_in_pieces_on_a_pdf_is_found():
    data = simple_pdf(MOBILE)
    assert pdf_pages(data) == [MOBILE]
    assert reasons_against_file("a.pdf", data) == [
        f"第1页：含有个人信息，不得公开：{MASKED}（手机号码）"
    ]


def test_the_library_takes_no_bad_file_from_code(office):
    library = get_document_model()
    bad = ContentFile(word(f"联系{MOBILE}"), "通知.docx")
    with pytest.raises(ValidationError, match="第1段"), transaction.atomic():
        library.objects.create(title="通知", file=bad)
    with pytest.raises(ValidationError, match="标题"), transaction.atomic():
        library.objects.create(title=MOBILE, file=ContentFile(b"x", "a.txt"))
    assert not library.objects.exists()


def test_the_library_takes_no_bad_file_from_an_editor(office, admin_client):
    url = reverse("wagtaildocs:add")
    given = filled(admin_client.get(url), title="通知")
    bad = ContentFile(word(f"联系{MOBILE}"), "通知.docx")
    answer = admin_client.post(url, {**given, "file": bad})
    assert MASKED in answer.content.decode()
    many = admin_client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "x", "files[]": ContentFile(word(f"联系{MOBILE}"), "通知.docx")},
    )
    assert not many.json()["success"]
    assert not get_document_model().objects.exists()


def test_a_picture_has_no_number_in_its_words(office):
    with pytest.raises(ValidationError, match="含有个人信息"):
        get_image_model()(title=f"联系{MOBILE}").save()


def test_numbers_that_a_table_or_a_line_end_parts_keep_a_file_back():
    from io import BytesIO

    from docx import Document
    from openpyxl import Workbook

    number = "360702190001010001"
    paper, book = Document(), Workbook()
    cells = paper.add_table(1, 18).rows[0].cells
    for cell, digit in zip(cells, number, strict=True):
        cell.text = digit
    book.active.append(["序号", "证件号码"])
    book.active.append([1, int(number)])
    for name, made in (("盒子.docx", paper), ("名单.xlsx", book)):
        content = BytesIO()
        made.save(content)
        reasons = reasons_against_file(name, content.getvalue())
        assert any("公民身份号码" in reason for reason in reasons), name
        assert number not in "".join(reasons)
    wrapped = f"名单\n{number[:10]}\n{number[10:]}\n".encode()
    assert any("公民身份号码" in reason for reason in reasons_against_file("a.txt", wrapped))
