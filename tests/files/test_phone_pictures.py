"""Pictures from telephones are taken as what they show: a JPEG, upright, telling no place."""

import io

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from files.intake import examine, examine_photo
from rules.refusal import Refused

register_heif_opener()
ORIENTATION, GPS, DESCRIPTION = 0x0112, 0x8825, 0x010E
SECRET = "25.8511N114.9400E"


def shot(form, *, size=(640, 480)):
    """A picture, its left half red, that says where it was taken and that it lies on its side."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION], exif[DESCRIPTION] = 6, SECRET
    exif.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "微信图片.jpg", "照片.webp"])
@pytest.mark.parametrize("form", ["HEIF", "WEBP"])
def test_a_phones_picture_becomes_an_upright_jpeg_without_its_place(form, name):
    data = shot(form)
    assert SECRET.encode() in data
    sound = examine(name, data)
    assert sound.mime == "image/jpeg"
    assert sound.name.endswith(".jpg")
    assert SECRET.encode() not in sound.data
    with Image.open(io.BytesIO(sound.data)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
        # a HEIC is turned by a property of its own, and what its EXIF says of it does not count
        assert image.size == ((640, 480) if form == "HEIF" else (480, 640))
        assert image.getpixel((60, 60))[1] < 60, "what was left is left, or above when turned"
        assert image.getpixel((image.width - 20, image.height - 20))[1] > 200


def test_photos_of_a_product_too_may_come_as_heic():
    with Image.open(io.BytesIO(examine_photo(shot("HEIF")).data)) as image:
        assert image.format == "JPEG"


def test_the_same_picture_twice_is_the_same_file():
    data = shot("HEIF")
    assert examine("甲.heic", data).sha256 == examine("乙.heic", data).sha256


@pytest.mark.parametrize("form", ["HEIF", "WEBP"])
def test_a_broken_picture_is_refused_with_what_to_do(form):
    with pytest.raises(Refused, match="另存为 JPG"):
        examine("照片.heic", shot(form)[:300])


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn():
    with pytest.raises(Refused, match="4000万像素"):
        examine("照片.webp", shot("WEBP", size=(8000, 5001)))


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("申请书.doc", "另存为 DOCX"),
        ("名册.xls", "另存为 XLSX"),
        ("电子营业执照.ofd", "打印成 PDF"),
        ("扫描.tiff", "另存为 JPG"),
        ("材料.zip", "解压缩"),
    ],
)
def test_what_is_not_taken_is_told_what_to_make_of_it(name, advice):
    with pytest.raises(Refused, match=advice):
        examine(name, b"anything")
