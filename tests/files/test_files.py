"""What files get in: by content, within limits, with nothing else inside, opened in a child."""

import io
import os
import random
import re
import signal
import struct
import time
import zipfile
import zlib

import pikepdf
import pytest
from tests.support.photos import picture

from demo.papers import pdf
from files import inspection, opening
from files.inspection import TOO_MUCH, Inspector
from files.kinds import DOCX, PDF, SMALLER, XLSX, mime_of, plain_name, reasons_against_file
from files.unreadable import Unreadable

MAX = 20 * 1024 * 1024
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def reasons(name, data):
    return reasons_against_file(name, data, max_bytes=MAX)


def office(main="word/document.xml", parts=()):
    """A small DOCX or XLSX with further ``parts``, by their names in the archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(main, "<document/>")
        for name, data in dict(parts).items():
            archive.writestr(name, data)
    return out.getvalue()


def document(change=None, pages=1, **how):
    """A PDF that ``change`` has been at."""
    out = io.BytesIO()
    with pikepdf.new() as paper:
        for _ in range(pages):
            paper.add_blank_page()
        if change:
            change(paper)
        paper.save(out, **how)
    return out.getvalue()


def png_that_claims(width, height):
    """A PNG of a few bytes whose head promises ``width`` × ``height`` pixels."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def action(kind, where="/OpenAction"):
    def change(paper):
        paper.Root[where] = pikepdf.Dictionary(S=pikepdf.Name(kind), JS="app.alert(1)")

    return change


def in_page(paper):
    deep = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F="cmd.exe"))
    paper.pages[0].obj["/AA"] = deep


def with_attachment(paper):
    paper.attachments["x.exe"] = b"MZ"


EXTERNAL = f'<Relationships xmlns="x"><Relationship Id="a" Type="{RELS}/attachedTemplate" '
EXTERNAL += 'Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
HYPERLINK = EXTERNAL.replace("attachedTemplate", "hyperlink")
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa">]><Relationships>&a;</Relationships>'

GOOD = {
    "纸.pdf": lambda: pdf("好"),
    "照片.jpg": lambda: picture(),
    "照片.JPEG": lambda: picture(place="Ganzhou"),
    "图.png": lambda: picture(kind="PNG"),
    "文.docx": lambda: office(),
    "表.xlsx": lambda: office("xl/workbook.xml"),
    "改过.pdf": lambda: changed_in_place(document(pages=20)),
    "快速网页.pdf": lambda: document(pages=3, linearize=True),
    "无结束.pdf": lambda: without_end(document(pages=20)),
    "链接.docx": lambda: office(parts={"word/_rels/document.xml.rels": HYPERLINK}),
}
PAGE = b"\n<html><body>x</body></html>\n"


def without_end(paper):
    return paper.replace(b"%%EOF", b"")


def changed_in_place(paper):
    """A second edition behind the first, as a signature or a filled form is written."""
    start = re.search(rb"startxref\s+(\d+)", paper).group(1)
    head = b"\n% edited\n99 0 obj\n(<html>)\nendobj\nxref\n0 0\ntrailer\n"
    root = re.search(rb"/Root \d+ \d+ R", paper).group(0)
    return (
        paper
        + head
        + b"<< %b /Size 100 /Prev %b >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            root,
            start,
            len(paper) + head.index(b"xref"),
        )
    )


