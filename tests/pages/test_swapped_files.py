"""Whatever was swapped on the disk is noticed when somebody asks for it, and nobody gets it."""

import pytest
from django.core.files.storage import storages
from tests.support.photos import picture as jpeg

from pages.models import DrawnFile, IssuedFile, PictureReading
from pages.privacy.found_later import private_pictures
from pages.privacy.stored import digest_of
from records.models import AuditEvent
from workflow.services.overdue import overdue

from .test_signed_files import AT, fetch, indexed, picture, signed, upload  # noqa: F401

SWAPPED = AuditEvent.objects.filter(action="pages.drawn_file_changed")
FORGED = b"%PDF-1.7 forged"


@pytest.fixture(autouse=True)
def _at(clock, office):
    clock(AT)


@pytest.fixture
def edition(document, monkeypatch):
    """The address of a PDF that was handed out once, and where it lies."""
    drawn = []
    monkeypatch.setattr(
        "pages.documents.editions.pdf", lambda html: drawn.append(html) or b"%PDF-1.7 drawn"
    )
    return f"{document().url}document.pdf", drawn


def only_edition():
    (name,) = (each for each in storages["editions"].listdir("")[1] if each.endswith(".pdf"))
    return storages["editions"].path(name)


@pytest.fixture
def _no_editions():
    """Nothing was drawn before."""
    store = storages["editions"]
    for name in store.listdir("")[1] if store.exists("") else ():
        store.delete(name)


@pytest.mark.usefixtures("_no_editions")
def test_an_edition_that_was_swapped_is_drawn_anew_on_record(edition, client):
    url, drawn = edition
    good = fetch(client, url)[2]
    with open(only_edition(), "wb") as file:
        file.write(FORGED)
    assert [fetch(client, url)[2] for _ in range(2)] == [good, good]
    assert len(drawn) == 2, "once at first, once for what was swapped"
    assert SWAPPED.count() == 1
    assert IssuedFile.objects.count() == 1, "nothing forged is ever called ours"


@pytest.mark.usefixtures("_no_editions")
def test_an_edition_that_nobody_drew_is_not_handed_out(edition, client):
    url, _ = edition
    good = fetch(client, url)[2]
    DrawnFile.objects.all().delete()
    with open(only_edition(), "wb") as file:
        file.write(FORGED)
    assert fetch(client, url)[2] == good


@pytest.mark.parametrize("is_public", [True, False])
def test_a_sized_picture_that_was_swapped_is_drawn_anew(
    document,
    client,
    indexed,  # noqa: F811
    is_public,
    django_user_model,
):
    image = picture()
    if is_public:
        indexed(signed, document, image)
    else:
        client.force_login(django_user_model.objects.create(username="root", is_superuser=True))
    size = image.get_rendition("width-400")
    good = fetch(client, size.url)[2]
    with open(size.file.path, "wb") as file:
        file.write(jpeg("blue"))
    assert fetch(client, size.url)[2] == good
    assert SWAPPED.count() == 1
    assert fetch(client, image.get_rendition("width-400").url)[2] == good


def test_sizes_that_were_drawn_together_are_known_from_their_first_reader(
    document,
    client,
    indexed,  # noqa: F811
):
    image = picture()
    indexed(signed, document, image)
    size = image.get_rendition("width-400")
    DrawnFile.objects.all().delete()
    good = fetch(client, size.url)
    assert good[0] == 200
    with open(size.file.path, "wb") as file:
        file.write(jpeg("blue"))
    assert fetch(client, size.url) == good


def reading(thing, sentence="图片：含有个人信息，不得公开：154****0001（手机号码）"):
    return PictureReading.objects.create(
        sha256=digest_of(thing.file),
        reader="x",
        breaches=[["mobile", "图片", sentence]],
        gaps=[],
        read_at=AT,
    )


def test_what_a_machine_reads_behind_a_public_page_is_overdue(document, indexed):  # noqa: F811
    image, draft = picture(), picture("green")
    indexed(signed, document, image)
    assert private_pictures(AT) == []
    reading(image)
    reading(draft)
    assert private_pictures(AT) == [image.title]
    assert overdue(AT)["pictures"] == [image.title]


def test_what_a_signer_found_mistaken_is_not(document, indexed, django_user_model):  # noqa: F811
    from pages.models import LiftedFileObjection

    image = picture()
    indexed(signed, document, image)
    row = reading(image)
    LiftedFileObjection.objects.create(
        sha256=row.sha256,
        sentence=row.breaches[0][2],
        reason="是订货单号，已核对",
        lifted_by=django_user_model.objects.create(username="signer"),
        lifted_at=AT,
    )
    assert private_pictures(AT) == []


def test_a_picture_whose_file_is_gone_breaks_no_list(document, indexed):  # noqa: F811
    image = picture()
    indexed(signed, document, image)
    reading(image)
    image.file.storage.delete(image.file.name)
    assert private_pictures(AT) == []


def test_a_text_behind_a_signed_page_that_was_swapped_stands_in_the_overdue_list(
    document,
    client,
    indexed,  # noqa: F811
):
    file = upload()
    indexed(signed, document, file)
    with open(file.file.path, "wb") as stored:
        stored.write(b"forged")
    assert fetch(client, file.url)[0] == 410
    assert len(overdue(AT)["files"]) == 1
