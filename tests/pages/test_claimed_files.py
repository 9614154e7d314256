"""A file that the gate mistook is kept on somebody's word and used on a signer's verdict."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from pages.models import FileClaim, LiftedFileObjection
from pages.privacy import admin_forms
from pages.privacy.answers import Breach, Examination
from records.models import AuditEvent

from .hands import act, fresh, write
from .test_confirming import hand_in

Document, Image = get_document_model(), get_image_model()
ORDERS = "品名,订货单号\n脐橙,15400000001\n".encode()
NOTE = "第2列是订货单号，不是手机号码"
WHY = "已打开原件核对，均为订货单号"
ANOTHER = ORDERS.replace(b"0001", b"0002")


def upload(client, data=ORDERS, name="订货.csv", **fields):
    """The library file that came of it, or None; the answer's text."""
    file = ContentFile(data, name)
    given = {"title": "订货清单", "collection": "1", "file": file, **fields}
    answer = client.post(reverse("wagtaildocs:add"), given)
    return Document.objects.last(), answer.content.decode()


def claimed(client, **fields):
    return upload(client, is_mistaken="on", mistake_note=NOTE, **fields)[0]


def verdict(client, thing, verdict="lift", **given):
    url = reverse("pages_lift_file", args=["document", thing.pk])
    (claim,) = FileClaim.objects.all()
    fields = {"sentences": claim.sentences, "reason": WHY, "verdict": verdict, **given}
    return client.post(url, fields, follow=True)


def test_a_refused_upload_says_where_a_mistake_is_judged(hands):
    file, text = upload(hands("editor"))
    assert file is None
    assert "手机号码" in text
    assert "误判的文件" in text
    assert not FileClaim.objects.exists()


@pytest.mark.parametrize("note", ["", "误判"])
def test_who_calls_it_mistaken_says_why(hands, note):
    file, text = upload(hands("editor"), is_mistaken="on", mistake_note=note)
    assert file is None
    assert "请写明为什么属于误判" in text
    assert not FileClaim.objects.exists()


def test_a_claimed_file_is_the_staffs_until_a_signer_has_judged(hands, client):
    file = claimed(hands("editor"))
    assert AuditEvent.objects.get(action="pages.claim_file").because == NOTE
    assert hand_in(hands("editor"), file) is None
    assert hand_in(hands("editor"), file, "save") is not None, "a draft is always kept"
    assert "订货清单" in hands("chief").get("/admin/").content.decode()
    client.logout()
    assert client.get(file.url).status_code == 404

    answer = verdict(hands("chief"), file)
    assert "已解除" in answer.content.decode()
    row = AuditEvent.objects.get(action="pages.lift_file_objection")
    assert (row.because, row.actor) == (WHY, "chief")
    assert "15400000001" not in json.dumps(row.data)
    page = hand_in(hands("editor"), file)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert WHY in hands("checker").get(url).content.decode()
    act(hands("checker"), page)
    act(hands("chief"), page)
    assert fresh(page).live
    client.logout()
    assert b"".join(client.get(file.url).streaming_content) == ORDERS


def test_another_file_in_its_place_is_asked_again(hands):
    file = claimed(hands("editor"))
    verdict(hands("chief"), file)
    file.file = ContentFile(ANOTHER, "订货.csv")
    with pytest.raises(ValidationError, match="手机号码"), transaction.atomic():
        file.save()


def test_only_a_signer_judges_and_never_a_file_of_their_own(hands):
    file = claimed(hands("chief"))
    for login in ("editor", "checker"):
        assert verdict(hands(login), file).status_code in {302, 403, 200}
        assert not LiftedFileObjection.objects.exists(), login
    assert "由其他签发人员判断" in verdict(hands("chief"), file).content.decode()
    assert not LiftedFileObjection.objects.exists()
    verdict(hands("root"), file)
    assert LiftedFileObjection.objects.exists()


