"""A copy with persons hidden: of every kind of file that has words, checked by the gate itself."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from docx import Document as Word
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from tests.support import gate_corners, gate_corpus
from tests.support.gate_corpus import ID, MOBILE
from wagtail.documents import get_document_model

from files.inspection import masked_file
from files.kinds import Unreadable
from pages.privacy.answers import Answer, examine
from records.models import AuditEvent

from .hands import appoint

Document = get_document_model()
MASKABLE = (".txt", ".csv", ".docx", ".xlsx")


def of_kind(files):
    return [(name, data) for name, data in files if name.endswith(MASKABLE)]


#: What a copy has no more, so that nothing was to be hidden in it.
DROPPED = (
    *("properties.docx", "xml_remark.docx", "lost_sheet.xlsx", "lost_number.xlsx"),
    *("old_drawing.xlsx", "name_of_part.xlsx", "joined.xlsx"),
)


@pytest.mark.parametrize("files", [gate_corpus.harmful(), gate_corners.harmful().items()])
def test_every_harmful_file_with_words_has_a_copy_in_which_the_gate_finds_nothing(files):
    left = []
    for name, data in of_kind(files):
        report, copy = masked_file(data)
        answer = examine(name, copy)
        is_told = report["counts"] or name.endswith(DROPPED)
        if answer.answer != Answer.NOTHING_FOUND or not is_told:
            left.append((name, answer.reasons, report))
    assert left == []


def with_name(book):
    book.active["A1"] = "产品"
    book.defined_names["联系人"] = DefinedName("联系人", attr_text=f'"{MOBILE}"')
    book.active.defined_names[f"_{ID}"] = DefinedName(f"_{ID}", attr_text="Sheet!$A$1")
    book.defined_names["合计"] = DefinedName("合计", attr_text="Sheet!$A$1")


def with_limits(book):
    limits = DataValidation(type="list", formula1=f'"甲,{MOBILE}"', prompt=f"问{MOBILE}")
    limits.add("A1")
    book.active.add_data_validation(limits)


def with_chart(book):
    for row in (["电话", "数量"], [MOBILE, 1]):
        book.active.append(row)
    chart = BarChart()
    chart.title = f"联系{MOBILE}"
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    book.active.add_chart(chart, "D1")


@pytest.mark.parametrize("change", [with_name, with_limits, with_chart])
def test_what_a_workbook_shows_in_no_cell_is_hidden_or_goes(change):
    data = gate_corpus._xlsx(change)
    assert examine("a.xlsx", data).reasons
    report, copy = masked_file(data)
    assert report["counts"]
    assert examine("a.xlsx", copy).answer == Answer.NOTHING_FOUND
    assert openpyxl.load_workbook(io.BytesIO(copy)).active["A1"].value in ("产品", "电话", None)


def test_a_name_of_a_workbook_that_tells_nobody_stays():
    copy = masked_file(gate_corpus._xlsx(with_name))[1]
    assert list(openpyxl.load_workbook(io.BytesIO(copy)).defined_names) == ["合计"]


def word(*paragraphs):
    document, out = Word(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def test_a_list_in_the_lines_of_a_word_file_is_masked_where_it_stands():
    data = word("姓名\t年龄", "张示例\t44", "李示例\t33", "以上名单公示五个工作日。")
    assert examine("a.docx", data).reasons
    report, copy = masked_file(data)
    lines = [each.text for each in Word(io.BytesIO(copy)).paragraphs]
    assert lines == ["姓名\t年龄", "张**\t44", "李**\t33", "以上名单公示五个工作日。"]
    assert report["counts"] == {"roster": 2}


def test_a_number_over_two_paragraphs_is_hidden_in_both():
    data = word(f"证号{ID[:10]}", ID[10:])
    assert examine("a.docx", data).reasons
    assert examine("a.docx", masked_file(data)[1]).answer == Answer.NOTHING_FOUND


def test_nothing_of_a_harmless_file_is_hidden():
    for name, data in of_kind(gate_corpus.harmless()):
        assert masked_file(data)[0]["counts"] == {}, name


def book(rows):
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.properties.creator = "示例作者甲"
    made.save(out)
    return out.getvalue()


ROSTER = [
    ["序号", "姓名", "身份证号码", "手机", "致贫原因", "金额"],
    [1, "张示例", ID, MOBILE, "因病", 1200.5],
    [2, "欧阳示例", 360702194910010023, 15400000002, "缺技术", 800],
]


def test_a_roster_is_masked_as_official_lists_are_and_figures_stay():
    report, copy = masked_file(book(ROSTER))
    sheet = openpyxl.load_workbook(io.BytesIO(copy)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1] == [1, "张**", f"3{'*' * 16}5", "154****0001", "因病", 1200.5]
    assert rows[2][1:4] == ["欧阳**", f"3{'*' * 16}0", "154****0002"]
    assert report["headings"] == ["致贫原因"]
    assert report["counts"] == {"roster": 2, "resident_id": 2, "mobile": 2}
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        whole = b"".join(map(archive.read, archive.namelist())).decode()
    for secret in ("示例作者甲", ID, MOBILE, "张示例"):
        assert secret not in whole


@pytest.mark.parametrize("data", [b"%PDF-1.4 x", b"\xff\xd8\xff\xe0", b"PK\x03\x04"])
def test_what_was_drawn_cannot_be_masked_and_says_so(data):
    with pytest.raises(Unreadable):
        masked_file(data)


# The editor's page

#: A part of a name of its own, which no masking can change: others lead to it by that name.
NOT_TO_BE_MASKED = gate_corners.word_with_part_called(ID)


@pytest.fixture
def editor(office, client, django_user_model):
    appoint(django_user_model)
    client.force_login(django_user_model.objects.get(username="editor"))
    return client


def mask(client, **given):
    return client.post(reverse("pages_masking"), {"file": "", "text": "", **given})


def test_the_copy_goes_into_the_library_and_the_original_does_not(editor):
    file = ContentFile(book(ROSTER), f"名册{MOBILE}.xlsx")
    answer = mask(editor, file=file)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "公民身份号码2处" in html
    assert "致贫原因" in html
    document = Document.objects.get()
    assert document.title == "名册154****0001（已遮盖）"
    row = AuditEvent.objects.get(action="pages.mask_file")
    assert (row.actor, row.data["hidden"]["mobile"]) == ("editor", 2)
    assert MOBILE not in f"{row.data} {document.file.name}"
    assert editor.get(reverse("wagtaildocs:edit", args=[document.pk])).status_code == 200


def test_pasted_words_and_cells_come_back_masked_and_are_not_kept(editor):
    table = "\n".join("\t".join(map(str, row)) for row in ROSTER)
    html = mask(editor, text=f"走访贫困户张示例、李示例等。\n{table}").content.decode()
    assert "张**、李**等" in html
    assert "1\t张**\t3****************5\t154****0001" in html
    assert not AuditEvent.objects.filter(action="pages.mask_file").exists()


REFUSED = {
    "nothing": ({}, "两者选一"),
    "both": ({"text": "甲", "file": "a.txt"}, "两者选一"),
    "harmless": ({"text": "监督电话12317"}, "没有找到需要遮盖的内容"),
    "pdf": ({"file": "a.pdf"}, "请提供 Word 或者 Excel 原稿"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_masked_is_told_at_its_field(editor, case):
    given, reason = REFUSED[case]
    if name := given.get("file"):
        pages = gate_corpus.TEXT_CARRIERS["title.pdf"](gate_corpus.DECOYS["totals"])
        given = {**given, "file": ContentFile(pages if name == "a.pdf" else b"x", name)}
    answer = mask(editor, **given)
    assert answer.status_code in (200, 422)
    assert reason in answer.content.decode()
    assert not Document.objects.exists()


TABLE = [["姓名", "年龄"], ["张示例", "44"], ["李示例", "33"]]
WRITTEN = {
    "semicolons.csv": (";", "\r\n", "utf-8"),
    "commas.csv": (",", "\n", "utf-8-sig"),
    "tabs.txt": ("\t", "\n", "gb18030"),
    "excel.txt": ("\t", "\r\n", "utf-16"),
    "excel.csv": ("\t", "\r\n", "utf-16"),
    "bars.csv": ("|", "\r\n", "utf-8"),
    "blanks.txt": ("  ", "\n", "utf-8"),
    "wide.csv": ("；", "\n", "gb18030"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_copy_of_a_text_is_written_as_its_original_is(name):
    mark, end, encoding = WRITTEN[name]
    lines = [mark.join(row) for row in TABLE]
    report, copy = masked_file(end.join(lines).encode(encoding))
    masked = [mark.join(row) for row in (TABLE[0], ["张**", "44"], ["李**", "33"])]
    assert copy == end.join(masked).encode(encoding)
    assert report["counts"] == {"roster": 2}
    assert examine(name, copy).answer == Answer.NOTHING_FOUND


def test_cells_of_several_lines_and_with_quotes_stay_whole():
    text = '姓名;备注;年龄\n张示例;"甲\n乙;""丙""";44\n'
    assert masked_file(text.encode())[1].decode() == text.replace("张示例", "张**")


