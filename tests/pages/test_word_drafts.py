"""A Word document that was brought is a draft like any other: of whom, how often, how long."""

import re
from datetime import date, timedelta

from django.urls import reverse
from tests.support.word_papers import bulletin, gallery, measure
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.images import get_image_model
from wagtail.models import Page

from files.models import StoredFile
from files.unreadable import Unreadable
from pages.documents.richtext import clean_html
from pages.models import DocumentPage, WordFile
from pages.models.blocks import Body
from pages.models.document_words import Section
from pages.word_in.services import forget_word_files
from records.models import AuditEvent

from .hands import act, fresh
from .word_hands import column, drafted, edit_as_it_is, new_word, upload, words_of


def test_a_draft_from_word_takes_three_hands_to_the_public(hands, get_page):
    page = fresh(drafted(hands("editor"), bulletin(), Section.BULLETIN))
    client = hands("editor")
    answer = edit_as_it_is(client, page, topic="扶贫", follow=True, **{"action-submit": "1"})
    assert answer.status_code == 200
    act(hands("checker"), page)
    assert not fresh(page).live
    act(hands("chief"), page)
    assert "分镇街销售情况" in get_page(fresh(page).url).content.decode()


def test_a_draft_that_exists_takes_the_text_and_keeps_its_own_fields(hands):
    client = hands("editor")
    page = fresh(drafted(client, bulletin(), Section.BULLETIN, title="我的标题"))
    into = reverse("pages_word_into", args=[page.pk])

    def bring(paper, how):
        client.post(into, {"file": upload(paper)}, follow=True)
        word = WordFile.objects.get()
        client.post(reverse("pages_word", args=[word.pk]), {"how": how})
        return fresh(page).get_latest_revision_as_object()

    longer = bring(measure(), "append")
    assert longer.title == "我的标题"
    assert longer.written_on == date(2020, 4, 10)
    assert longer.doc_no == "章扶办字〔2020〕2号", "what was empty is filled"
    assert "现将第一季度" in words_of(longer)
    assert "一、申请条件" in words_of(longer)
    assert longer.parts.count() == 1
    shorter = bring(bulletin(), "replace")
    assert "一、申请条件" not in words_of(shorter)
    assert shorter.parts.count() == 0
    assert page.revisions.count() == 3, "the earlier text can be had back"


def test_a_text_in_review_takes_nothing(hands):
    client = hands("editor")
    page = fresh(drafted(client, bulletin(), Section.BULLETIN))
    into = reverse("pages_word_into", args=[page.pk])
    client.post(into, {"file": upload(measure())}, follow=True)
    edit_as_it_is(client, page, topic="扶贫", **{"action-submit": "1"})
    answer = client.post(into, {"file": upload(measure())}, follow=True)
    assert "正在审签" in answer.content.decode()
    word = WordFile.objects.get()
    answer = client.post(reverse("pages_word", args=[word.pk]), {"how": "replace"})
    assert answer.status_code == 422
    assert "一、申请条件" not in words_of(fresh(page).get_latest_revision_as_object())


def test_a_second_click_makes_no_second_draft(hands):
    client = hands("editor")
    new_word(client, measure())
    url = reverse("pages_word", args=[WordFile.objects.get().pk])
    given = {
        "title": "一次",
        "kind": "notice",
        "issuer": "章贡区扶贫办",
        "written_on": "2020-03-26",
    }
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 404
    assert DocumentPage.objects.count() == 1
    assert not StoredFile.objects.exists(), "the draft is all that stays of it"


def test_a_file_that_cannot_be_read_just_now_leads_back_with_the_reason(hands, monkeypatch):
    def busy(data):
        raise Unreadable("正在处理的文件较多，请稍后再试")

    client = hands("editor")
    new_word(client, measure())
    monkeypatch.setattr("pages.word_in.reading.docx_text", busy)
    url = reverse("pages_word", args=[WordFile.objects.get().pk])
    assert "请稍后再试" in client.get(url, follow=True).content.decode()
    assert WordFile.objects.exists(), "it waits"


def test_a_brought_document_is_for_who_brought_it(hands):
    new_word(hands("editor"), measure())
    url = reverse("pages_word", args=[WordFile.objects.get().pk])
    assert hands("checker").get(url).status_code == 404
    assert hands("checker").post(f"{url}discard/").status_code == 404


def test_giving_up_leaves_nothing(hands):
    client = hands("editor")
    new_word(client, gallery(pictures=1), Section.INTERPRETATION)
    client.post(reverse("pages_word_discard", args=[WordFile.objects.get().pk]))
    assert not WordFile.objects.exists()
    assert not StoredFile.objects.exists()
    assert not get_image_model().objects.exists()


def test_what_nobody_wanted_goes_after_a_day(hands):
    new_word(hands("editor"), measure())
    brought = WordFile.objects.get().brought_at
    assert forget_word_files(brought + timedelta(hours=23)) == 0
    assert forget_word_files(brought + timedelta(hours=25)) == 1
    assert not StoredFile.objects.exists()


def test_only_who_writes_there_brings_anything(office, client, django_user_model):
    stranger = django_user_model.objects.create(username="stranger")
    client.force_login(stranger)
    answer = client.post(reverse("pages_word_new", args=[column().pk]), {"file": upload(measure())})
    assert answer.status_code in (302, 403)
    assert not WordFile.objects.exists()


def test_the_way_in_stands_in_the_column_and_in_the_draft(hands):
    client = hands("editor")
    shown = client.get(reverse("wagtailadmin_explore", args=[column().pk])).content.decode()
    assert reverse("pages_word_new", args=[column().pk]) in shown
    page = fresh(drafted(client, bulletin(), Section.BULLETIN))
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("pages_word_into", args=[page.pk]) in shown
    home = Page.objects.get(depth=2)
    shown = client.get(reverse("wagtailadmin_explore", args=[home.pk])).content.decode()
    assert "从 Word 导入" not in shown


def test_an_import_leaves_its_audit_row(hands):
    page = drafted(hands("editor"), measure())
    row = AuditEvent.objects.get(action="pages.bring_word")
    assert (row.subject_id, row.actor) == (str(page.pk), "editor")
    assert len(row.data["sha256"]) == 64


def test_lines_in_the_middle_and_at_the_right_survive_the_editor():
    """What the buttons 居中, 居右 write and an editor opens again; no other class."""
    (paragraph,) = [each for name, each in Body().child_blocks.items() if name == "paragraph"]
    converter = ContentstateConverter(features=paragraph.features)
    lines = '<p class="line--centre">（试行）</p><p class="line--right">单位：元</p>'
    html = f'{lines}<p class="x">正文</p>'
    back = converter.to_database_format(converter.from_database_format(html))
    assert re.sub(r' data-block-key="\w+"', "", back) == html.replace(' class="x"', "")
    assert clean_html(html) == html.replace(' class="x"', ' class=""')
