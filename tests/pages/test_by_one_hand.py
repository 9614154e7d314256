"""What one person may change beside the pages: no number stands there, nothing signed is hidden."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from tests.support.forms import filled, paragraph
from tests.support.photos import picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Comment, UploadedFile

from pages.models import RecipientGroup, SiteSettings, VocabularyTerm
from registry.models import Organisation

from .hands import act, edit, fresh, sign, write

Document, Image = get_document_model(), get_image_model()
MOBILE, MASKED = "15400000001", "154****0001"


def settings_form(client, **changed):
    """The answer to the site's settings, sent with ``changed``."""
    url = reverse("wagtailsettings:edit", args=["pages", "sitesettings"])
    shown = client.get(url, follow=True)
    url = shown.redirect_chain[-1][0]
    return client.post(url, filled(shown, **changed))


FRAMES = {
    "contact": MOBILE,
    "header_html": f"<p>联系<b>{MOBILE}</b></p>",
    "footer_html": '<a href="https://example.gov.cn/?tel=154%300000001">门户</a>',
    "correction_link": f"https://example.gov.cn/?tel={MOBILE}",
}


@pytest.mark.parametrize("name", FRAMES)
def test_the_frame_of_the_site_holds_nobodys_number(hands, name):
    answer = settings_form(hands("root"), **{name: FRAMES[name]})
    assert MASKED in answer.context["form"].errors[name].as_text()
    assert not SiteSettings.objects.exclude(**{name: ""}).exists()


def test_an_office_line_stands_in_the_frame(hands):
    assert settings_form(hands("root"), contact="0797-8200001").status_code == 302
    assert SiteSettings.objects.get().contact == "0797-8200001"


def test_a_word_of_a_vocabulary_is_no_number(hands):
    url = reverse("wagtailsnippets_pages_vocabularyterm:add")
    client = hands("root")
    form = filled(client.get(url), vocabulary="topic", word=MOBILE)
    assert MASKED in client.post(url, form).context["form"].errors["word"].as_text()
    assert not VocabularyTerm.objects.filter(word=MOBILE).exists()


def test_a_folder_hides_nothing_that_is_signed(hands):
    folder = Collection.get_first_root_node().add_child(name="甲")
    client = hands("root")
    url = reverse("wagtailadmin_collections:edit", args=[folder.pk])
    assert "不另设查看限制" in client.get(url).content.decode()
    privacy = reverse("wagtailadmin_collections:set_privacy", args=[folder.pk])
    assert client.post(privacy, {"restriction_type": "login"}).status_code == 404
    with pytest.raises(PermissionDenied), transaction.atomic():
        CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    assert not CollectionViewRestriction.objects.exists()


@pytest.fixture
def group(office):
    group = RecipientGroup.objects.create(name="各镇")
    group.members.add(Organisation.objects.first())
    return group


def delete_group(client, group):
    one = reverse("wagtailsnippets_pages_recipientgroup:delete", args=[group.pk])
    many = f"/admin/bulk/pages/recipientgroup/delete/?id={group.pk}&next=/admin/"
    return [client.post(url, follow=True).content.decode() for url in (one, many)]


def test_a_group_that_a_document_names_stays(hands, group, django_user_model):
    page = write(hands("editor"), delivered_groups=[str(group.pk)])
    sign(django_user_model)
    for answer in delete_group(hands("root"), group):
        assert "有1份文件分送给它，不能删除" in answer
    with pytest.raises(PermissionDenied), transaction.atomic():
        RecipientGroup.objects.all().delete()
    assert list(fresh(page).delivered_groups.all()) == [group]


def test_a_group_that_nothing_names_goes(hands, group):
    delete_group(hands("root"), group)
    assert not RecipientGroup.objects.exists()


def upload(client, address, name, data, **fields):
    field = "files[]" if address.endswith("multiple") else "file"
    given = {"title": f"电话{MOBILE}", "collection": "1", field: ContentFile(data, name), **fields}
    return client.post(reverse(address), given)


BROUGHT = {
    "file": ("wagtaildocs:add", "a.csv", "品名\n脐橙\n".encode()),
    "picture": ("wagtailimages:add", "a.jpg", picture()),
}


@pytest.mark.parametrize("kind", BROUGHT)
@pytest.mark.parametrize("many", ["", "_multiple"])
def test_a_name_with_a_number_is_refused_at_its_field_and_nothing_is_put_aside(hands, kind, many):
    address, name, data = BROUGHT[kind]
    answer = upload(hands("editor"), f"{address}{many}", name, data)
    assert answer.status_code == 200
    told = answer.json()["error_message"] if many else answer.content.decode()
    assert MASKED in told
    assert ("请改了文件名再上传" in told) == bool(many)
    assert not any(model.objects.exists() for model in (Document, Image, UploadedFile))


def test_what_was_put_aside_before_breaks_no_form(hands, django_user_model):
    editor = django_user_model.objects.get(username="editor")
    aside = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(Document),
        file=ContentFile("品名\n脐橙\n".encode(), "a.csv"),
        uploaded_by_user=editor,
    )
    url = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[aside.pk])
    prefix = f"uploaded-document-{aside.pk}"
    client = hands("editor")
    words = {"title": f"电话{MOBILE}", "collection": "1", "tags": ""}
    answer = client.post(url, {f"{prefix}-{name}": value for name, value in words.items()})
    assert answer.json()["success"] is False
    assert MASKED in answer.json()["form"]
    assert not Document.objects.exists()


@pytest.fixture
def letters(hands, django_user_model):
    """The letters that Wagtail writes to editor and checker, gathered."""
    for login in ("editor", "checker", "chief"):
        rows = django_user_model.objects.filter(username=login)
        rows.update(email=f"{login}@example.com")
    return lambda: [f"{each.subject}\n{each.body}" for each in mail.outbox]


def comment(client, page, text):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    row = {"id": "", "contentpath": "title", "text": text, "position": "", "resolved": ""}
    row |= {"DELETE": "", "replies-TOTAL_FORMS": "0", "replies-INITIAL_FORMS": "0"}
    form = {f"comments-0-{name}": value for name, value in row.items()}
    form |= {"comments-TOTAL_FORMS": "1", "comments-INITIAL_FORMS": "0"}
    return client.post(url, filled(client.get(url), **paragraph("正文"), **form), follow=True)


def test_a_remark_beside_a_field_is_kept_and_its_letter_says_nothing_of_it(hands, letters):
    page = write(hands("editor"), "save", title="关于示例的通知")
    comment(hands("checker"), page, f"请打{MOBILE}给王示例")
    assert Comment.objects.get().text == f"请打{MOBILE}给王示例"
    shown = hands("editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert MOBILE in shown.content.decode()
    (letter,) = letters()
    for word in (MOBILE, "王示例", "关于示例的通知"):
        assert word not in letter
    assert f"/admin/pages/{page.pk}/edit/" in letter


def test_letters_of_the_review_lead_to_the_paper_and_tell_nothing_of_it(hands, letters):
    page = write(hands("editor"), title="关于示例的通知")
    act(hands("checker"), page, "reject", "请改王示例的称谓")
    edit(hands("editor"), page, title="关于示例的通知", **{"action-submit": "1"})
    for login in ("checker", "chief"):
        act(hands(login), page)
    assert fresh(page).live
    written = letters()
    assert len(written) >= 4
    for letter in written:
        assert "关于示例的通知" not in letter
        assert "王示例" not in letter
        assert f"/admin/pages/{page.pk}/edit/" in letter
