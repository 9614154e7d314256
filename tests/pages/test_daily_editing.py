"""What an editor meets every day: defaults, word lists, lists, the first page, offices, reviews."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse
from tests.support.forms import filled, paragraph
from wagtail.documents import get_document_model

from pages.models import (
    DocumentIndexPage,
    DocumentPage,
    GuideMaterial,
    PreviewBundle,
    ReviewDate,
    VocabularyTerm,
)
from pages.models.document_words import Section
from pages.previewing.bundles import make_bundle, revoke_bundle
from pages.review_dates.setting import set_review
from records.models import AuditEvent
from registry.models import Membership, Organisation
from rules.refusal import Refused

from .conftest import HANDS_AT
from .hands import act, edit, fresh, sign, write

TODAY = HANDS_AT.date()


@pytest.fixture
def editor(hands):
    return hands("editor")


def person(people, login):
    return people.objects.get(username=login)


def add_form(client, section=Section.GUIDE):
    column = DocumentIndexPage.objects.get(section=section)
    url = reverse("wagtailadmin_pages:add", args=["pages", "documentpage", column.pk])
    return url, client.get(url)


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_new_document_begins_with_the_office_of_its_writer(editor):
    _, form = add_form(editor)
    fields = filled(form)
    office = Organisation.objects.get(code="fpb")
    assert (fields["issuer"], fields["office"]) == (office.official_name, str(office.pk))


def test_a_draft_needs_a_title_alone(editor):
    url, form = add_form(editor)
    given = filled(form, title="只有标题", slug="only", issuer="", office="", **{"body-count": "0"})
    editor.post(url, {**given, "action-save": "1"})
    page = DocumentPage.objects.get(title="只有标题")
    assert (page.issuer, page.written_on, page.topic) == ("", None, "")


def test_the_address_of_a_chinese_title_is_its_pinyin(editor):
    page = write(editor, "save", slug="关于申报材料的通知")
    assert page.slug == "guan-yu-shen-bao-cai-liao-de-tong-zhi"
    second = write(editor, "save", slug="关于申报材料的通知")
    assert second.slug == f"{page.slug}-2"
    edit(editor, page, slug="关于申报材料的通知", **{"action-save": "1"})
    assert fresh(page).slug == page.slug, "saved again it stays"


def test_words_come_from_the_lists_that_administrators_keep(hands):
    root = hands("root")
    add = reverse(VocabularyTerm.snippet_viewset.get_url_name("add"))
    root.post(add, {"vocabulary": "keyword", "word": "消费帮扶", "place": "5"})
    assert AuditEvent.objects.filter(subject="消费帮扶").count() == 1
    assert "消费帮扶" in add_form(hands("editor"))[1].content.decode()
    VocabularyTerm.objects.filter(word="消费帮扶").update(is_retired=True)
    assert "消费帮扶" not in add_form(hands("editor"))[1].content.decode()
    assert hands("editor").get(add).status_code == 302, "no editor's"


def test_a_word_that_is_not_in_the_list_is_refused_and_an_old_one_stays(editor):
    page = write(editor, "save", topic="扶贫")
    answer = edit(editor, page, topic="随便写的", **{"action-save": "1"})
    assert fresh(page).topic == "扶贫"
    assert answer.status_code == 200
    VocabularyTerm.objects.filter(word="扶贫").update(is_retired=True)
    edit(editor, page, title="改了标题", **{"action-save": "1"})
    assert fresh(page).get_latest_revision_as_object().topic == "扶贫"


def test_keywords_are_ticked_and_kept_in_one_line(editor):
    url, form = add_form(editor)
    given = filled(form, title="示例", slug="keywords", topic="扶贫", **paragraph("正文"))
    editor.post(url, {**given, "keywords": ["认定", "公示"], "action-save": "1"})
    assert DocumentPage.objects.get(slug="keywords").keywords == "认定、公示"


@pytest.mark.parametrize(
    "words", ["示例事项1", "章测扶办字[2020]1号", "测扶办字〔2020〕1", "TEST360702/2020"]
)
def test_the_list_of_documents_finds_them_by_title_and_number(editor, document, words):
    document(1)
    answer = editor.get(reverse("documentpage:index"), {"q": words})
    assert "关于示例事项1的通知" in answer.content.decode()
    assert "TEST360702/2020-00001" in answer.content.decode()


def test_the_list_of_documents_is_narrowed_by_state_and_day(editor, document):
    document(1)
    write(editor, "save", title="我的草稿")
    write(editor, title="在审的")

    def listed(**query):
        return editor.get(reverse("documentpage:index"), query).content.decode()

    assert "我的草稿" in listed(state="draft")
    assert "关于示例事项1的通知" not in listed(state="draft")
    assert "关于示例事项1的通知" in listed(state="live")
    assert "我的草稿" not in listed(state="review")
    assert "在审的" in listed(state="review")
    assert "关于示例事项1的通知" not in listed(written_on_from="2020-04-15")
    assert "关于示例事项1的通知" in listed(written_on_to="2020-04-15")


def test_the_explorer_finds_a_document_by_its_number(editor, document):
    document(1)
    url = reverse("wagtailadmin_explore", args=[DocumentIndexPage.objects.first().get_parent().pk])
    assert "关于示例事项1的通知" in editor.get(url, {"q": "章测扶办字〔2020〕1号"}).content.decode()


def test_the_list_of_documents_costs_the_same_for_any_number(
    editor, document, django_assert_max_num_queries
):
    for serial in range(1, 4):
        document(serial)
    editor.get(reverse("documentpage:index"))
    with django_assert_max_num_queries(60):
        editor.get(reverse("documentpage:index"))


def test_the_first_page_says_what_waits_for_an_editor(hands, document, django_user_model):
    client = hands("editor")
    write(client, "save", title="我的草稿")
    page = write(client, title="要改的文稿")
    act(hands("checker"), page, "reject", "第二段数字有误")
    home = hands("editor").get(reverse("wagtailadmin_home")).content.decode()
    assert "退回修改（1）" in home
    assert "第二段数字有误" in home
    assert "我的草稿" in home
    assert "新建办事指南" in home
    write(hands("editor"), title="等核的文稿")
    assert "等我审签（1）" in hands("checker").get(reverse("wagtailadmin_home")).content.decode()


def test_the_search_of_the_form_offers_signed_documents_and_organisations(editor, document, client):
    document(1)
    found = editor.get(reverse("pages_find_documents"), {"q": "2020〕1号"}).json()["items"]
    assert [each["name"] for each in found] == ["TEST360702/2020-00001"]
    names = editor.get(reverse("pages_find_organisations"), {"q": "扶贫办"}).json()["items"]
    assert names
    assert editor.get(reverse("pages_find_documents"), {"q": "\x00"}).json() == {"items": []}
    client.logout()
    assert client.get(reverse("pages_find_documents"), {"q": "1"}).status_code == 302


def test_a_document_belongs_to_an_office(hands, django_user_model, guide_draft):
    client = hands("editor")
    other = Organisation.objects.exclude(code="fpb").filter(works_in_system=True).first()
    colleague = django_user_model.objects.create(username="elsewhere")
    colleague.groups.set(person(django_user_model, "editor").groups.all())
    Membership.objects.create(
        user=colleague, organisation=other, role="unit_reporter", valid_from=date(2020, 1, 1)
    )
    client.force_login(colleague)
    assert client.get(edit_url(guide_draft)).status_code == 302
    edit(hands("chief"), guide_draft, office=other.pk, **{"action-save": "1"})
    client.force_login(colleague)
    assert client.get(edit_url(guide_draft)).status_code == 200
    assert hands("checker").get(edit_url(guide_draft)).status_code == 302
    assert hands("chief").get(edit_url(guide_draft)).status_code == 200


def test_who_checks_reaches_a_document_of_any_office(hands, django_user_model, in_review):
    other = Organisation.objects.exclude(code="fpb").filter(works_in_system=True).first()
    DocumentPage.objects.filter(pk=in_review.pk).update(office=other)
    answer = act(hands("checker"), in_review, follow=True)
    assert answer.status_code == 200
    act(hands("chief"), in_review)
    assert fresh(in_review).live


def test_an_annex_that_an_autosave_stored_stands_once(editor, office, guide_draft):
    file = get_document_model()(title="附件")
    file.file.save("a.txt", ContentFile("示例内容".encode()), save=False)
    file.save()

    def rows(title, **more):
        return {
            "attachments-TOTAL_FORMS": "1",
            "attachments-INITIAL_FORMS": "0",
            "attachments-0-title": title,
            "attachments-0-file": str(file.pk),
            "attachments-0-ORDER": "1",
            "attachments-0-id": "",
            **more,
        }

    url = edit_url(guide_draft)
    given = filled(editor.get(url), **paragraph("正文"))
    saved = editor.post(url, {**given, **rows("附700")}, HTTP_ACCEPT="application/json")
    assert saved.json()["success"]
    editor.post(url, {**given, **rows("附700元"), "topic": "", "action-submit": "1"})
    editor.post(url, {**given, **rows("附700元"), "action-submit": "1"})
    stored = fresh(guide_draft).get_latest_revision_as_object().attachments.all()
    assert [each.title for each in stored] == ["附700元"]


def test_rows_that_nobody_touched_stay(editor, django_user_model, guide_draft):
    guide_draft.materials = [GuideMaterial(name="营业执照", sort_order=0)]
    guide_draft.save()
    guide_draft.revisions.all().delete()
    key = guide_draft.materials.get().pk
    rows = {
        "materials-TOTAL_FORMS": "1",
        "materials-INITIAL_FORMS": "1",
        "materials-0-id": str(key),
        "materials-0-name": "营业执照",
        "materials-0-ORDER": "1",
    }
    edit(editor, guide_draft, **rows, **{"action-save": "1"})
    stored = fresh(guide_draft).get_latest_revision_as_object().materials.all()
    assert [(each.pk, each.name) for each in stored] == [(key, "营业执照")]


def test_a_page_is_read_again_by_a_day(hands, document, django_user_model):
    page, client = document(1), hands("editor")
    editor = person(django_user_model, "editor")
    with pytest.raises(Refused, match="三年以内"):
        set_review(page, due_on=TODAY, note="已看", by=editor, at=HANDS_AT)
    url = reverse("pages_review_date", args=[page.pk])
    due = TODAY + timedelta(days=10)
    assert client.post(url, {"note": "", "due_on": f"{due}"}).status_code == 422
    client.post(url, {"note": "电话和链接均有效", "due_on": f"{due}"})
    assert ReviewDate.objects.get(page=page).note == "电话和链接均有效"
    assert AuditEvent.objects.filter(action="pages.review").count() == 1
    assert "到期复核（1）" in client.get(reverse("wagtailadmin_home")).content.decode()
    stranger = django_user_model.objects.create(username="stranger")
    with pytest.raises(PermissionDenied):
        set_review(page, due_on=due, note="已看过", by=stranger, at=HANDS_AT)


def test_a_leader_reads_a_bundle_of_drafts_without_an_account(hands, django_user_model, clock):
    client, editor = hands("editor"), person(django_user_model, "editor")
    pages = [write(client, "save", title=f"待阅{n}") for n in range(2)]
    bundle, token = make_bundle(pages, purpose="分管领导审阅", hours=168, by=editor, at=HANDS_AT)
    client.logout()
    answer = client.get(reverse("public:preview_bundle", args=[token]))
    html = answer.content.decode()
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert "待阅0" in html
    link = html.split('href="/preview/')[1].split('"')[0]
    assert "正文" in client.get(f"/preview/{link}").content.decode()
    assert token not in str(list(PreviewBundle.objects.values()))
    revoke_bundle(bundle, by=editor, at=HANDS_AT)
    assert client.get(reverse("public:preview_bundle", args=[token])).status_code == 410
    assert client.get(f"/preview/{link}").status_code == 410
    assert client.get("/preview/bundle/made-up/").status_code == 404
    clock(HANDS_AT + timedelta(days=8))
    assert client.get(reverse("public:preview_bundle", args=[token])).status_code == 410


def test_a_bundle_is_refused_whole_with_the_reasons_of_each_page(hands, django_user_model):
    client, editor = hands("editor"), person(django_user_model, "editor")
    good = write(client, "save", title="可以看的")
    bad = write(client, "save", title="含电话的", summary="请联系15400000001")
    with pytest.raises(Refused, match="含电话的"):
        make_bundle([good, bad], purpose="审阅", hours=24, by=editor, at=HANDS_AT)
    assert not PreviewBundle.objects.exists()
    url = reverse("pages_preview_bundles")
    assert "可以看的" in client.get(url).content.decode()
    assert client.post(url, {"purpose": "", "hours": 24, "pages": [good.pk]}).status_code == 422
    made = client.post(url, {"purpose": "审阅", "hours": 24, "pages": [good.pk]})
    assert "只在本页显示这一次" in made.content.decode()
    key = PreviewBundle.objects.get().pk
    client.post(reverse("pages_revoke_preview_bundle", args=[key]))
    assert PreviewBundle.objects.get().revoked_at


def test_the_signer_sees_the_paper_and_the_links_that_lead_nowhere(hands, in_review):
    revision = in_review.get_latest_revision()
    body = [{"type": "paragraph", "value": '<p>见<a href="/nowhere/">旧页</a></p>'}]
    revision.content["body"] = json.dumps(body)
    revision.save(update_fields=["content"])
    html = hands("checker").get(edit_url(in_review)).content.decode()
    assert "打不开的链接" in html
    assert "mode=document.docx" in html
    draft = reverse("wagtailadmin_pages:view_draft", args=[in_review.pk])
    answer = hands("checker").get(draft, {"mode": "document.docx"})
    assert answer.content[:2] == b"PK"


def test_editors_lock_their_drafts_and_checkers_open_them(hands, django_user_model, guide_draft):
    hands("editor").post(reverse("wagtailadmin_pages:lock", args=[guide_draft.pk]))
    assert fresh(guide_draft).locked
    hands("checker").post(reverse("wagtailadmin_pages:unlock", args=[guide_draft.pk]))
    assert not fresh(guide_draft).locked


def test_only_who_signs_orders_the_columns(hands):
    column = DocumentIndexPage.objects.get(section=Section.GUIDE)
    url = reverse("wagtailadmin_pages:set_page_position", args=[column.pk])
    before = column.path
    assert hands("editor").post(f"{url}?position=0").status_code in (302, 403)
    assert DocumentIndexPage.objects.get(pk=column.pk).path == before
    hands("chief").post(f"{url}?position=0")
    assert DocumentIndexPage.objects.get(pk=column.pk).path != before
    assert AuditEvent.objects.filter(action="pages.reorder").exists()


def test_the_bar_with_the_checks_is_for_editors_alone(hands, document, client, django_user_model):
    page = document(1)
    assert "wagtail-userbar" in hands("editor").get(page.url).content.decode()
    client.logout()
    assert "wagtail-userbar" not in client.get(page.url).content.decode()
    sign(django_user_model)


def test_the_draft_of_a_page_of_the_flows_is_shown_as_readers_see_it(
    administrator, product, notice
):
    for page in (product(0), notice(2)):
        answer = administrator.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert answer.status_code == 200
        assert page.title in answer.content.decode()
