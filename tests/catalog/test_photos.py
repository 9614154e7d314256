"""Photos of products: written anew on the way in, kept by the office, seen by everybody."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from catalog.models import Certificate, ProductVersion
from catalog.services import add_photo, lead_with, list_product, remove_photo
from demo import fiction
from demo.acts import holder
from pages.notices.services import open_product_page
from records.models import AuditEvent
from registry.rulesets import in_force
from rules.refusal import Refused


@pytest.fixture
def product(office, at):
    """A product that was certified on 2020-11-16."""
    given = fiction.facts(1, 0)
    certificate = list_product(
        {name: given[name] for name in ProductVersion.fact_names() if name in given},
        applicant=fiction.applicant(1),
        ruleset=in_force(date(2020, 11, 16)),
        listed_on=date(2020, 11, 16),
        publicity={
            "district": (date(2020, 9, 29), date(2020, 10, 12)),
            "national": (date(2020, 11, 3), date(2020, 11, 9)),
        },
        by=None,
        at=at,
    )
    return certificate.product


@pytest.fixture
def keep(product, at):
    """``keep(content)``: the photo that the service makes of it."""

    def add(content=None, name="a.jpg", alt_text="一箱脐橙"):
        content = picture() if content is None else content
        return add_photo(product, name=name, content=content, alt_text=alt_text, by=None, at=at)

    return add


def kept(photo):
    with photo.image.file.open() as file:
        return file.read()


def picture(size=(640, 480), form="JPEG", colour="orange", **saved):
    written = BytesIO()
    mode = "RGB" if form == "JPEG" else "RGBA"
    Image.new(mode, size, colour).save(written, form, **saved)
    return written.getvalue()


def with_place():
    """A picture that says where it was taken, by whom, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "拍摄人"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def test_a_photo_is_written_anew_upright_without_place_or_maker(keep):
    photo = keep(with_place())
    stored = kept(photo)
    found = Image.open(BytesIO(stored))
    assert (found.format, found.size) == ("JPEG", (480, 640))
    assert dict(found.getexif()) == {}
    assert "拍摄人".encode() not in stored
    assert photo.image.title == photo.product.name


def test_a_large_transparent_picture_is_bounded_and_laid_on_white(keep):
    photo = keep(picture((3200, 1600), "PNG", (0, 0, 0, 0)))
    found = Image.open(BytesIO(kept(photo)))
    assert found.size == (1600, 800)
    assert found.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 not a picture", "不是完整的"),
        (picture()[:600], "不是完整的"),
        (picture(form="GIF"), "不是完整的"),
        (picture((200, 900)), "太小"),
        (picture((8000, 7000)), "像素过多"),
        (b"0" * (10 * 1024 * 1024 + 1), "超过10MB"),
    ],
)
def test_what_is_no_fit_picture_is_refused_by_name(keep, product, content, said):
    with pytest.raises(Refused) as refused:
        keep(content, name="甲.jpg")
    assert said in refused.value.reasons[0]
    assert "甲.jpg" in refused.value.reasons[0]
    assert not product.photos.exists()


def test_a_photo_needs_words_and_they_name_no_numbers(keep):
    for words in ("", "  ", "联系15400000009"):
        with pytest.raises(Refused) as refused:
            keep(alt_text=words)
        assert "15400000009" not in str(refused.value)


def test_six_photos_are_enough_and_any_may_lead(keep, product, at):
    photos = [keep(alt_text=f"第{number}张") for number in range(6)]
    with pytest.raises(Refused, match="每个产品最多6张照片"):
        keep()
    lead_with(photos[4], by=None, at=at)
    assert [photo.alt_text[1] for photo in product.photos.all()] == list("401235")


@pytest.mark.django_db(transaction=True)
def test_a_removed_photo_takes_its_files_along_and_leaves_its_trace(keep, product, at):
    photo = keep()
    shown = photo.image.get_rendition("fill-400x300|format-webp")
    files = [photo.image.file.name, shown.file.name]
    assert all(default_storage.exists(name) for name in files)
    remove_photo(photo, by=None, at=at)
    remove_photo(photo, by=None, at=at)
    assert [name for name in files if default_storage.exists(name)] == []
    acts = AuditEvent.objects.filter(subject_type="catalog.product").order_by("pk")
    assert [each.action for each in acts] == ["catalog.add_photo", "catalog.remove_photo"]


def test_sized_pictures_are_public_and_originals_have_no_door(keep, client, at):
    photo = keep()
    url = photo.image.get_rendition("fill-400x300|format-webp").url
    assert client.get(url).status_code == 404, "before the product is in the public catalogue"
    open_product_page(Certificate.objects.get(), by=None, at=at)
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"] == "public, max-age=86400"
    b"".join(answer.streaming_content)
    assert client.get(photo.image.file.url).status_code == 404
    assert client.get("/media/images/%2e%2e/original_images/x.jpg").status_code == 404


def browser(duty):
    person = Client()
    person.force_login(holder(duty), backend="django.contrib.auth.backends.ModelBackend")
    return person


def test_the_office_adds_leads_and_removes_at_its_desk(product):
    clerk = browser("fpb_clerk@fpb")
    url = f"/admin/catalog/products/{product.pk}/photos/"
    assert url in clerk.get("/admin/catalog/product/").content.decode()
    for words in ("正面", "背面"):
        upload = SimpleUploadedFile("a.png", picture(form="PNG"), "image/png")
        clerk.post(url, {"picture": upload, "alt_text": words})
    first, second = product.photos.all()
    assert "照片已添加" in clerk.get(url).content.decode()
    clerk.post(url, {"photo": second.pk, "act": "lead"})
    assert product.photos.first() == second
    clerk.post(url, {"photo": first.pk, "act": "remove"})
    assert list(product.photos.all()) == [second]


def test_what_the_office_cannot_upload_is_told_at_its_field(product):
    clerk = browser("fpb_clerk@fpb")
    url = f"/admin/catalog/products/{product.pk}/photos/"
    html = clerk.post(url, {"alt_text": ""}).content.decode()
    assert "请选择图片文件" in html
    assert "请填写替代文字" in html
    broken = SimpleUploadedFile("坏.jpg", b"nothing", "image/jpeg")
    answer = clerk.post(url, {"picture": broken, "alt_text": "脐橙"})
    assert "“坏.jpg”不是完整的" in answer.content.decode()


def test_nobody_else_keeps_photos(product):
    url = f"/admin/catalog/products/{product.pk}/photos/"
    for duty in ("auditor@fpb", "station_officer@station-360702101"):
        assert browser(duty).get(url).status_code in (302, 403)
