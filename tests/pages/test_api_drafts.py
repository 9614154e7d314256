"""A program drafts documents and hands them in; two other people still stand before the public."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.programs import Program
from wagtail.documents import get_document_model

from demo.acts import holder
from pages.models import DocumentPage, VocabularyTerm
from records.models import AuditEvent

from .conftest import HANDS_AT
from .hands import act, sign
from .test_api_writing import problem

GUIDE = {
    "kind": "guide",
    "title": "示例办事指南",
    "issuer": "章贡区扶贫办",
    "written_on": "2020-04-30",
    "topic": "扶贫",
    "body": [
        {"type": "heading", "text": "一、条件"},
        {"type": "paragraph", "text": "符合条件的<b>都</b>可以申请。"},
    ],
}
DRAFTS = "drafts/documents"


@pytest.fixture
def writer(hands, django_user_model):
    """The system of an editor, with a token of theirs."""
    return Program(django_user_model.objects.get(username="editor"), at=HANDS_AT)


def words(**changes):
    given = {name: value for name, value in GUIDE.items() if name != "kind"}
    return {**given, **changes}


def drafted(writer, **changes):
    answer = writer.post(DRAFTS, {**GUIDE, **changes})
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()


def on_site(client, page):
    return client.get(page.url).status_code


def test_a_draft_is_public_only_when_two_others_have_signed_it(writer, client, django_user_model):
    told = drafted(writer, hand_in=True)
    page = DocumentPage.objects.get(pk=told["id"])
    assert told["state"] == "in_review"
    assert on_site(client, page) == 404
    assert page.index_no is None
    sign(django_user_model)
    assert writer.get(f"{DRAFTS}/{page.pk}").json()["state"] == "public"
    page.refresh_from_db()
    assert on_site(client, page) == 200
    assert "符合条件的&lt;b&gt;都" in page.body.render_as_block()
    handed_in = AuditEvent.objects.get(action="pages.hand_in")
    assert handed_in.actor == "editor"
    assert handed_in.data["through"].startswith("接口令牌")


def test_whoever_holds_the_token_does_not_sign_its_draft(writer, hands, django_user_model):
    told = drafted(writer, hand_in=True)
    page = DocumentPage.objects.get(pk=told["id"])
    act(hands("editor"), page)
    page.refresh_from_db()
    assert page.live is False


def test_what_is_being_checked_stands_still_and_what_was_returned_is_mended(writer, hands):
    told = drafted(writer, hand_in=True)
    page = DocumentPage.objects.get(pk=told["id"])
    path = f"{DRAFTS}/{page.pk}"
    problem(writer.put(path, words(title="另一标题")), 409)
    problem(writer.post(f"{path}/hand-in", {}), 409)
    act(hands("checker"), page, action="reject", comment="请补充材料清单")
    returned = writer.get(path).json()
    assert (returned["state"], returned["comment"]) == ("returned", "请补充材料清单")
    assert writer.put(path, words(title="示例办事指南（补充）")).status_code == 201
    assert writer.post(f"{path}/hand-in", {}).json()["state"] == "in_review"
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "示例办事指南（补充）"


def test_every_reason_against_handing_in_is_told_and_nothing_is_kept(writer):
    numbered = [{"type": "paragraph", "text": "联系人身份证号36072119900101123X。"}]
    refused = writer.post(DRAFTS, {**GUIDE, "topic": "", "body": numbered, "hand_in": True})
    told = problem(refused, 409)
    assert {each["field"] for each in told["errors"]} == {"topic"}
    refused = writer.post(DRAFTS, {**GUIDE, "is_normative": True, "body": [], "hand_in": True})
    fields = {each["field"] for each in problem(refused, 409)["errors"]}
    assert fields == {"body", "no_interpretation_because"}
    refused = writer.post(DRAFTS, {**GUIDE, "body": numbered, "hand_in": True})
    assert "36072119900101123X" not in refused.content.decode()
    problem(refused, 409)
    assert not DocumentPage.objects.filter(title=GUIDE["title"]).exists()


def test_a_draft_belongs_to_its_person_alone(writer, django_user_model):
    told = drafted(writer)
    other = Program(django_user_model.objects.get(username="checker"), at=HANDS_AT)
    path = f"{DRAFTS}/{told['id']}"
    problem(other.get(path), 404)
    problem(other.put(path, words()), 404)
    problem(other.post(f"{path}/hand-in", {}), 404)
    assert other.get(DRAFTS).json()["items"] == []


def test_who_may_not_write_in_the_column_drafts_nothing(writer):
    reporter = Program(holder("unit_reporter@swj"), at=HANDS_AT)
    problem(reporter.post(DRAFTS, GUIDE), 403)
    problem(reporter.upload("drafts/files", {"title": "表", "file": file("a.csv")}), 403)


def test_a_signed_document_is_not_rewritten_over_the_api(writer, django_user_model):
    told = drafted(writer, hand_in=True)
    sign(django_user_model)
    problem(writer.put(f"{DRAFTS}/{told['id']}", words(title="悄悄改动")), 409)


def test_attachments_are_uploaded_once_and_named_in_a_draft(writer):
    upload = {"title": "申请表", "file": file("form.csv")}
    first = writer.upload("drafts/files", upload, key="file-0001")
    upload["file"] = file("form.csv")
    again = writer.upload("drafts/files", upload, key="file-0001")
    assert first.status_code == 201, first.content.decode()
    assert again.json() == first.json()
    stored = get_document_model().objects.get()
    told = drafted(writer, attachments=[{"id": stored.pk, "title": "附件1"}], hand_in=True)
    page = DocumentPage.objects.get(pk=told["id"]).get_latest_revision_as_object()
    assert [(each.title, each.file_id) for each in page.attachments.all()] == [("附件1", stored.pk)]


def test_a_file_with_personal_data_and_a_file_of_another_are_refused(writer, django_user_model):
    private = file("list.csv", "姓名,身份证号\n张三,36072119900101123X\n")
    told = problem(writer.upload("drafts/files", {"title": "名单", "file": private}), 409)
    assert told["errors"][0]["field"] == "file"
    other = Program(django_user_model.objects.get(username="checker"), at=HANDS_AT)
    theirs = other.upload("drafts/files", {"title": "表", "file": file("a.csv")}).json()
    attached = [{"id": theirs["id"], "title": "表"}]
    problem(writer.post(DRAFTS, {**GUIDE, "attachments": attached}), 422)


def test_the_list_of_drafts_takes_the_same_queries_for_any_number(
    writer, django_assert_max_num_queries
):
    for _ in range(5):
        drafted(writer)
    for limit in (1, 5):
        with django_assert_max_num_queries(8):
            assert len(writer.get(DRAFTS, limit=limit).json()["items"]) == limit


def file(name, text="栏目,内容\n示例,一\n"):
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


@pytest.mark.parametrize(
    ("field", "word"),
    [("topic", "没有的主题"), ("category", "没有的分类"), ("keywords", ["没有的词"])],
)
def test_words_of_the_vocabularies_are_asked_of_programs_too(writer, field, word):
    told = problem(writer.post(DRAFTS, {**GUIDE, field: word}), 409)
    assert {each["field"] for each in told["errors"]} == {field}
    assert "词表中没有“没有的" in told["errors"][0]["reason"]
    assert not DocumentPage.objects.filter(title=GUIDE["title"]).exists()


def test_a_word_that_went_out_of_use_stays_where_it_was(writer):
    VocabularyTerm.objects.create(vocabulary="topic", word="旧主题")
    made = drafted(writer, topic="旧主题")
    VocabularyTerm.objects.filter(word="旧主题").update(is_retired=True)
    url = f"{DRAFTS}/{made['id']}"
    assert writer.put(url, words(topic="旧主题", title="改过")).status_code == 201
    problem(writer.post(DRAFTS, {**GUIDE, "topic": "旧主题"}), 409)
