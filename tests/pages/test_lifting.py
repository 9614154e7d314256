"""What the gate mistook is lifted by a signer, for these words, with a reason on record."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from tests.support.forms import paragraph
from tests.support.standing import stands
from wagtail.documents import get_document_model
from wagtail.models import Page

from pages.models import LiftedObjection
from pages.privacy.gate import reasons_against_words
from records.models import AuditEvent

from .hands import act, edit, fresh, write

ORDER = "订货单号15400000001"
SENTENCE = "正文第1块（段落）：含有个人信息，不得公开：154****0001（手机号码）"
REASON = "这是订货单号，不是手机号码"


@pytest.fixture
@stands
def draft(hands):
    page = write(hands("editor"), action="save", **paragraph(ORDER))
    assert reasons_against_words(page.get_latest_revision_as_object()) == [SENTENCE]
    return page


def lift(client, page, **given):
    url = reverse("pages_lift", args=[page.pk])
    return client.post(url, {"sentences": [SENTENCE], "reason": REASON, **given}, follow=True)


def hand_in(client, page, words=ORDER):
    """Whether the editor's submission of the draft went to the checker."""
    edit(client, page, **{"action-submit": "1", **paragraph(words)})
    return fresh(page).workflow_in_progress


def test_a_lifted_objection_holds_for_these_words_and_is_shown_to_who_signs(hands, draft):
    assert not hand_in(hands("editor"), draft)
    assert "已解除" in lift(hands("chief"), draft).content.decode()
    row = AuditEvent.objects.get(action="pages.lift_objection")
    assert (row.because, row.actor, row.data["lifted"]) == (REASON, "chief", [SENTENCE])
    assert "15400000001" not in str(row.data)
    assert hand_in(hands("editor"), draft)
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert REASON in hands("checker").get(url).content.decode()
    for login in ("checker", "chief"):
        act(hands(login), draft)
    assert fresh(draft).live


@pytest.mark.parametrize("words", [ORDER + "。", "订货单号15400010001"])
def test_other_words_are_asked_again(hands, draft, words):
    lift(hands("chief"), draft)
    assert not hand_in(hands("editor"), draft, words)
    assert LiftedObjection.objects.count() == 1


def test_only_a_signer_lifts_and_never_in_a_text_of_their_own(hands, draft):
    for login in ("editor", "checker"):
        lift(hands(login), draft)
        assert not LiftedObjection.objects.exists(), login
    edit(hands("chief"), draft, **paragraph(ORDER), title="签发人改的标题")
    assert "由其他签发人员解除" in lift(hands("chief"), draft).content.decode()
    assert not LiftedObjection.objects.exists()
    lift(hands("root"), draft)
    assert LiftedObjection.objects.exists()


REFUSED = {
    "no reason": ({"reason": ""}, "请写明解除的理由"),
    "short": ({"reason": "误判"}, "至少6个字"),
    "none": ({"sentences": []}, "请选择要解除的检查意见"),
    "another": ({"sentences": ["正文第9块含有个人信息，不得公开"]}, "有效"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_reason_and_a_standing_sentence_are_wanted(hands, draft, case):
    given, reason = REFUSED[case]
    assert reason in lift(hands("chief"), draft, **given).content.decode()
    assert not LiftedObjection.objects.exists()


def test_a_second_press_and_a_sound_text_have_nothing_to_lift(hands, draft):
    lift(hands("chief"), draft)
    lift(hands("chief"), draft)
    assert LiftedObjection.objects.count() == 1
    html = hands("chief").get(reverse("pages_lift", args=[draft.pk])).content.decode()
    assert "没有可以解除的检查意见" in html
    assert REASON in html


def test_what_nobody_could_read_is_looked_at_and_not_lifted(hands, draft, django_user_model):
    from tests.files.test_words import page_with, scanned

    editor = django_user_model.objects.get(username="editor")
    file = ContentFile(page_with(scanned), "a.pdf")
    scan = get_document_model().objects.create(title="扫描件", file=file, uploaded_by_user=editor)
    row = {"title": "扫描件", "file": str(scan.pk), "ORDER": "1", "id": "", "DELETE": ""}
    rows = {f"attachments-0-{name}": value for name, value in row.items()}
    edit(hands("editor"), draft, **paragraph(ORDER), **{"attachments-TOTAL_FORMS": "1"}, **rows)
    html = hands("chief").get(reverse("pages_lift", args=[draft.pk])).content.decode()
    assert "须由编辑处理的意见" in html
    lift(hands("chief"), draft)
    assert not hand_in(hands("editor"), draft)


def test_the_door_is_shown_to_signers_at_documents_only(hands, draft):
    for login, is_shown in (("chief", True), ("editor", False)):
        url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
        html = hands(login).get(url).content.decode()
        assert (reverse("pages_lift", args=[draft.pk]) in html) is is_shown, login
    home = Page.objects.get(depth=2)
    url = reverse("wagtailadmin_explore", args=[home.pk])
    assert "个人信息检查" not in hands("root").get(url).content.decode()
