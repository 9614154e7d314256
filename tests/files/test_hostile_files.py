"""What is refused for what it would do when it is opened, and what is only odd and is taken."""

import io
import random
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image

from files import inspection
from files.inspection import TOO_MUCH
from files.kinds import plain_photo, plain_picture, reasons_against_file
from files.unreadable import DAMAGED, Unreadable

MAX = 20 * 1024 * 1024
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def reasons(name, data):
    return reasons_against_file(name, data, max_bytes=MAX)


def paper(change=None, **how):
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        document.save(out, **how)
    return out.getvalue()


def action(**entries):
    return pikepdf.Dictionary({f"/{name}": value for name, value in entries.items()})


def link(address):
    def change(document):
        note = action(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link)
        note.A = action(S=pikepdf.Name.URI, URI=address)
        document.pages[0].obj.Annots = document.make_indirect(pikepdf.Array([note]))

    return paper(change)


def opening(what):
    def change(document):
        document.Root.OpenAction = what

    return paper(change)


def turning_the_page(document):
    look = action(S=pikepdf.Name.URI, URI="https://example.com/")
    document.pages[0].obj.AA = action(O=look)


def with_its_content_elsewhere(document):
    stream = document.make_stream(b"")
    stream.stream_dict.F = pikepdf.String("\\\\evil\\x")
    document.pages[0].obj.Contents = stream


def with_links_relative_to_a_share(document):
    document.Root.URI = action(Base="file://evil/")


def to_a_page_of_its_own(document):
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


def test_a_pdf_that_opens_at_one_of_its_own_pages_is_taken():
    assert reasons("甲.pdf", paper(to_a_page_of_its_own)) == []


@pytest.mark.parametrize(
    "data",
    [
        opening(action(S=pikepdf.Name.URI, URI="https://example.com/")),
        opening(action(S=pikepdf.Name.GoToR, F="\\\\evil\\x.pdf")),
        link("javascript:alert(1)"),
        link("file:///etc/passwd"),
        link("\\\\evil\\share"),
        link("\x01\\\\evil\\share"),
        opening(action(S=pikepdf.Name.GoTo, D="x", Next=action(S=pikepdf.Name.URI, URI="x"))),
        paper(turning_the_page),
        paper(with_its_content_elsewhere),
        paper(with_links_relative_to_a_share),
    ],
)
def test_a_pdf_that_leads_elsewhere_is_refused(data):
    assert len(reasons("甲.pdf", data)) == 1


@pytest.mark.parametrize("address", ["https://www.gov.cn/", "mailto:a@example.com", "附件.pdf"])
def test_a_pdf_with_an_ordinary_link_is_taken(address):
    assert reasons("甲.pdf", link(address)) == []


def test_a_report_that_only_its_maker_may_change_is_taken():
    locked = pikepdf.Encryption(owner="laboratory", user="")
    assert reasons("检测报告.pdf", paper(encryption=locked)) == []
    closed = pikepdf.Encryption(owner="laboratory", user="secret")
    assert "加密" in reasons("检测报告.pdf", paper(encryption=closed))[0]


