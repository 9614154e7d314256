"""Files and pictures of the library: scanned, and without a word of where they were taken."""

import io
from functools import cache
from pathlib import PurePath

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image
from tests.files.test_phone_pictures import SECRET, shot
from tests.support.photos import picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from pages.privacy.gate import reasons_against_words

pytestmark = pytest.mark.django_db
PLACE = "Shahe Town 25.8333 N 114.9333 E"
VIRUS = "tests.supervision.conftest.calls_all_a_virus"


def remarks(data):
    with Image.open(io.BytesIO(data)) as image:
        return dict(image.getexif())


def stored(thing):
    with thing.file.open("rb") as file:
        return file.read()


@pytest.fixture
def photo():
    data = picture(place=PLACE)
    assert remarks(data)
    return data


@pytest.mark.parametrize("spec", ["width-300", "fill-200x150|format-jpeg", "max-400x400"])
def test_a_picture_and_all_its_sizes_say_nothing_but_their_pixels(office, photo, spec):
    image = get_image_model().objects.create(title="果园", file=ContentFile(photo, "果园.jpg"))
    assert remarks(stored(image)) == {}
    assert PLACE.encode() not in stored(image)
    assert remarks(stored(image.get_rendition(spec))) == {}
    assert image.file_size == len(stored(image))


def test_a_photo_offered_for_download_says_nothing_but_its_pixels(office, photo):
    file = get_document_model().objects.create(title="果园", file=ContentFile(photo, "果园.jpg"))
    assert remarks(stored(file)) == {}
    assert file.file_size == len(stored(file))


def test_a_file_that_is_replaced_is_cleaned_too(office, photo):
    image = get_image_model().objects.create(title="果园", file=ContentFile(picture(), "a.jpg"))
    image.file = ContentFile(photo, "b.jpg")
    image.save()
    assert remarks(stored(image)) == {}


@pytest.mark.parametrize("model", [get_document_model(), get_image_model()])
def test_what_a_scanner_calls_a_virus_is_not_taken_from_anybody(office, settings, photo, model):
    settings.MATERIAL_SCANNER = VIRUS
    with pytest.raises(ValidationError, match="病毒"), transaction.atomic():
        model.objects.create(title="果园", file=ContentFile(photo, "果园.jpg"))
    assert not model.objects.exists()


def test_the_forms_of_the_library_say_so_at_the_field(office, settings, admin_client):
    settings.MATERIAL_SCANNER = VIRUS
    upload = {"title": "果园", "collection": 1}
    file = ContentFile(picture(), "果园.jpg")
    for address in ("/admin/documents/add/", "/admin/images/add/"):
        file.seek(0)
        answer = admin_client.post(address, {**upload, "file": file})
        assert answer.status_code == 200, address
        assert "病毒" in answer.content.decode(), address


def test_a_damaged_picture_is_refused_and_nothing_breaks(office, admin_client):
    broken = picture()[:4000]
    for address in ("/admin/documents/add/", "/admin/images/add/"):
        answer = admin_client.post(
            address,
            {"title": "果园", "collection": 1, "file": ContentFile(broken, "果园.jpg")},
        )
        assert answer.status_code == 200, address
    assert not get_image_model().objects.exists()


def encoded(image, kind):
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


GREY = Image.frombytes("I;16", (640, 480), bytes(range(256)) * 2400)
PLAIN = Image.radial_gradient("L").resize((640, 480)).convert("RGB")
#: What people bring, and the format and colours in which it is kept. Drawn when it is asked for:
#: whoever only collects tests does not wait for it.
TAKEN = {
    "16位.png": (lambda: encoded(GREY, "PNG"), ("PNG", "L")),
    "印刷.jpg": (lambda: encoded(PLAIN.convert("CMYK"), "JPEG"), ("JPEG", "RGB")),
    "调色板.png": (lambda: encoded(PLAIN.convert("P"), "PNG"), ("PNG", "P")),
    "手机.webp": (lambda: encoded(PLAIN, "WEBP"), ("JPEG", "RGB")),
    "手机.heic": (lambda: shot("HEIF"), ("JPEG", "RGB")),
    "改了名.jpg": (lambda: encoded(PLAIN, "WEBP"), ("JPEG", "RGB")),
}
#: What is not taken, and the words that say what to do.
REFUSED = {
    "动图.gif": (lambda: encoded(PLAIN, "GIF"), "请另存为 JPG 后上传"),
    "位图.bmp": (lambda: encoded(PLAIN, "BMP"), "请另存为 JPG 后上传"),
    "扫描.tif": (lambda: encoded(PLAIN, "TIFF"), "请另存为 JPG 后上传"),
    "太大.png": (lambda: encoded(Image.new("L", (9000, 9000)), "PNG"), "请缩小后上传"),
    "炸弹.png": (lambda: encoded(Image.new("1", (30000, 30000)), "PNG"), "请缩小后上传"),
    "半个.jpg": (lambda: encoded(PLAIN, "JPEG")[:3000], "已损坏"),
    "半个.heic": (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(40), "另存为 JPG 后上传"),
    "公文.jpg": (lambda: b"%PDF-1.4", "已损坏"),
}