REFUSED = {
    "no reason": ({"reason": ""}, "请写明解除的理由"),
    "short": ({"reason": "误判"}, "至少6个字"),
    "none": ({"sentences": []}, "请选择要解除的检查意见"),
    "another": ({"sentences": ["第9行含有个人信息，不得公开"]}, "有效"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_verdict_wants_a_reason_and_a_standing_sentence(hands, case):
    file = claimed(hands("editor"))
    given, reason = REFUSED[case]
    assert reason in verdict(hands("chief"), file, **given).content.decode()
    assert not LiftedFileObjection.objects.exists()


def test_a_second_press_lifts_nothing_twice(hands):
    file = claimed(hands("editor"))
    for _ in range(2):
        verdict(hands("chief"), file)
    assert LiftedFileObjection.objects.count() == 1
    url = reverse("pages_lift_file", args=["document", file.pk])
    assert "没有可以解除的检查意见" in hands("chief").get(url).content.decode()


def test_what_is_personal_after_all_leaves_the_library_on_record(hands):
    file = claimed(hands("editor"))
    verdict(hands("chief"), file, "discard", sentences=[], reason="")
    assert Document.objects.exists()
    verdict(hands("chief"), file, "discard", sentences=[], reason="第2列确实是手机号码")
    assert not Document.objects.exists()
    row = AuditEvent.objects.get(action="pages.discard_file")
    assert row.because == "第2列确实是手机号码"
    assert FileClaim.objects.exists(), "who had called it mistaken stays on record"


def test_a_file_that_a_draft_names_is_not_discarded(hands):
    file = claimed(hands("editor"))
    hand_in(hands("editor"), file, "save")
    answer = verdict(hands("chief"), file, "discard", sentences=[])
    assert "把它列为附件，不能删除" in answer.content.decode()
    assert Document.objects.exists()


def test_the_list_says_what_waits_and_is_for_who_brings_or_signs(hands, client, django_user_model):
    url = reverse("pages_claimed_files")
    assert "没有说明为误判的文件" in hands("editor").get(url).content.decode()
    file = claimed(hands("editor"))
    assert "等待判断" in hands("chief").get(url).content.decode()
    verdict(hands("chief"), file)
    assert "已解除" in hands("editor").get(url).content.decode()
    client.force_login(django_user_model.objects.create(username="nobody"))
    assert client.get(url).status_code in {302, 403}


def test_the_list_costs_the_same_for_any_number(hands, django_assert_max_num_queries):
    client, url = hands("editor"), reverse("pages_claimed_files")
    for number in range(3):
        claimed(client, data=ORDERS + f"橙子,1540000{number:04}\n".encode())
    client.get(url)
    with django_assert_max_num_queries(60):
        client.get(url)


def test_code_that_stores_a_file_needs_the_claim_too(hands):
    with pytest.raises(ValidationError, match="手机号码"), transaction.atomic():
        Document.objects.create(title="订货", file=ContentFile(ORDERS, "订货.csv"))
    claimed(hands("editor"))
    with pytest.raises(ValidationError, match="手机号码"), transaction.atomic():
        Document.objects.create(title="订货", file=ContentFile(ANOTHER, "订货.csv"))


def test_a_title_that_says_a_number_is_never_kept(hands):
    assert claimed(hands("editor"), title="电话15400000001") is None


def test_a_picture_that_a_machine_misread_has_the_same_way(hands, monkeypatch):
    from tests.support.photos import picture

    said = "图片：含有个人信息，不得公开：154****0001（手机号码）"
    found = Examination([Breach("mobile", "图片", said)], [])
    monkeypatch.setattr(admin_forms, "see", lambda *_, **__: found)
    given = {"title": "果园", "collection": "1"}
    add = reverse("wagtailimages:add")
    answer = hands("editor").post(add, {**given, "file": ContentFile(picture(), "a.jpg")})
    assert "误判的文件" in answer.content.decode()
    given |= {"is_mistaken": "on", "mistake_note": NOTE}
    hands("editor").post(add, {**given, "file": ContentFile(picture(), "a.jpg")})
    assert FileClaim.objects.get().sentences == [said]
    assert Image.objects.exists()


def test_the_file_of_a_plain_draft_has_nothing_to_judge(hands):
    write(hands("editor"))
    assert "等待判断的误判文件" not in hands("chief").get("/admin/").content.decode()
