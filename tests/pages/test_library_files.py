"""Files and pictures of the library: scanned, and without a word of where they were taken."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image
from tests.support.photos import picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

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


@pytest.mark.parametrize("form", ["WEBP", "GIF"])
def test_kinds_that_we_do_not_write_anew_are_not_taken(office, admin_client, form):
    """Their remarks would stay in the original and in every size."""
    data = picture(kind=form)
    upload = {"title": "果园", "collection": 1, "file": ContentFile(data, f"果园.{form.lower()}")}
    assert admin_client.post("/admin/images/add/", upload).status_code == 200
    with pytest.raises(ValidationError, match="不能识别的文件内容"), transaction.atomic():
        get_image_model().objects.create(title="果园", file=ContentFile(data, "果园.jpg"))
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("address", ["/admin/documents/add/", "/admin/images/add/"])
def test_a_photo_with_a_second_picture_in_it_is_taken_as_the_first(office, admin_client, address):
    out = io.BytesIO()
    first, second = Image.new("RGB", (640, 480), "red"), Image.new("RGB", (640, 480), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    upload = {"title": "果园", "collection": 1, "file": ContentFile(out.getvalue(), "果园.jpg")}
    assert admin_client.post(address, upload).status_code == 302


def test_a_photo_of_an_iphone_is_told_what_to_do(office, admin_client):
    photo = ContentFile(b"\x00\x00\x00\x18ftypheic" + bytes(40), "IMG_0001.HEIC")
    answer = admin_client.post(
        "/admin/images/add/", {"title": "果园", "collection": 1, "file": photo}
    )
    assert "兼容性最佳" in answer.content.decode()


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