def word(types=f'<Types xmlns="{TYPES}"/>', relations=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", "<document/>")
        if relations:
            rows = f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
            archive.writestr("word/_rels/document.xml.rels", rows)
    return out.getvalue()


def test_a_macro_under_another_name_is_found_by_what_it_is_called():
    kind = "application/vnd.ms-office.vbaProject"
    types = (
        f'<Types xmlns="{TYPES}"><Override PartName="/word/a.dat" ContentType="{kind}"/></Types>'
    )
    assert "宏" in reasons("甲.docx", word(types=types))[0]


def test_the_list_of_parts_is_read_whatever_its_encoding():
    kind = "application/vnd.ms-office.vbaProject"
    row = f'<Override PartName="/word/a.dat" ContentType="{kind}"/>'
    types = f'<?xml version="1.0" encoding="UTF-16"?><Types xmlns="{TYPES}">{row}</Types>'
    assert "宏" in reasons("甲.docx", word(types=types.encode("utf-16")))[0]


@pytest.mark.parametrize(("target", "taken"), [("file:///c:/x", False), ("https://a.cn/", True)])
def test_a_link_of_a_word_file_may_lead_to_the_web_only(target, taken):
    row = f'<Relationship Id="r1" Type="{LINK}" Target="{target}" TargetMode="External"/>'
    assert (reasons("甲.docx", word(relations=row)) == []) is taken


def test_a_directory_that_lies_about_sizes_is_refused():
    honest = io.BytesIO()
    with zipfile.ZipFile(honest, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}"/>')
        archive.writestr("xl/workbook.xml", "0" * 900_000)
    size = (900_000).to_bytes(4, "little")
    lying = honest.getvalue().replace(size, (10).to_bytes(4, "little"))
    assert lying != honest.getvalue()
    assert len(reasons("甲.xlsx", lying)) == 1
    sums = (zlib.crc32(b"0" * 900_000), zlib.crc32(b"0" * 10))
    true, false = (each.to_bytes(4, "little") for each in sums)
    assert len(reasons("甲.xlsx", lying.replace(true, false))) == 1, "with a sum that fits the lie"


def test_a_name_that_turns_the_reading_direction_is_refused():
    assert "特殊字符" in reasons("合同\u202efdp.exe.pdf", paper())[0]


def test_a_photo_of_an_iphone_is_told_what_to_do():
    photo = b"\x00\x00\x00\x18ftypheic" + bytes(40)
    assert "兼容性最佳" in reasons("IMG_0001.HEIC", photo)[0]
    assert "兼容性最佳" in reasons("微信图片.jpg", photo)[0], "whatever it is called"
    with pytest.raises(Unreadable, match="兼容性最佳"):
        plain_picture(photo)
    with pytest.raises(Unreadable, match="另存为 JPG"):
        plain_photo(photo)


def encoded(image, form, **how):
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def with_place(size=(900, 700)):
    """A JPEG that says where and with what it was taken, and stands on its side."""
    image, remarks = Image.new("RGB", size, "green"), Image.Exif()
    remarks[0x010F], remarks[0x0112] = "Phone Maker", 6
    remarks.get_ifd(0x8825)[1] = "N"
    return encoded(image, "JPEG", exif=remarks)


def test_a_picture_loses_its_place_and_keeps_its_pixels_upright():
    with Image.open(io.BytesIO(plain_picture(with_place()))) as clean:
        assert dict(clean.getexif()) == {}
        assert clean.size == (700, 900)
        assert clean.info.get("exif") is None


@pytest.mark.parametrize(
    "image", [Image.new("CMYK", (640, 480)), Image.new("L", (640, 480), 90)], ids=["cmyk", "grey"]
)
def test_odd_colours_are_taken(image):
    assert plain_picture(encoded(image, "JPEG"))
    assert plain_photo(encoded(image, "JPEG"))


def test_a_grey_of_sixteen_bits_does_not_turn_white():
    deep = Image.new("I;16", (640, 480), 20_000)
    with Image.open(io.BytesIO(plain_picture(encoded(deep, "PNG")))) as clean:
        assert 60 <= clean.convert("L").getpixel((5, 5)) <= 100


def test_what_is_see_through_in_a_drawing_stays_so():
    drawing = Image.new("P", (640, 480), 0)
    drawing.putpalette([255, 0, 0] * 256)
    data = encoded(drawing, "PNG", transparency=0)
    with Image.open(io.BytesIO(plain_picture(data))) as clean:
        assert clean.convert("RGBA").getpixel((5, 5))[3] == 0


def test_two_pictures_in_one_file_are_taken_as_the_first():
    first, second = Image.new("RGB", (640, 480), "red"), Image.new("RGB", (640, 480), "blue")
    both = encoded(first, "MPO", save_all=True, append_images=[second])
    assert reasons("照片.jpg", both) == []
    with Image.open(io.BytesIO(plain_picture(both))) as clean:
        assert clean.format == "JPEG"
        assert getattr(clean, "n_frames", 1) == 1


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_damaged_picture_is_refused_and_nothing_breaks(form, cut):
    whole = encoded(Image.effect_noise((640, 480), 60).convert("RGB"), form)
    broken = whole[: int(len(whole) * cut)]
    for make in (plain_photo, plain_picture):
        with pytest.raises(Unreadable, match="损坏"):
            make(broken)


REMARKS = Image.Exif()
REMARKS[0x0112] = 6
NOISE = Image.effect_noise((640, 480), 60)
WHOLE = {
    "jpeg": encoded(NOISE.convert("RGB"), "JPEG", exif=REMARKS),
    "grey": encoded(NOISE, "PNG", exif=REMARKS),
    "palette": encoded(NOISE.convert("P"), "PNG", transparency=1),
    "cmyk": encoded(NOISE.convert("CMYK"), "JPEG", exif=REMARKS),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_mangled_picture_is_called_damaged_and_never_too_large(name):
    """Whatever a decoder stumbles over: the child lives on, and says what is the matter."""
    dice = random.Random(2020)
    for turn in range(40):
        data = bytearray(WHOLE[name])
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(600 if turn % 2 else len(data))] = dice.randrange(256)
        for make in (plain_photo, plain_picture):
            assert TOO_MUCH not in answer(make, bytes(data))


def answer(make, data):
    """What the child says of ``data``; nothing when it is taken."""
    try:
        make(data)
    except Unreadable as error:
        return str(error)
    return ""


def test_what_no_reader_foresaw_is_called_damaged_and_the_child_lives_on(monkeypatch):
    def stumble(data):
        raise IndexError

    monkeypatch.setitem(inspection.ORDERS, inspection.CHECK, stumble)
    assert inspection.answered(inspection.CHECK, b"x") == inspection.BAD + DAMAGED.encode()
