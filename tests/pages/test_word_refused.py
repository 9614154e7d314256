"""What is no sound Word document, or too much of one, stays outside and says why."""

import io
import zipfile

import pytest
from tests.support.word_papers import Paper, measure

from files.models import StoredFile
from pages.models import WordFile
from pages.privacy.gate import reasons_against_words

from .word_hands import drafted, new_word


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
