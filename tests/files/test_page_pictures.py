"""Photographs of pages become one PDF; a licence shown to an officer says what for."""

import io

import pikepdf
import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops

from applications.models import Material, MaterialAccess
from applications.services import materials
from demo.acts import agent
from demo.papers import pdf
from files import inspection
from files.intake import examine_pages
from files.kinds import Unreadable
from rules.refusal import Refused


def photo(size=(600, 800), colour="navy", form="JPEG", turned=None):
    out, exif = io.BytesIO(), Image.Exif()
    if turned:
        exif[0x0112] = turned
    Image.new("RGB", size, colour).save(out, form, exif=exif)
    return out.getvalue()


def drawn(data):
    """The first page of a PDF as a picture."""
    return pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("RGB")


def test_photographs_are_pages_in_their_order_upright_and_without_their_place(settings):
    files = [
        ("1.jpg", photo(colour="navy")),
        ("2.webp", photo(colour="red", form="WEBP")),
        ("3.jpg", photo((800, 600), turned=6)),
    ]
    sound = examine_pages(files)
    assert (sound.name, sound.mime) == ("1等3页.pdf", "application/pdf")
    with pikepdf.open(io.BytesIO(sound.data)) as document:
        sizes = [tuple(map(float, page.mediabox[2:])) for page in document.pages]
    assert len(sizes) == 3
    assert all(wide < high for wide, high in sizes), "the third was photographed lying"
    red, _green, blue = drawn(sound.data).resize((1, 1)).getpixel((0, 0))
    assert blue > 100 > red


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([("1.jpg", photo()), ("2.pdf", pdf("x"))], "只有照片可以合成"),
        ([("1.jpg", photo()), ("2.jpg", photo()[:90])], "不能打开|已损坏|不完整"),
        ([(f"{n}.jpg", photo((9, 9))) for n in range(21)], "一次最多"),
    ],
)
def test_what_is_no_picture_or_too_many_makes_no_file(files, reason):
    with pytest.raises(Refused, match=reason):
        examine_pages(files)


def test_a_mark_is_seen_on_every_page_and_hides_nothing():
    page = inspection.pictures_as_pdf([photo(colour="white"), photo(colour="white")])
    marked = inspection.stamped_with("仅供认定审核使用　示例　2020-04-01", page)
    assert len(pypdfium2.PdfDocument(marked)) == 2
    assert ImageChops.difference(drawn(page), drawn(marked)).getbbox()
    darkest = min(low for low, _high in drawn(marked).getextrema())
    assert darkest > 120, "the words are light, what is under them stays readable"


def test_a_picture_keeps_its_kind_and_size():
    for form in ("JPEG", "PNG"):
        marked = inspection.stamped_with("仅供审核", photo(colour="white", form=form))
        with Image.open(io.BytesIO(marked)) as image:
            assert (image.format, image.size) == (form, (600, 800))


def test_a_file_that_only_looks_like_a_pdf_is_refused_and_the_child_lives_on():
    with pytest.raises(Unreadable):
        inspection.stamped_with("仅供审核", b"%PDF-1.4 nonsense")
    assert inspection.pictures_as_pdf([photo()])


@pytest.mark.django_db
def test_an_officer_sees_licences_marked_and_the_kept_file_stays_as_it_is(paper, at, user):
    application = paper()[0].application
    officer = user(f"station_officer@{application.station.code}")
    licence = application.materials.filter(kind="M2_licence").first()
    proof = application.materials.filter(kind="M3_benefit_proof").first()
    with time_machine.travel(at, tick=False):
        client = Client()
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        seen = {
            each.kind: b"".join(client.get(reverse("desk:material", args=[each.uid])))
            for each in (licence, proof)
        }
    own = {"by": agent(application.applicant_id), "at": at}
    assert seen[licence.kind] != materials.read(licence, **own)
    assert seen[proof.kind] == materials.read(proof, **own)
    assert MaterialAccess.objects.filter(material=licence, user=officer).exists()


@pytest.mark.django_db
def test_a_unit_hands_in_its_photographs_as_one_file(draft, at):
    from django.core.files.uploadedfile import SimpleUploadedFile

    application = draft()
    with time_machine.travel(at, tick=False):
        client = Client()
        client.force_login(
            agent(application.applicant_id), backend="django.contrib.auth.backends.ModelBackend"
        )
        files = [
            SimpleUploadedFile(f"{n}.jpg", photo(colour=c)) for n, c in ((1, "red"), (2, "navy"))
        ]
        data = {"kind": "M3_benefit_proof", "files": files, "as_one": "on"}
        here = reverse("portal:materials", args=[application.pk])
        answer = client.post(here, data, follow=True)
    assert "2张照片已合成一个文件" in answer.content.decode()
    assert Material.objects.get(application=application).name == "1等2页.pdf"
