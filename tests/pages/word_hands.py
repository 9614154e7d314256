"""Bringing Word documents at the doors of the back office, for tests."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pages.documents.stream_text import plain_text
from pages.models import DocumentIndexPage, DocumentPage, WordFile
from pages.models.document_words import Section

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def column(section=Section.POLICY):
    return DocumentIndexPage.objects.get(section=section)


def upload(paper, name="通知.docx"):
    data = paper if isinstance(paper, bytes) else paper.data()
    return SimpleUploadedFile(name, data, DOCX)


def new_word(client, paper, section=Section.POLICY, name="通知.docx"):
    """The answer to an upload for a new draft."""
    url = reverse("pages_word_new", args=[column(section).pk])
    return client.post(url, {"file": upload(paper, name)}, follow=True)


def drafted(client, paper, section=Section.POLICY, **changed):
    """The draft of an uploaded document, with what was recognised as it stands."""
    answer = new_word(client, paper, section)
    form = answer.context["form"]
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given = {name: value for name, value in given.items() if value is not None} | changed
    word = WordFile.objects.get()
    answer = client.post(reverse("pages_word", args=[word.pk]), given)
    assert answer.status_code == 302, answer.context["form"].errors
    return DocumentPage.objects.order_by("pk").last().get_latest_revision_as_object()


def words_of(page):
    return "".join(plain_text(page.body).split())


def edit_as_it_is(client, page, *, follow=False, **fields):
    """Hand the stored draft in without touching its blocks, as the script of the editor does."""
    import json

    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    from tests.support.forms import filled, rich

    given = {}
    draft = page.get_latest_revision_as_object()
    for place, block in enumerate(draft.body):
        value = block.value
        raw = json.dumps(value) if block.block_type == "table" else rich("正文")
        given |= {
            f"body-{place}-deleted": "",
            f"body-{place}-order": str(place),
            f"body-{place}-type": block.block_type,
            f"body-{place}-id": block.id,
            f"body-{place}-value": raw,
        }
    given["body-count"] = str(len(draft.body))
    return client.post(url, filled(client.get(url), **given, **fields), follow=follow)
