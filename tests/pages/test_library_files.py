"""Files and pictures of the library: scanned, and without a word of where they were taken."""

import io

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
