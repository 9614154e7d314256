"""Drafts that are not wanted any more: asked about, deleted whole, told in the audit trail."""

import pytest
from django.urls import reverse
from tests.support.listed import listed
from tests.support.photos import picture

from applications.models import Application, Item, Material, MaterialAccess, Photo, PrintedForm
from applications.services import materials, photos
from applications.services.discarding import discard_draft
from applications.services.printing import print_form
from demo.acts import agent
from demo.timetables import moment
from records.models import AuditEvent
from rules.refusal import Refused


@pytest.fixture
def full(ready, at, agent_of):
    """A draft with everything in it: files, one replaced, a roster that was read, photo, print."""
    application = ready(2, serial=3)
    signed = {"by": agent_of(application), "at": at}
    materials.read(application.materials.get(kind="M4b_member_roster"), **signed)
    photos.add(application.items.first(), data=picture(), alt_text="产品照片", **signed)
    print_form(application, **signed)
    return application


def test_a_draft_is_deleted_after_a_question_with_all_that_is_in_it(
    full, browse, look, press, django_capture_on_commit_callbacks
):
    client, pk = browse(full), full.pk
    stored = [each.file.sealed for each in (*Material.objects.all(), *Photo.objects.all())]
    assert all(file.storage.exists(file.name) for file in stored)
    assert reverse("portal:discard", args=[pk]) in look(client, "application", pk)
    page = look(client, "discard", pk)
    for words in ("产品 2 个", f"上传的文件 {len(stored) - 1} 个", "不能恢复"):
        assert words in page
    assert Application.objects.filter(pk=pk).exists(), "a question changes nothing"
    with django_capture_on_commit_callbacks(execute=True):
        assert "已删除草稿" in press(client, "discard", pk)
    for model in (Application, Item, Material, MaterialAccess, Photo, PrintedForm):
        assert not model.objects.exists()
    assert not any(file.storage.exists(file.name) for file in stored)
    event = AuditEvent.objects.get(action="applications.discard_draft")
    assert event.data == {"products": 2, "files": len(stored) - 1, "photos": 1}
    assert client.get(reverse("portal:application", args=[pk])).status_code == 404


def test_a_submitted_application_is_not_deleted(paper, browse, press, at):
    application = paper()[0].application
    assert "该申请已提交，不能删除" in press(browse(application), "discard", application.pk)
    with pytest.raises(Refused, match="已提交"):
        discard_draft(application, by=agent(application.applicant_id), at=at)
    assert Application.objects.filter(pk=application.pk).exists()


def test_nobody_else_deletes_a_draft(draft, browse, at):
    mine, theirs = draft(), draft(serial=2)
    address = reverse("portal:discard", args=[theirs.pk])
    assert browse(mine).post(address).status_code == 404
    with pytest.raises(Refused, match="只有申请单位"):
        discard_draft(theirs, by=agent(mine.applicant_id), at=at)


def test_a_second_renewal_of_an_entry_leads_to_the_draft_that_was_begun(
    office, clock, sign_in, press, look
):
    entry = listed()
    clock.move_to(moment(entry.renewal_opens_on))
    client = sign_in(agent(entry.applicant_id))
    press(client, "start", kind="renewal", renewal_of=[entry.pk])
    page = press(client, "start", kind="renewal", renewal_of=[entry.pk])
    assert "已有一份填写中的再次申请，请继续填写，或者删除后重新开始" in page
    assert "删除这份草稿" in page, "the page of that very draft"
    assert Application.objects.filter(kind="renewal").count() == 1
    page = look(client, "certificate", entry.pk)
    assert "草稿，尚未提交" in page
    assert f"{reverse('portal:start')}?kind=renewal" not in page
