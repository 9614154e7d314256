"""What a file says of its making goes before the public gets it: at upload, and from the stock."""

import io
import json
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from docx import Document as WordDocument
from PIL import Image
from tests.support import gate_corners, gate_corpus
from tests.support.photos import picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from files.metadata import bare
from files.pdf_words import editions
from pages.models import FileConfirmation
from pages.privacy import guards
from records.models import AuditEvent

from .hands import look_at

pytestmark = pytest.mark.django_db
AUTHOR = "示例作者甲"
Library, Pictures = get_document_model(), get_image_model()


def written(make):
    out = io.BytesIO()
    make(out)
    return out.getvalue()


def word():
    document = WordDocument()
    document.core_properties.author = document.core_properties.last_modified_by = AUTHOR
    document.add_comment(document.add_paragraph("正文").runs, "批注", author=AUTHOR, initials="甲")
    return written(document.save)


def workbook():
    book = openpyxl.Workbook()
    book.properties.creator, book.active["A1"] = AUTHOR, "正文"
    book.active["A1"].comment = openpyxl.comments.Comment("批注", AUTHOR)
    return written(book.save)


def paper(**more):
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Author"], document.docinfo["/Title"] = AUTHOR, "标题"
    with document.open_metadata(update_docinfo=False) as xmp:
        xmp["dc:creator"], xmp["pdfaid:part"] = [AUTHOR], "2"
    for key, value in more.items():
        document.Root[f"/{key}"] = value
    return written(document.save)


def all_of(data):
    """Everything a file says anywhere, unpacked."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(map(archive.read, archive.namelist())).decode("utf-8", "replace")
    with pikepdf.open(io.BytesIO(data)) as document:
        xmp = document.Root.get("/Metadata")
        return f"{dict(document.docinfo)} {xmp.read_bytes().decode() if xmp else ''}"


MAKERS = {"表.docx": word, "表.xlsx": workbook, "表.pdf": paper}


def content(thing):
    with thing.file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize("name", MAKERS)
def test_a_paper_of_the_library_does_not_say_who_made_it(office, admin_client, name):
    data = MAKERS[name]()
    assert AUTHOR in all_of(data)
    upload = {"title": "表", "collection": 1, "file": ContentFile(data, name)}
    assert admin_client.post("/admin/documents/add/", upload).status_code == 302
    kept = content(Library.objects.get())
    assert AUTHOR not in all_of(kept)
    assert bare(kept) == kept, "once is enough"
    assert ("标题" if name.endswith("pdf") else "批注") in all_of(kept)


def test_what_makes_a_pdf_fit_for_archives_and_readers_stays():
    kept = all_of(bare(paper()))
    assert "pdfaid:part" in kept
    assert "标题" in kept


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_a_photo_in_a_paper_does_not_say_where_it_was_taken(kind):
    photo = picture(place=AUTHOR)
    data = {"docx": word_with, "xlsx": workbook_with, "pdf": gate_corners.photo_in_pdf}[kind](photo)
    kept = bare(data)
    assert pictures_of(data) == [photo]
    (shown,) = pictures_of(kept)
    assert AUTHOR.encode() not in shown
    assert pixels(shown) == pixels(photo)
    assert bare(kept) == kept


def test_an_edition_that_a_viewer_put_away_is_no_longer_in_the_file():
    erased = gate_corpus.TEXT_CARRIERS["erased.pdf"](gate_corpus.SECRETS["id"])
    assert (len([*editions(erased)]), [*editions(bare(erased))]) == (1, [])


def word_with(photo):
    document = WordDocument()
    document.add_picture(io.BytesIO(photo))
    return written(document.save)


def workbook_with(photo):
    book = openpyxl.Workbook()
    book.active.add_image(openpyxl.drawing.image.Image(io.BytesIO(photo)))
    return written(book.save)


def pictures_of(data):
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [archive.read(name) for name in archive.namelist() if "/media/" in name]
    with pikepdf.open(io.BytesIO(data)) as document:
        streams = [each for each in document.objects if isinstance(each, pikepdf.Stream)]
        return [each.read_raw_bytes() for each in streams if each.get("/Subtype") == "/Image"]


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.tobytes()


def test_a_signed_paper_stays_as_it_was_signed():
    signed = paper(AcroForm=pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array()))
    assert bare(signed) == signed


@pytest.fixture
def stock(office, monkeypatch):
    """``stock(Model, name, bytes)``: a file from before anything was taken out at upload."""

    def put(model, name, data):
        with monkeypatch.context() as before:
            before.setattr(guards, "clean_file", lambda thing: None)
            return model.objects.create(title=name, file=ContentFile(data, name))

    return put


def outcomes():
    out = io.StringIO()
    call_command("bare_library", stdout=out)
    return {row["file"]: row["outcome"] for row in json.loads(out.getvalue())}


def test_the_stock_is_cleaned_but_for_what_was_signed(
    stock, document, django_capture_on_commit_callbacks
):
    loose, signed = (stock(Library, name, paper()) for name in ("散件.pdf", "签发.pdf"))
    photo = look_at(stock(Pictures, "果园.jpg", picture(place="Shahe Town")))
    document(attachments=[("附件", signed)])
    before, name = content(signed), loose.file.name
    with django_capture_on_commit_callbacks(execute=True):
        found = outcomes()
    assert found["散件.pdf"] == found["果园.jpg"] == "已清除"
    assert "经更正、审签" in found["签发.pdf"]
    for thing in (loose, signed, photo):
        thing.refresh_from_db()
    assert AUTHOR not in all_of(content(loose))
    assert b"Shahe" not in content(photo)
    assert content(signed) == before
    assert not loose.file.storage.exists(name) or loose.file.name == name
    assert FileConfirmation.objects.count() == 2, "who looked at the photo need not look again"
    assert AuditEvent.objects.filter(action="pages.bare_file").count() == 2
    assert set(outcomes()) == {"签发.pdf"}


def test_a_file_that_the_gate_refuses_today_is_named_and_the_rest_is_cleaned(
    stock, monkeypatch, django_capture_on_commit_callbacks
):
    with monkeypatch.context() as before:
        before.setattr(guards, "check_file", lambda thing: None)
        before.setattr(guards, "check_picture", lambda thing: None)
        private = stock(Library, f"联系{gate_corpus.MOBILE}.pdf", paper())
        shot = stock(Pictures, f"{gate_corpus.MOBILE}.jpg", picture(place="Shahe Town"))
    stock(Library, "后来.pdf", paper())
    bytes_before = content(private), content(shot)
    with django_capture_on_commit_callbacks(execute=True):
        outcome = outcomes()
    assert outcome["后来.pdf"] == "已清除"
    assert "手机号码" in outcome[private.title]
    assert "手机号码" in outcome[shot.title]
    for thing in (private, shot):
        thing.refresh_from_db()
    assert (content(private), content(shot)) == bytes_before
