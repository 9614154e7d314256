"""The page, the PDF, the Word file and the carried text are one text, whole."""

import html
import io
import json
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from docx import Document as Word
from docx.oxml.ns import qn
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from demo.district import DIRECTORY
from desk.loading.documents import Documents
from files.pdf_words import pdf_pages
from pages.documents.editions import official_html, paper_html
from pages.models import DocumentPage
from printing import pdf as press

from .conftest import moment
from .hands import look_at

AT = moment(2020, 5, 1)
FULL = {
    "doc_no": "章测扶办字〔2020〕9号",
    "urgency": "urgent",
    "joint_issuers": "区农业农村局、区商务局",
    "public_note": "此件公开发布",
    "copies_to": "区委办公室",
    "printing_office": "章贡区扶贫办",
}
CELLS = {
    "columns": [{"type": "text", "heading": "品种"}, {"type": "text", "heading": "产地"}],
    "rows": [{"values": ["脐橙", "水东镇"]}],
    "caption": "",
}


def squeezed(text):
    return "".join(text.split())


def words(markup):
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", markup)))


def word_text(data):
    body = Word(io.BytesIO(data)).element.body
    return squeezed("".join(each.text or "" for each in body.iter(qn("w:t"))))


@pytest.fixture
def founding(office):
    """The notice that founded the procedure, as the district's files carry it."""
    records = json.loads((DIRECTORY / "plan.json").read_text())
    loader = Documents(records)
    for record in records:
        loader.load(record)
    return DocumentPage.objects.get(index_no=records[0]["index_no"])


@pytest.fixture
def carried():
    return squeezed((DIRECTORY / "plan.txt").read_text())


def test_the_founding_notice_is_shown_whole_and_verbatim(founding, carried, get_page):
    page = get_page(founding.url, AT).content.decode()
    article = re.search(r"<article.*</article>", page, re.DOTALL)[0]
    assert words(article) == carried
    for part in founding.parts.all():
        assert f"：{part.title}</a>" in page, "every part can be reached from the top"
    assert "问答解读" in page


def test_the_word_file_has_the_same_words(founding, carried, get_page):
    answer = get_page(f"{founding.url}document.docx", AT)
    assert "wordprocessingml" in answer["Content-Type"]
    assert word_text(answer.content) == carried
    assert get_page(f"{founding.url}document.docx").content == answer.content


@pytest.mark.paper
def test_the_pdf_has_the_same_words_and_the_official_layout(founding, carried, get_page):
    answer = get_page(f"{founding.url}document.pdf", AT)
    assert answer["Content-Type"] == "application/pdf"
    pages = pdf_pages(answer.content)
    numbers = [re.search(r"—\s*(\d+)\s*—", page)[1] for page in pages]
    assert numbers == [str(number) for number in range(1, len(pages) + 1)]
    assert re.sub(r"—\d+—", "", squeezed("".join(pages))) == carried
    lines = pages[2].strip().splitlines()
    assert max(len(line) for line in lines) <= 30
    assert 21 <= len([line for line in lines if line.strip() and "—" not in line]) <= 23


# Wagtail leaves the temporary file of a new rendition to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_element_of_the_official_layout_is_in_all_editions(document, get_page):
    picture = look_at(get_image_model().objects.create(title="图", file=get_test_image_file()))
    part = {
        "role": "annex",
        "label": "附件",
        "title": "示例办法",
        "blocks": [
            {"type": "heading", "value": {"level": "2", "text": "一、总则"}},
            {"type": "paragraph", "value": "<ol><li>甲</li><li>乙</li></ol>"},
            {"type": "table", "value": {"caption": "表题", "cells": CELLS}},
            {"type": "figure", "value": {"image": picture.pk, "alt": "流程图", "caption": "图题"}},
            {"type": "quote", "value": {"text": "引文", "source": "出处"}},
            {"type": "question", "value": {"question": "几天", "answer": "<p>五天</p>"}},
        ],
    }
    file = get_document_model().objects.create(
        title="清单", file=ContentFile("清单".encode(), "清单.txt")
    )
    page = document(**FULL, parts=[part], attachments=[("申报材料清单", file)])
    text = words(paper_html(page))
    for element in (
        "加急",
        "章贡区扶贫办区农业农村局区商务局文件",
        "章测扶办字〔2020〕9号",
        "各镇，有关街道：",
        "附件：1.示例办法2.申报材料清单（电子文件）",
        "2020年4月1日（此件公开发布）",
        "附件示例办法一、总则甲乙表题品种产地脐橙水东镇图题引文——出处问：几天答：五天",
        "抄送：区委办公室。",
        "章贡区扶贫办2020年4月1日印发",
    ):
        assert element in text, element
    word = get_page(f"{page.url}document.docx", AT).content
    assert word_text(word) == text
    assert len(Word(io.BytesIO(word)).inline_shapes) == 1
    assert words(official_html(page).partition("<body>")[2]) == text
    web = get_page(page.url).content.decode()
    assert 'alt="流程图"' in web
    assert page.attachments.get().sha256 in web
    assert len(page.attachments.get().sha256) == 64


def test_an_edition_is_drawn_once_for_each_wording(document, get_page, monkeypatch):
    drawn = []
    monkeypatch.setattr("pages.documents.editions.pdf", lambda html: drawn.append(html) or b"%PDF")
    page = document(title="只画一次的通知")
    assert get_page(f"{page.url}document.pdf", AT).content == b"%PDF"
    assert get_page(f"{page.url}document.pdf").content == b"%PDF"
    assert len(drawn) == 1
    document(title="只画一次的通知（更正）", because="标题有误")
    get_page(f"{page.url}document.pdf", AT)
    assert len(drawn) == 2
    assert storages["editions"].listdir("")[1]


def test_a_machine_without_pango_offers_the_other_editions(document, get_page, monkeypatch):
    def missing(html):
        raise press.PrinterMissing("没有")

    monkeypatch.setattr("pages.documents.editions.pdf", missing)
    page = document(title="不能画的通知")
    answer = get_page(f"{page.url}document.pdf", AT)
    assert answer.status_code == 503
    assert "下载 Word 版" in answer.content.decode()


def test_editions_are_as_public_as_their_document(document, get_page):
    page = document()
    early = moment(2020, 4, 2, 9, 29)
    for address in ("document.pdf", "document.docx", "versions/1/"):
        assert get_page(f"{page.url}{address}", early).status_code == 404
    for address in ("versions/9/", "versions/x/", "document.docx/x/", "else/"):
        assert get_page(f"{page.url}{address}", AT).status_code == 404
    assert get_page("/zcwj/document.pdf").status_code == 404
    assert get_page("/nothing/document.pdf").status_code == 404