def test_what_cannot_be_masked_is_named_and_nobody_is_sent_to_this_page(editor):
    answer = mask(editor, file=ContentFile(NOT_TO_BE_MASKED, "台账.docx"))
    [reason, *advice] = answer.context["form"].errors["file"]
    assert (answer.status_code, "文件内部的名称" in reason) == (422, True)
    assert not any("遮盖个人信息" in each for each in advice)
    assert any("在原稿中删去" in each for each in advice)
    assert not Document.objects.exists()


def test_what_a_copy_no_longer_has_is_named_where_nothing_else_was_to_be_hidden(editor):
    described = gate_corpus.TEXT_CARRIERS["properties.docx"](gate_corpus.SECRETS["mobile"])
    html = mask(editor, file=ContentFile(described, "通知.docx")).content.decode()
    assert "副本中不再保留的：文件属性。" in html
    assert Document.objects.get().title == "通知（已遮盖）"


def test_only_those_who_bring_files_have_the_door(editor, client, django_user_model):
    assert reverse("pages_masking") in editor.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(django_user_model.objects.create(username="visitor"))
    assert client.get(reverse("pages_masking")).status_code in (302, 403)


def test_a_refused_upload_says_where_a_copy_can_be_made(editor):
    upload = {"title": "名册", "collection": 1, "file": ContentFile(book(ROSTER), "名册.xlsx")}
    errors = editor.post(reverse("wagtaildocs:add"), upload).context["form"].errors["file"]
    assert "左侧菜单“遮盖个人信息”可以生成能够公开的副本。" in errors
    assert all(error.endswith("。") for error in errors)
