"""The application form on paper: the sample's words in its order, which scan says what (R62)."""

import io

import pytest
from django.urls import reverse
from docx import Document
from tests.support.check_links import mended_at
from tests.support.pdf_particulars import holds_particulars

from applications.models import Material, PrintedForm
from applications.printed import form_title
from applications.services import drafts
from demo.papers import pdf as scan
from portal import paper_form
from portal.views import printing
from printing.pdf import PrinterMissing
from records.models import AuditEvent
from registry.models import RuleSet
from rules.periods import local_day

SAMPLE = (
    "章贡区扶贫产品认定申请书",
    "经营主体名称：",
    "统一信用证代码（身份证号码）：",
    "地址：",
    "联系电话：",
    "电子信箱：",
    "产品名称",
    "产地",
    "产品类别",
    "生产资料来源",
    "年产量",
    "供货时间",
    "带贫减贫机制及成效：",
    "本人(公司/合作社）承诺提交的申报材料和带贫成效真实可信",
    "签名：",
    "日期：",
)


def download(client, name, application):
    response = client.post(reverse(f"portal:{name}", args=[application.pk]))
    assert response.status_code == 200
    return response


def words(content):
    """The text of a Word file in reading order: paragraphs and tables as they stand."""
    document = Document(io.BytesIO(content))
    texts = document.element.body.itertext()
    footer = "".join(
        line.text for section in document.sections for line in section.footer.paragraphs
    )
    return "".join(texts) + footer


def test_the_word_file_has_the_samples_headings_in_their_order(draft, browse):
    application = draft(5)
    text = words(download(browse(application), "print_word", application).content)
    places = [text.index(label) for label in SAMPLE]
    assert places == sorted(places)
    for item in application.items.all():
        assert item.name in text
        assert item.benefit_text in text
    assert PrintedForm.objects.get().code in text
    assert application.applicant.credit_code in text


def test_printing_the_same_words_twice_is_one_print(draft, browse):
    application = draft(1)
    client = browse(application)
    first = download(client, "print_word", application).content
    assert download(client, "print_word", application).content == first
    assert PrintedForm.objects.count() == 1
    assert AuditEvent.objects.filter(action="applications.print").count() == 1


def test_nothing_is_printed_before_there_is_a_product(draft, browse, press, look):
    application = draft(0)
    client = browse(application)
    assert "请先填写产品" in press(client, "print_word", application.pk)
    assert "还没有产品" in look(client, "signing", application.pk)
    assert not PrintedForm.objects.exists()


def test_a_signed_scan_is_tied_to_its_print_and_a_later_change_is_told(
    ready, browse, press, look, agent_of, at
):
    application = ready(1)
    client = browse(application)
    download(client, "print_word", application)
    printed = PrintedForm.objects.get()
    assert "与现在的内容一致" in look(client, "signing", application.pk)
    file = io.BytesIO(scan("签字的申请书"))
    file.name = "签字的申请书.pdf"
    press(
        client,
        "signing",
        application.pk,
        kind="M1_application_form",
        files=[file],
        printed_form=printed.pk,
        replaces=application.materials.get(kind="M1_application_form").pk,
    )
    material = Material.objects.current().get(kind="M1_application_form")
    assert material.printed_form == printed
    drafts.save_item(application.items.get(), by=agent_of(application), at=at, households=1)
    text = press(client, "check", application.pk)
    assert "申请书打印以后，填写的内容又有修改" in text
    anchor = "material-M1_application_form"
    assert mended_at(application, "signing", anchor=anchor) in text
    assert "内容已有修改" in look(client, "signing", application.pk)
    assert "需修改" in look(client, "application", application.pk)
    drafts.save_item(application.items.get(), by=agent_of(application), at=at, households=4)
    press(client, "check", application.pk)
    application.refresh_from_db()
    assert not application.is_draft, "the words are again those that were signed"


def test_where_no_printer_is_the_page_says_so_and_offers_word(draft, browse, monkeypatch):
    def missing(html):
        raise PrinterMissing("系统未安装 PDF 排印组件")

    monkeypatch.setattr(printing, "pdf", missing)
    application = draft(1)
    response = browse(application).post(reverse("portal:print_pdf", args=[application.pk]))
    assert response.status_code == 503
    text = response.content.decode()
    assert "暂时不能生成 PDF" in text
    assert reverse("portal:print_word", args=[application.pk]) in text


@pytest.mark.paper
def test_the_pdf_is_drawn_and_says_who_and_which_print(draft, browse):
    import pikepdf

    application = draft(6)
    response = download(browse(application), "print_pdf", application)
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert len(document.pages) >= 2
    printed = application.printed_forms.get()
    office = RuleSet.objects.get().office.official_name
    day = local_day(printed.printed_at)
    holds_particulars(response.content, title=form_title(), author=office, day=day)


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ([11, 12, 1, 2, 3], "11月至次年3月"),
        ([3, 4, 5], "3月至5月"),
        ([1, 5], "1月、5月"),
        ([6], "6月"),
        (list(range(1, 13)), "全年"),
        ([], ""),
    ],
)
def test_months_are_told_as_people_say_them(months, told):
    assert paper_form._months(months) == told
