"""A Word document comes in whole, or says what stayed behind; then it is a draft like any other."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.support.word_papers import TWELVE, Paper, bulletin, gallery, measure
from wagtail.images import get_image_model
from wagtail.models import Page

from files.models import StoredFile
from files.pdf_words import pdf_pages
from files.unreadable import Unreadable
from pages.documents.editions import official_html, paper_html
from pages.documents.stream_text import plain_text
from pages.documents.word_paper import word_paper
from pages.models import DocumentIndexPage, DocumentPage, WordFile
from pages.models.document_words import Section
from pages.privacy.gate import reasons_against_words
from pages.word_in.services import forget_word_files
from printing.pdf import pdf
from records.models import AuditEvent

from .hands import act, fresh, look_at
from .test_editions import squeezed, word_text, words

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def column(section=Section.POLICY):
    return DocumentIndexPage.objects.get(section=section)


def upload(paper, name="通知.docx"):
    data = paper if isinstance(paper, bytes) else paper.data()
    return SimpleUploadedFile(name, data, DOCX)


def new_word(client, paper, section=Section.POLICY, name="通知.docx"):
    """The answer to an upload for a new draft."""
    url = reverse("pages_word_new", args=[column(section).pk])
    return client.post(url, {"file": upload(paper, name)}, follow=True)


def drafted(client, paper, section=Section.POLICY, **changed):
    """The draft of an uploaded document, with what was recognised as it stands."""
    answer = new_word(client, paper, section)
    form = answer.context["form"]
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given = {name: value for name, value in given.items() if value is not None} | changed
    word = WordFile.objects.get()
    answer = client.post(reverse("pages_word", args=[word.pk]), given, follow=True)
    assert answer.status_code == 200, answer.context["form"].errors
    return DocumentPage.objects.order_by("pk").last().get_latest_revision_as_object()


def words_of(page):
    return "".join(plain_text(page.body).split())


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
    assert part.body[0].value.grid.texts[2] == ["单位意见", "（盖章）"]
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
    assert table["table_caption"] == "表1 分镇街销售情况"
    grid = table.grid
    assert grid.head_size == 2
    assert grid.columns[4:7] == [f"销售额（万元）·{name}" for name in ("线上", "线下", "合计")]
    assert grid.rows[-1][0].across == 2
    assert grid.texts == TWELVE
    assert page.written_on == date(2020, 4, 10)


# Wagtail leaves the temporary file of a picture to the garbage collector
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


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0", "另存为 DOCX"),
        ("旧.wps", b"\xd0\xcf\x11\xe0", "另存为 DOCX"),
        ("扫描.pdf", b"%PDF-1.7", "作为附件上传"),
        ("改名.docx", b"\xd0\xcf\x11\xe0", "请去除密码并另存为 DOCX"),
        ("坏.docx", b"PK\x03\x04damaged", "损坏"),
        ("空.docx", b"", "文件是空的"),
    ],
)
def test_what_is_no_sound_docx_is_refused_with_what_to_do(hands, name, data, reason):
    answer = new_word(hands("editor"), data, name=name)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not WordFile.objects.exists()


def test_a_file_of_two_hundred_megabytes_is_refused_unread(hands, monkeypatch):
    monkeypatch.setattr("pages.word_in.services.MOST_BYTES", 100)
    answer = new_word(hands("editor"), b"PK\x03\x04" + bytes(200))
    assert "请压缩其中的图片" in answer.content.decode()


def test_an_archive_that_swells_is_refused(hands):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b"0" * 30_000_000)
    answer = new_word(hands("editor"), out.getvalue())
    assert "展开后过大" in answer.content.decode()


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil", "word/../../evil.xml"])
def test_a_part_that_leads_out_of_the_file_is_refused(hands, name):
    data = io.BytesIO(Paper().data())
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(name, "x")
    answer = new_word(hands("editor"), data.getvalue())
    assert "损坏" in answer.content.decode()
    assert not WordFile.objects.exists()


def test_nothing_classified_comes_in(hands):
    paper = Paper()
    paper.line("机密★1年", first=False)
    paper.title("关于某事的通知")
    answer = new_word(hands("editor"), paper)
    assert "涉密文件不得进入本系统" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_personal_data_is_told_at_once_and_stops_the_draft_later(hands):
    paper = measure()
    paper.document.paragraphs[7].add_run("联系人电话15400000001。")
    client = hands("editor")
    assert "154****0001" in new_word(client, paper).content.decode()
    WordFile.objects.all().delete()
    page = drafted(client, paper, title="带号码的通知")
    assert "154****0001" in "".join(reasons_against_words(page))


def test_a_draft_from_word_takes_three_hands_to_the_public(hands, get_page):
    page = fresh(drafted(hands("editor"), bulletin(), Section.BULLETIN))
    client = hands("editor")
    answer = edit_as_it_is(client, page, topic="扶贫", **{"action-submit": "1"})
    assert answer.status_code == 200
    act(hands("checker"), page)
    assert not fresh(page).live
    act(hands("chief"), page)
    assert "分镇街销售情况" in get_page(fresh(page).url).content.decode()


def edit_as_it_is(client, page, **fields):
    """Hand the stored draft in without touching its blocks, as the script of the editor does."""
    import json

    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    from tests.support.forms import filled, rich

    given = {}
    draft = page.get_latest_revision_as_object()
    for place, block in enumerate(draft.body):
        value = block.value
        raw = json.dumps(value) if block.block_type == "table" else rich("正文")
        given |= {
            f"body-{place}-deleted": "",
            f"body-{place}-order": str(place),
            f"body-{place}-type": block.block_type,
            f"body-{place}-id": block.id,
            f"body-{place}-value": raw,
        }
    given["body-count"] = str(len(draft.body))
    return client.post(url, filled(client.get(url), **given, **fields), follow=True)


def test_a_draft_that_exists_takes_the_text_and_keeps_its_own_fields(hands):
    client = hands("editor")
    page = fresh(drafted(client, bulletin(), Section.BULLETIN, title="我的标题"))
    into = reverse("pages_word_into", args=[page.pk])

    def bring(paper, how):
        client.post(into, {"file": upload(paper)}, follow=True)
        word = WordFile.objects.get()
        client.post(reverse("pages_word", args=[word.pk]), {"how": how})
        return fresh(page).get_latest_revision_as_object()

    longer = bring(measure(), "append")
    assert longer.title == "我的标题"
    assert longer.written_on == date(2020, 4, 10)
    assert longer.doc_no == "章扶办字〔2020〕2号", "what was empty is filled"
    assert "现将第一季度" in words_of(longer)
    assert "一、申请条件" in words_of(longer)
    assert longer.parts.count() == 1
    shorter = bring(bulletin(), "replace")
    assert "一、申请条件" not in words_of(shorter)
    assert shorter.parts.count() == 0
    assert page.revisions.count() == 3, "the earlier text can be had back"


def test_a_text_in_review_takes_nothing(hands):
    client = hands("editor")
    page = fresh(drafted(client, bulletin(), Section.BULLETIN))
    into = reverse("pages_word_into", args=[page.pk])
    client.post(into, {"file": upload(measure())}, follow=True)
    edit_as_it_is(client, page, topic="扶贫", **{"action-submit": "1"})
    answer = client.post(into, {"file": upload(measure())}, follow=True)
    assert "正在审签" in answer.content.decode()
    word = WordFile.objects.get()
    answer = client.post(reverse("pages_word", args=[word.pk]), {"how": "replace"})
    assert answer.status_code == 422
    assert "一、申请条件" not in words_of(fresh(page).get_latest_revision_as_object())


def test_a_second_click_makes_no_second_draft(hands):
    client = hands("editor")
    new_word(client, measure())
    url = reverse("pages_word", args=[WordFile.objects.get().pk])
    given = {
        "title": "一次",
        "kind": "notice",
        "issuer": "章贡区扶贫办",
        "written_on": "2020-03-26",
    }
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 404
    assert DocumentPage.objects.count() == 1
    assert not StoredFile.objects.exists(), "the draft is all that stays of it"


def test_a_file_that_cannot_be_read_just_now_leads_back_with_the_reason(hands, monkeypatch):
    def busy(data):
        raise Unreadable("正在处理的文件较多，请稍后再试")

    client = hands("editor")
    new_word(client, measure())
    monkeypatch.setattr("pages.word_in.reading.docx_text", busy)
    url = reverse("pages_word", args=[WordFile.objects.get().pk])
    assert "请稍后再试" in client.get(url, follow=True).content.decode()
    assert WordFile.objects.exists(), "it waits"


def test_a_brought_document_is_for_who_brought_it(hands):
    new_word(hands("editor"), measure())
    url = reverse("pages_word", args=[WordFile.objects.get().pk])
    assert hands("checker").get(url).status_code == 404
    assert hands("checker").post(f"{url}discard/").status_code == 404


def test_giving_up_leaves_nothing(hands):
    client = hands("editor")
    new_word(client, gallery(pictures=1), Section.INTERPRETATION)
    client.post(reverse("pages_word_discard", args=[WordFile.objects.get().pk]))
    assert not WordFile.objects.exists()
    assert not StoredFile.objects.exists()
    assert not get_image_model().objects.exists()


def test_what_nobody_wanted_goes_after_a_day(hands):
    new_word(hands("editor"), measure())
    brought = WordFile.objects.get().brought_at
    assert forget_word_files(brought + timedelta(hours=23)) == 0
    assert forget_word_files(brought + timedelta(hours=25)) == 1
    assert not StoredFile.objects.exists()


def test_only_who_writes_there_brings_anything(office, client, django_user_model):
    stranger = django_user_model.objects.create(username="stranger")
    client.force_login(stranger)
    answer = client.post(reverse("pages_word_new", args=[column().pk]), {"file": upload(measure())})
    assert answer.status_code in (302, 403)
    assert not WordFile.objects.exists()


def test_the_way_in_stands_in_the_column_and_in_the_draft(hands):
    client = hands("editor")
    shown = client.get(reverse("wagtailadmin_explore", args=[column().pk])).content.decode()
    assert reverse("pages_word_new", args=[column().pk]) in shown
    page = fresh(drafted(client, bulletin(), Section.BULLETIN))
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("pages_word_into", args=[page.pk]) in shown
    home = Page.objects.get(depth=2)
    shown = client.get(reverse("wagtailadmin_explore", args=[home.pk])).content.decode()
    assert "从 Word 导入" not in shown


def test_an_import_leaves_its_audit_row(hands):
    page = drafted(hands("editor"), measure())
    row = AuditEvent.objects.get(action="pages.bring_word")
    assert (row.subject_id, row.actor) == (str(page.pk), "editor")
    assert len(row.data["sha256"]) == 64


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


@pytest.mark.paper
@pytest.mark.parametrize(
    ("make", "section"),
    [
        (measure, Section.POLICY),
        (bulletin, Section.BULLETIN),
        (gallery, Section.INTERPRETATION),
    ],
)
def test_page_pdf_and_word_say_what_the_document_said(hands, make, section):
    page = drafted(hands("editor"), make(), section)
    html = paper_html(page)
    text = words(html)
    assert word_text(word_paper(html, title=page.title)) == text
    pages = "".join(pdf_pages(pdf(official_html(page))))
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