@cache
def unwanted(name):
    """``(bytes, advice)``: drawn once for both doors, since some are of many pixels."""
    draw, advice = REFUSED[name]
    return draw(), advice


def brought(client, address, name, data):
    upload = {"title": "果园", "collection": 1, "file": ContentFile(data, name)}
    return client.post(address, upload)


@pytest.mark.parametrize("name", TAKEN)
def test_pictures_of_every_kind_are_kept_as_all_browsers_show_them(office, admin_client, name):
    draw, kept = TAKEN[name]
    assert brought(admin_client, "/admin/images/add/", name, draw()).status_code == 302
    image = get_image_model().objects.get()
    with Image.open(io.BytesIO(stored(image))) as picture:
        assert (picture.format, picture.mode) == kept
        low, high = picture.convert("L").getextrema()
    assert low < 100
    assert high > 150
    assert SECRET.encode() not in stored(image)
    assert PurePath(image.file.name).suffix == (".png" if kept[0] == "PNG" else ".jpg")
    assert image.get_rendition("width-320").width == 320


@pytest.mark.parametrize("address", ["/admin/documents/add/", "/admin/images/add/"])
def test_a_name_that_would_tell_a_number_in_the_address_is_refused(office, admin_client, address):
    name = "果园主人13812345678.jpg"
    (reason,) = brought(admin_client, address, name, picture()).context["form"].errors["file"]
    assert "请改了文件名再上传" in reason
    assert "手机号码" in reason
    assert "13812345678" not in reason
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("model", [get_document_model(), get_image_model()])
def test_code_stores_nothing_under_such_a_name(office, photo, model):
    data = ContentFile(photo, "果园主人13812345678.jpg")
    with pytest.raises(ValidationError, match="手机号码"), transaction.atomic():
        model.objects.create(title="果园", file=data)


@pytest.fixture
def old_picture(office, photo):
    """A picture that was stored before the names of files were read."""
    image = get_image_model().objects.create(title="果园", file=ContentFile(photo, "果园.jpg"))
    storage = image.file.storage
    name = storage.save("original_images/yuan_13812345678.jpg", ContentFile(stored(image)))
    type(image).objects.filter(pk=image.pk).update(file=name, file_size=None)
    return type(image).objects.get(pk=image.pk)


def test_a_picture_with_an_old_name_is_still_edited_and_measured(old_picture, admin_client):
    assert old_picture.get_file_size() == len(stored(old_picture))
    address = f"/admin/images/{old_picture.pk}/"
    edited = {"title": "果园全景", "collection": 1, "file": "", "description": ""}
    assert admin_client.post(address, edited).status_code == 302
    old_picture.refresh_from_db()
    assert old_picture.title == "果园全景"


def test_no_page_shows_a_picture_with_such_a_name_and_says_what_to_do(old_picture):
    (reason,) = [each for each in reasons_against_words(old_picture) if "手机号码" in each]
    assert "文件名" in reason
    assert "请改了文件名重新上传" in reason
    assert "13812345678" not in reason


@pytest.mark.parametrize("address", ["/admin/documents/add/", "/admin/images/add/"])
@pytest.mark.parametrize("name", REFUSED)
def test_a_picture_that_is_not_taken_says_what_to_do_in_one_sentence(
    office, admin_client, name, address
):
    data, advice = unwanted(name)
    (reason,) = brought(admin_client, address, name, data).context["form"].errors["file"]
    assert advice in reason
    assert not get_image_model().objects.exists()


def test_code_that_stores_a_kind_we_do_not_write_is_refused(office):
    """Its remarks would stay in the original and in every size."""
    data = ContentFile(encoded(PLAIN, "WEBP"), "果园.jpg")
    with pytest.raises(ValidationError, match="不能识别的文件内容"), transaction.atomic():
        get_image_model().objects.create(title="果园", file=data)


@pytest.mark.parametrize("address", ["/admin/documents/add/", "/admin/images/add/"])
def test_a_photo_with_a_second_picture_in_it_is_taken_as_the_first(office, admin_client, address):
    out = io.BytesIO()
    first, second = Image.new("RGB", (640, 480), "red"), Image.new("RGB", (640, 480), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    upload = {"title": "果园", "collection": 1, "file": ContentFile(out.getvalue(), "果园.jpg")}
    assert admin_client.post(address, upload).status_code == 302


def test_a_public_file_waits_for_a_scanner_that_does_not_answer(office, settings, photo):
    settings.MATERIAL_SCANNER = "tests.supervision.conftest.does_not_answer"
    with pytest.raises(ValidationError, match="没有应答"), transaction.atomic():
        get_document_model().objects.create(title="表", file=ContentFile(b"a,b", "表.csv"))
    get_image_model().objects.create(title="果园", file=ContentFile(photo, "果园.jpg"))


def test_a_public_file_is_looked_through_like_any_other(office):
    """A link to a share in a public PDF is refused as it is in an applicant's."""
    out = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoToR, F="\\\\evil\\x.pdf")
        paper.save(out)
    with pytest.raises(ValidationError, match="PDF 含有脚本或附件"):
        get_document_model().objects.create(title="表", file=ContentFile(out.getvalue(), "表.pdf"))
