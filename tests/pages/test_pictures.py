"""Scans and photos are read by a machine where the office has one; without it, by a person."""

import io
import json

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from docx import Document as WordDocument
from tests.support.photos import picture
from tests.support.scans import ID, NAMES, PRICES, ROSTER, scan, scanned_pdf
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from files import seeing
from pages.models import PictureReading
from pages.privacy import pictures
from pages.privacy.confirming import unread_parts
from pages.privacy.gate import reasons_against_words
from pages.privacy.reading_room import ReadingRoom
from records.models import AuditEvent

from .conftest import HANDS_AT
from .test_gate_corpus import FILES

#: It draws Chinese, and takes seconds for a page.
pytestmark = [pytest.mark.paper, pytest.mark.django_db]
Document, Image = get_document_model(), get_image_model()


@pytest.fixture(autouse=True)
def _switched_on(settings):
    settings.READ_PICTURES = True


def answers(tmp_path, **files):
    """``{name: (answer, kinds found)}`` of the command, for files of these bytes."""
    for name, data in files.items():
        (tmp_path / name.replace("_", ".")).write_bytes(data)
    out = io.StringIO()
    call_command("privacy_gate", *sorted(map(str, tmp_path.iterdir())), stdout=out)
    assert ID not in out.getvalue()
    return {
        row["file"].rpartition("/")[2]: (row["answer"], {each["kind"] for each in row["findings"]})
        for row in json.loads(out.getvalue())
    }


def in_word(data):
    document, out = WordDocument(), io.BytesIO()
    document.add_picture(io.BytesIO(data))
    document.save(out)
    return out.getvalue()


def test_what_stands_in_pictures_is_found_however_they_lie_and_wherever_they_are(tmp_path):
    roster = scan(ROSTER)
    found = answers(
        tmp_path,
        straight_jpg=roster,
        crooked_jpg=scan(ROSTER, turned=3, quality=40),
        sideways_jpg=scan(ROSTER, turned=90),
        names_jpg=scan(NAMES),
        paper_pdf=scanned_pdf(scan(PRICES), roster),
        word_docx=in_word(roster),
        prices_jpg=scan(PRICES),
    )
    numbers = {"resident_id", "mobile", "roster"}
    for name in ("straight.jpg", "crooked.jpg", "paper.pdf", "word.docx"):
        assert found[name] == ("found", numbers), name
    assert found["sideways.jpg"][0] == "found"
    assert found["names.jpg"] == ("found", {"roster"})
    assert found["prices.jpg"] == ("nothing_found", set())


def test_what_the_machine_is_unsure_of_waits_for_a_person(tmp_path):
    found = answers(
        tmp_path,
        long_jpg=scan([["附件编号", f"{ID[:-1]}9{ID}"]]),
        photo_png=_dots(),
    )
    assert {answer for answer, _ in found.values()} == {"not_read_whole"}


def _dots():
    """Marks of the size of characters, which are none that anybody knows."""
    from PIL import Image as Picture

    page = Picture.new("L", (600, 200), "white")
    for number in range(60):
        across, down = 20 + number * 9, 30 + number % 9 * 16
        page.paste(0, (across, down, across + 6, down + 12))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def test_an_upload_is_refused_at_its_field_for_what_is_in_the_picture(office, admin_client):
    for address in ("/admin/images/add/", "/admin/documents/add/"):
        upload = {"title": "扫描件", "collection": 1, "file": ContentFile(scan(ROSTER), "a.jpg")}
        errors = admin_client.post(address, upload).context["form"].errors["file"]
        assert "3****************5（公民身份号码）" in " ".join(errors)
    good = {"title": "价格表", "collection": 1, "file": ContentFile(scan(PRICES), "b.jpg")}
    assert admin_client.post("/admin/images/add/", good).status_code == 302
    image = Image.objects.get()
    assert unread_parts(image) == []
    assert "由程序识别" in admin_client.get(f"/admin/images/{image.pk}/").content.decode()


def test_what_was_in_the_library_before_is_read_while_nobody_waits(office, admin_client):
    """A scan of several pages, and what came while there was no machine."""
    pages = scanned_pdf(scan(PRICES), scan(ROSTER))
    paper = Document.objects.create(title="公示扫描件", file=ContentFile(pages, "a.pdf"))
    prices = Image.objects.create(title="价格表", file=ContentFile(scan(PRICES), "b.jpg"))
    assert unread_parts(paper)
    assert unread_parts(prices)
    room = ReadingRoom()
    assert room.pass_over(at=HANDS_AT) == (2, 1)
    assert room.pass_over(at=HANDS_AT) == (0, 0)
    assert ReadingRoom().pass_over(at=HANDS_AT) == (0, 0), "what was read is kept"
    assert unread_parts(prices) == []
    (found, *_) = reasons_against_words(paper)
    assert "3****************5" in found
    row = AuditEvent.objects.get(action="pages.read_picture")
    assert (row.subject_id, row.data["found"][0]) == (str(paper.pk), "mobile")
    assert ID not in json.dumps(list(PictureReading.objects.values("breaches", "gaps")))


def test_a_file_of_several_pages_does_not_keep_its_uploader_waiting(office, admin_client):
    upload = {"title": "扫描件", "collection": 1}
    pages = ContentFile(scanned_pdf(scan(PRICES), scan(PRICES)), "a.pdf")
    assert admin_client.post("/admin/documents/add/", {**upload, "file": pages}).status_code == 302
    assert not PictureReading.objects.exists()
    assert unread_parts(Document.objects.get())


def test_without_a_machine_a_person_looks_as_before(office, monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "is_installed", lambda: False)
    assert answers(tmp_path, a_jpg=scan(ROSTER))["a.jpg"] == ("not_read_whole", {"picture"})
    with pytest.raises(CommandError, match="requirements-ocr"):
        call_command("read_pictures", "--once")


def test_a_child_that_needs_too_long_is_ended_and_a_person_looks(tmp_path, monkeypatch):
    monkeypatch.setattr(seeing, "AT_LEISURE", 1)
    assert answers(tmp_path, a_jpg=scan(ROSTER))["a.jpg"] == ("not_read_whole", {"picture"})


def test_the_plain_photo_of_an_orchard_says_nothing(tmp_path):
    assert answers(tmp_path, a_jpg=picture("green"))["a.jpg"] == ("nothing_found", set())


def test_small_print_on_a_large_sheet_is_looked_at_again(tmp_path):
    sheet = (FILES / "scan_no_words.pdf").read_bytes()
    assert answers(tmp_path, a_pdf=sheet)["a.pdf"] == ("found", {"resident_id"})
