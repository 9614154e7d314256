"""Paper and drawings: what they show, that they repeat, and that they read nothing of ours."""

import io
import subprocess

import pikepdf
import pypdfium2
import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from docx import Document

from printing import press, word
from printing.drawings import bars, qr_svg
from printing.pdf import PrinterMissing, pdf

PAGE = "<html lang=zh-CN><title>公示</title><body><p>赣南脐橙</p>{}</body></html>"


@pytest.mark.paper
def test_a_page_becomes_an_archival_pdf_and_the_same_bytes_again():
    first, second = pdf(PAGE.format("")), pdf(PAGE.format(""))
    assert first == second
    with pikepdf.open(io.BytesIO(first)) as document:
        assert document.docinfo["/Title"] == "公示"
        assert b"pdfaid" in document.Root.Metadata.read_bytes()
        assert document.Root.Lang == "zh-CN"
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root


@pytest.mark.paper
@pytest.mark.parametrize("paragraphs", [8, 9])
def test_the_signature_never_stands_alone_on_a_page(paragraphs):
    """GB/T 9704-2012, 7.3.5: words of the text stand on the page of unit and date."""
    style = render_to_string("printing/official.css")
    text = "".join(f"<p>第{number}段，{'文字' * 18}。</p>" for number in range(paragraphs))
    sign = '<div class="paper__sign"><p>示例办公室</p><p>2020年4月3日</p></div>'
    title = '<header class="paper__head"><h1>关于示例事项的通知</h1></header>'
    page = f"<html lang=zh-CN><title>通知</title><style>{style}</style><body>{title}{text}{sign}"
    *_, last = pypdfium2.PdfDocument(pdf(page))
    before, _, _ = last.get_textpage().get_text_range().partition("示例办公室")
    assert "文字" in before


@pytest.mark.paper
def test_the_press_reads_no_file_and_no_address_that_a_page_names():
    """WeasyPrint's own fetcher would attach /etc/hostname on request of the HTML."""
    plain = pdf(PAGE.format(""), archival=False)
    greedy = PAGE.format(
        '<a rel="attachment" href="file:///etc/hostname">x</a><img src="file:///etc/passwd">'
    )
    with pikepdf.open(io.BytesIO(pdf(greedy, archival=False))) as document:
        assert not document.attachments
    assert plain


def test_a_machine_without_pango_says_so(monkeypatch):
    missing = subprocess.CompletedProcess([], press.MISSING, b"", b"")
    monkeypatch.setattr("printing.pdf.subprocess.run", lambda *args, **kwargs: missing)
    with pytest.raises(PrinterMissing, match="运维"):
        pdf(PAGE)


def test_a_word_file_repeats_byte_for_byte_and_is_read_back():
    def written():
        document = word.blank(title="通知")
        document.add_paragraph("各镇、各街道：")
        return word.to_bytes(document)

    assert written() == written()
    assert Document(io.BytesIO(written())).paragraphs[0].text == "各镇、各街道："


def test_the_longest_bar_is_whole_and_nothing_is_drawn_below_zero():
    drawn = bars([("一季度", 50, "50"), ("二季度", 200, "200"), ("退货", -3, "-3")])
    assert [bar.length for bar in drawn] == [250, 1000, 0]


def test_a_chart_shows_its_figures_in_words_too():
    page = Template("{% load drawing %}{% bar_chart rows '销售额' '万元' %}")
    html = page.render(Context({"rows": [("线上", 3, "3.00")]}))
    assert "线上" in html
    assert "3.00" in html
    assert "暂无数据" in page.render(Context({"rows": []}))


def test_a_qr_code_is_an_inline_drawing_without_a_script():
    svg = qr_svg("https://example.gov.cn/verify/ZG-360702-2020-0001-E/")
    assert svg.startswith("<svg")
    assert "<script" not in svg