BAD = {
    "空.pdf": (b"", "文件是空的"),
    "无页.pdf": (document(pages=0), "PDF 没有页面"),
    "太多.pdf": (document(pages=301), "PDF 超过300页"),
    "残.pdf": (pdf("x")[:60], "PDF"),
    "锁.pdf": (
        document(encryption=pikepdf.Encryption(owner="o", user="u")),
        "PDF 已加密",
    ),
    "脚本.pdf": (document(action("/JavaScript")), "PDF 含有脚本或附件"),
    "启动.pdf": (document(in_page), "PDF 含有脚本或附件"),
    "附件.pdf": (document(with_attachment), "PDF 含有脚本或附件"),
    "提交.pdf": (document(action("/SubmitForm")), "PDF 含有脚本或附件"),
    "双面.pdf": (pdf("x") + office(), "夹带了其他内容"),
    "假.pdf": (picture(), "文件内容与扩展名不符"),
    "假.jpg": (pdf("x"), "文件内容与扩展名不符"),
    "网页.pdf": (b"%PDF-1.4\n<html><script>alert(1)</script>", "夹带了其他内容"),
    "后附.pdf": (pdf("x") + PAGE, "夹带了其他内容"),
    "再结束.pdf": (pdf("x") + PAGE + b"%%EOF\n", "夹带了其他内容"),
    "垫空.pdf": (pdf("x") + b" " * 9_000 + PAGE + b" " * 9_000 + b"%%EOF\n", "夹带了其他内容"),
    "垫注.pdf": (pdf("x") + b"%\n" * 900 + PAGE + b"%%EOF\n%%EOF\n", "夹带了其他内容"),
    "无结束附.pdf": (without_end(document(pages=20)) + PAGE, "夹带了其他内容"),
    "无结束垫.pdf": (without_end(document(pages=20)) + PAGE + b" " * 9_000, "夹带了其他内容"),
    "双面.jpg": (picture() + office(), "夹带了其他内容"),
    "网页.jpg": (picture() + b"<script>alert(1)</script>", "夹带了其他内容"),
    "炸弹.png": (png_that_claims(60_000, 60_000), "图片像素过大"),
    "大图.png": (png_that_claims(7_000, 6_000), "图片像素过大"),
    "残.jpg": (picture()[:200], "图片文件已损坏"),
    "矢量.svg": (b"<svg onload='alert(1)'/>", "只接受PDF"),
    "页.html": (b"<html>", "只接受PDF"),
    "宏.docm": (office(), "只接受PDF"),
    "宏.docx": (office(parts={"word/vbaProject.bin": "x"}), "文件含有宏"),
    "旧.docx": (b"\xd0\xcf\x11\xe0" + b"x" * 600, "旧版或者加密的 Office"),
    "包.docx": (office("readme.txt"), "不接受压缩包"),
    "包.xlsx": (b"Rar!\x1a\x07", "不接受压缩包"),
    "对象.docx": (office(parts={"word/embeddings/oleObject1.bin": "x"}), "嵌入对象或外部链接"),
    "控件.docx": (office(parts={"word/activeX/activeX1.xml": "x"}), "嵌入对象或外部链接"),
    "外链.xlsx": (
        office("xl/workbook.xml", {"xl/externalLinks/externalLink1.xml": "x"}),
        "嵌入对象或外部链接",
    ),
    "模板.docx": (office(parts={"word/_rels/settings.xml.rels": EXTERNAL}), "嵌入对象或外部链接"),
    "实体.docx": (office(parts={"word/_rels/settings.xml.rels": ENTITIES}), "文件已损坏"),
    "越界.docx": (office(parts={"../../etc/passwd": "x"}), "文件已损坏"),
    "炸弹.xlsx": (
        office("xl/workbook.xml", {"xl/sheet.xml": "0" * (60 * 1024 * 1024)}),
        "文件展开后过大",
    ),
    "比例.xlsx": (
        office("xl/workbook.xml", {"xl/sheet.xml": "0" * (9 * 1024 * 1024)}),
        "文件展开后过大",
    ),
    "碎.docx": (office(parts={f"p{n}": "x" for n in range(2_001)}), "文件展开后过大"),
    "乱.pdf": (b"\xff" * 500, "不能识别的文件内容"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_sound_file_is_taken(name):
    assert reasons(name, GOOD[name]()) == []


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_reason(name):
    data, reason = BAD[name]
    (said,) = reasons(name, data)
    assert reason in said


def test_a_real_document_and_a_real_sheet_are_taken():
    from openpyxl import Workbook

    from printing import word

    sheet = io.BytesIO()
    Workbook().save(sheet)
    assert mime_of(sheet.getvalue()) == XLSX
    assert mime_of(word.to_bytes(word.blank(title="示例"))) == DOCX


def test_a_scan_of_twenty_megabytes_is_taken_in_good_time():
    noise = random.Random(1).randbytes(MAX - 20_000)

    def change(paper):
        paper.pages[0].Contents = paper.make_stream(noise)

    data = document(change, compress_streams=False)
    assert MAX - 20_000 < len(data) <= MAX
    began = time.monotonic()
    assert reasons("扫描.pdf", data) == []
    assert time.monotonic() - began < 10
    assert reasons("扫描.pdf", data + b" " * MAX) == [f"文件超过20MB。{SMALLER}"]


def test_mangled_files_are_refused_and_never_a_crash():
    dice = random.Random(2020)
    for name, make in GOOD.items():
        whole = make()
        for _ in range(25):
            data = bytearray(whole)
            for _ in range(dice.randint(1, 20)):
                data[dice.randrange(len(data))] = dice.randrange(256)
            said = reasons(name, bytes(data[: dice.randint(1, len(data))]))
            assert all(isinstance(each, str) for each in said)


def test_what_hangs_or_swells_in_the_child_is_refused_and_the_next_file_is_served():
    mine = Inspector()
    assert mine.ask(inspection.CHECK, pdf("x")).decode() == PDF
    os.kill(mine.child.pid, signal.SIGSTOP)
    with pytest.raises(Unreadable, match=TOO_MUCH):
        mine.ask(inspection.CHECK, pdf("x"), seconds=0)
    assert mine.ask(inspection.CHECK, pdf("x")).decode() == PDF
    first = mine.child.pid
    os.kill(first, 9)
    mine.child.wait()
    assert mine.ask(inspection.CHECK, pdf("x")).decode() == PDF
    assert mine.child.pid != first
    mine.stop()


def test_the_child_has_little_memory_and_no_secrets():
    assert mime_of(pdf("x")) == PDF
    (child, *_) = [member.child.pid for member in inspection.pool.members if member.child]
    with open(f"/proc/{child}/limits") as limits:
        (line,) = [line for line in limits if line.startswith("Max address space")]
    assert str(inspection.MEMORY) in line
    with open(f"/proc/{child}/environ", "rb") as environ:
        assert b"MATERIAL_KEY" not in environ.read()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\扫描\\证.pdf", "证.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_data_and_never_a_path(given, kept):
    assert plain_name(given) == kept


def test_a_photo_keeps_nothing_but_its_picture():
    data = picture(size=(4000, 3000), place="Shuidong 25.90N")
    assert b"Shuidong" in data
    plain = inspection.plain_photo(data)
    assert b"Shuidong" not in plain
    assert b"Exif" not in plain
    assert plain[:3] == b"\xff\xd8\xff"
    with opening.Image.open(io.BytesIO(plain)) as image:
        assert max(image.size) == opening.PHOTO_SIDE
    with pytest.raises(Unreadable, match="照片只接受"):
        inspection.plain_photo(pdf("x"))
