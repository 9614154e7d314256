"""What is refused for what it would do when it is opened, and what is only odd and is taken."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from files.kinds import plain_photo, plain_picture, reasons_against_file
from files.opening import Unreadable

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


@pytest.mark.parametrize(
    "data",
    [
        opening(action(S=pikepdf.Name.URI, URI="https://example.com/")),
        opening(action(S=pikepdf.Name.GoToR, F="\\\\evil\\x.pdf")),
        link("javascript:alert(1)"),
        link("file:///etc/passwd"),
        link("\\\\evil\\share"),
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


def test_a_name_that_turns_the_reading_direction_is_refused():
    assert "特殊字符" in reasons("合同\u202efdp.exe.pdf", paper())[0]


def test_a_photo_of_an_iphone_is_told_what_to_do():
    assert "兼容性最佳" in reasons("IMG_0001.HEIC", b"\x00\x00\x00\x18ftypheic")[0]


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
