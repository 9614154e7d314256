"""A file that somebody called mistaken is put before the signers each day, and not for ever."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model

from pages.models import DocumentAttachment, FileClaim, GuideMaterial, LiftedFileObjection
from pages.privacy import file_lifting
from pages.privacy.file_lifting import GONE
from pages.privacy.waiting_claims import WAITS, late_claims, remind_of_claims
from records.models import AuditEvent, JobFailure, OutgoingMail
from registry.models import User

from .conftest import HANDS_AT, moment
from .hands import fresh
from .test_claimed_files import ORDERS, claimed, verdict
from .test_confirming import hand_in

Document = get_document_model()
LAST_MOMENT = moment(2020, 5, 31, 23, 59)
PAST = HANDS_AT + timedelta(days=WAITS + 1)


@pytest.fixture
def addresses(hands, settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    for login in ("editor", "checker", "chief", "root"):
        User.objects.filter(username=login).update(email=f"{login}@example.com")


def letters():
    return [(each.recipient.partition("@")[0], each.subject) for each in OutgoingMail.objects.all()]


def test_signers_are_reminded_once_a_day_when_the_office_opens(addresses, hands):
    claimed(hands("editor"))
    for at in (moment(2020, 5, 2, 7), moment(2020, 5, 2, 9), moment(2020, 5, 2, 15)):
        remind_of_claims(at)
    [(login, subject)] = letters()
    assert (login, "1个误判的文件等待判断" in subject) == ("chief", True)
    assert "订货清单" not in OutgoingMail.objects.get().body
    remind_of_claims(moment(2020, 5, 3, 9))
    assert len(letters()) == 2
    verdict(hands("chief"), Document.objects.get())
    assert remind_of_claims(moment(2020, 5, 4, 9)) == {"lapsed": 0, "waiting": 0}
    assert len(letters()) == 2


def test_who_brought_it_and_who_signs_read_until_when(hands):
    claimed(hands("editor"))
    for login in ("editor", "chief"):
        assert "2020年5月31日到期" in hands(login).get("/admin/").content.decode(), login
    assert "到期" not in hands("checker").get("/admin/").content.decode()
    assert (
        "2020年5月31日到期" in hands("chief").get(reverse("pages_claimed_files")).content.decode()
    )


def test_what_nobody_judged_leaves_the_library_on_record(addresses, hands):
    claimed(hands("editor"))
    remind_of_claims(LAST_MOMENT)
    assert Document.objects.exists()
    assert remind_of_claims(PAST) == {"lapsed": 1, "waiting": 0}
    assert not Document.objects.exists()
    row = AuditEvent.objects.get(action="pages.lapse_claim")
    assert f"满{WAITS}日" in row.because
    assert ("editor", "误判的文件到期删除") in [(who, what[-9:]) for who, what in letters()]
    assert remind_of_claims(PAST) == {"lapsed": 0, "waiting": 0}


def test_what_a_signer_let_pass_stays(hands):
    file = claimed(hands("editor"))
    verdict(hands("chief"), file)
    assert remind_of_claims(PAST) == {"lapsed": 0, "waiting": 0}
    assert Document.objects.exists()


def test_what_a_draft_names_stays_with_the_staff_and_is_watched(hands):
    file = claimed(hands("editor"))
    page = hand_in(hands("editor"), file, "save")
    assert late_claims(LAST_MOMENT) == []
    assert remind_of_claims(PAST) == {"lapsed": 0, "waiting": 0}
    assert late_claims(PAST) == [file.title]
    assert not hand_in(hands("editor"), file).workflow_in_progress
    assert not fresh(page).live


def _link(page, file):
    words = f'<p><a linktype="document" id="{file.pk}">清单</a></p>'
    page.body = [("paragraph", words)]


def _form(page, file):
    page.materials = [GuideMaterial(name="申请表", form=file)]


def _annex(page, file):
    page.attachments = [DocumentAttachment(title="清单", file=file)]


@pytest.mark.parametrize("name_it", [_link, _form, _annex])
@pytest.mark.parametrize("is_stored", [True, False])
def test_whatever_names_it_in_a_draft_keeps_it(hands, name_it, is_stored, guide_draft):
    file = claimed(hands("editor"))
    name_it(guide_draft, file)
    if is_stored:
        guide_draft.save()
    else:
        guide_draft.save_revision()
    assert remind_of_claims(PAST) == {"lapsed": 0, "waiting": 0}
    assert "不能删除" in verdict(hands("chief"), file, "discard", sentences=[]).content.decode()
    assert Document.objects.exists()
    assert not JobFailure.objects.exists()


def test_a_file_gone_from_the_disk_stops_no_first_page_and_no_job(hands):
    file = claimed(hands("editor"))
    file.file.storage.delete(file.file.name)
    for login in ("editor", "chief"):
        assert "订货清单" in hands(login).get("/admin/").content.decode(), login
    url = reverse("pages_lift_file", args=["document", file.pk])
    assert "文件已丢失" in hands("chief").get(url).content.decode()
    verdict(hands("chief"), file, sentences=[GONE])
    assert not LiftedFileObjection.objects.exists()
    assert remind_of_claims(PAST) == {"lapsed": 1, "waiting": 0}
    assert not Document.objects.exists()


def test_who_brought_nothing_opens_no_file_on_the_first_page(hands, monkeypatch):
    claimed(hands("editor"))
    opened = []
    monkeypatch.setattr(file_lifting, "file_objections", opened.append)
    assert hands("checker").get("/admin/").status_code == 200
    assert opened == []


def test_what_comes_back_waits_anew(hands, clock):
    claimed(hands("editor"))
    remind_of_claims(PAST)
    clock(PAST)
    claimed(hands("checker"))
    claim = FileClaim.objects.get()
    assert (claim.claimed_by.username, claim.claimed_at) == ("checker", PAST)
    assert remind_of_claims(PAST) == {"lapsed": 0, "waiting": 1}
    assert AuditEvent.objects.filter(action="pages.claim_file").count() == 2


MANY = {
    "documents": ("wagtaildocs:add_multiple", "wagtaildocs:add", "订货.csv", ORDERS),
    "pictures": ("wagtailimages:add_multiple", "wagtailimages:add", "a.jpg", None),
}


@pytest.mark.parametrize("kind", MANY)
def test_of_many_files_the_refused_one_is_shown_its_way_out(hands, kind, monkeypatch):
    from tests.support.photos import picture

    from pages.privacy import admin_forms
    from pages.privacy.answers import Breach, Examination

    many, single, name, data = MANY[kind]
    if data is None:
        said = "图片：含有个人信息，不得公开：154****0001<b>（手机号码）"
        found = Examination([Breach("mobile", "图片", said)], [])
        monkeypatch.setattr(admin_forms, "see", lambda *_, **__: found)
    file = ContentFile(data or picture(), name)
    answer = hands("editor").post(reverse(many), {"title": "清单", "files[]": file}).json()
    assert not answer["success"]
    assert "手机号码" in answer["error_message"]
    assert f"href='{reverse(single)}'" in answer["error_message"]
    assert "<b>" not in answer["error_message"]
    assert hands("editor").get(reverse(many)).status_code == 200
