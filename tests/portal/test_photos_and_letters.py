"""Photos of a product, previews of files, and letters of authority from hand-in to signature."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from tests.support.photos import picture

from applications.models import Authorisation, AuthorisationAccess, Photo
from applications.policies.submitting import reasons_against_submitting
from applications.services import authorisations, drafts, photos
from demo.acts import agent
from demo.papers import pdf
from registry.models import User
from rules.refusal import Refused
from workflow.services import submissions


def file(name, data):
    return SimpleUploadedFile(name, data)


# Photos


def test_a_photo_is_added_with_words_seen_and_taken_back(draft, browse, press, look):
    application = draft()
    item, client = application.items.get(), browse(application)
    at_item = (application.pk, item.pk)
    assert "还没有照片" in look(client, "photos", *at_item)
    assert reverse("portal:photos", args=at_item) in look(client, "products", application.pk)
    data = picture(place="Shuidong 25.90N")
    text = press(client, "photos", *at_item, file=file("a.jpg", data), alt_text="")
    assert "请填写照片的文字说明" in text
    text = press(client, "photos", *at_item, file=file("a.jpg", data), alt_text="装箱的脐橙")
    assert "装箱的脐橙" in text
    assert "产品照片（1）" in text
    photo = Photo.objects.get()
    shown = client.get(reverse("portal:photo", args=[*at_item, photo.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"Shuidong" not in shown.content
    assert "同一照片已上传" in press(
        client, "photos", *at_item, file=file("b.jpg", data), alt_text="又一张"
    )
    tiny = press(
        client, "photos", *at_item, file=file("c.jpg", picture(size=(200, 300))), alt_text="小"
    )
    assert "照片太小" in tiny
    told = press(client, "photos", *at_item, file=file("c.jpg", data), alt_text="电话13812345678")
    assert "含有个人信息" in told
    assert "照片只接受" in press(
        client, "photos", *at_item, file=file("b.jpg", pdf("x")), alt_text="不是照片"
    )
    press(client, "remove_photo", *at_item, photo.pk)
    assert not Photo.objects.exists()


def test_six_photos_are_enough_and_a_removed_product_takes_its_photos_along(
    draft, agent_of, at, django_capture_on_commit_callbacks
):
    application = draft()
    item, by = application.items.get(), agent_of(application)
    for shade in range(photos.MOST):
        photos.add(item, data=picture((shade * 30, 0, 0)), alt_text="图", by=by, at=at)
    with pytest.raises(Refused, match="每个产品最多6张照片"):
        photos.add(item, data=picture("blue"), alt_text="图", by=by, at=at)
    stored = Photo.objects.first().file.sealed
    with django_capture_on_commit_callbacks(execute=True):
        drafts.remove_item(item, by=by, at=at)
    assert not Photo.objects.exists()
    assert not stored.storage.exists(stored.name)


def test_a_submitted_photo_stays_and_is_part_of_what_was_submitted(
    ready, agent_of, at, browse, user, sign_in
):
    application = ready()
    item, by = application.items.get(), agent_of(application)
    photo = photos.add(item, data=picture(), alt_text="装箱的脐橙", by=by, at=at)
    submitted = submissions.submit(application, by=by, at=at)
    kept = submitted.submissions.get().payload["photos"]
    assert [each["photos__sha256"] for each in kept] == [photo.sha256]
    with pytest.raises(Refused, match="正在审核"):
        photos.remove(photo, by=by, at=at)
    station = user(f"station_officer@{submitted.station.code}")
    paper = sign_in(station).get(reverse("desk:application", args=[submitted.pk]))
    address = reverse("desk:photo", args=[photo.pk])
    assert address in paper.content.decode()
    assert sign_in(station).get(address)["Content-Type"] == "image/jpeg"
    others = User.objects.filter(memberships__role="station_officer").exclude(pk=station.pk)
    assert sign_in(others.first()).get(address).status_code == 404


def test_photos_are_copied_to_the_catalogue_when_the_product_is_listed(
    draft, at, agent_of, settings, tmp_path
):
    from tests.conftest import schedule

    from demo.preparing import submit
    from demo.walking import walk

    application = draft()
    by, item = agent_of(application), application.items.get()
    photos.add(item, data=picture(size=(480, 360)), alt_text="装箱的脐橙", by=by, at=at)
    items = list(submit(application, by=by, at=at).items.all())
    (listed,) = walk(items, schedule(at.date()), until="list", since="endorse")
    listed.refresh_from_db()
    (photo,) = listed.certificate.product.photos.all()
    assert photo.alt_text == "装箱的脐橙"
    with photo.image.file.open("rb") as stored, Image.open(stored) as image:
        assert image.size == (480, 360)


# Previews


def test_a_scan_is_previewed_in_the_page_and_only_what_browsers_show(draft, browse, look, at):
    from applications.services import materials

    application = draft()
    by = agent(application.applicant_id)
    kinds = {"a.pdf": pdf("甲"), "b.jpg": picture()}
    client = browse(application)
    for name, data in kinds.items():
        kept = materials.attach(application, "M2_licence", name=name, data=data, by=by, at=at)
        page = look(client, "preview", application.pk, kept.pk)
        inside = reverse("portal:preview_file", args=[application.pk, kept.pk])
        assert inside in page
        shown = client.get(inside)
        assert shown.content == data
        assert shown["Content-Disposition"].startswith("inline")
        assert (
            "frame-ancestors 'self'" in shown["Content-Security-Policy"]
            or "sandbox" in (shown["Content-Security-Policy"])
        )


# Letters of authority


@pytest.fixture
def letter(draft, at, agent_of):
    application = draft()
    return authorisations.hand_in(
        application.applicant,
        agent_name="测试 受托人",
        valid_from=at.date(),
        valid_until=at.date() + timedelta(days=30),
        name="授权.pdf",
        data=pdf("授权"),
        by=agent_of(application),
        at=at,
    )


def test_an_agent_signs_only_by_a_letter_that_the_office_has_checked(
    letter, ready, at, user, agent_of
):
    application = letter.applicant.applications.get()
    by = agent_of(application)
    drafts.save_header(
        application,
        by=by,
        at=at,
        signatory="测试受托人",
        signatory_capacity="agent",
        signed_on=at.date(),
    )

    def reasons():
        application.refresh_from_db()
        return [why for field, why in reasons_against_submitting(application, on=at.date())
                if field == "signatory_capacity"]  # fmt: skip

    assert "并经区扶贫办核对的授权委托书" in reasons()[0]
    authorisations.check(letter, accepted=True, by=user("fpb_clerk@fpb"), at=at)
    assert reasons() == []
    drafts.save_header(application, by=by, at=at, signatory="另一个人")
    assert reasons()
    drafts.save_header(application, by=by, at=at, signatory="测试受托人")
    authorisations.withdraw(letter, by=by, at=at)
    assert reasons(), "an authority that was withdrawn signs nothing"


def test_an_authority_ends_after_a_look_at_what_that_means(letter, browse, look, press):
    client = browse(letter.applicant.applications.get())
    question = reverse("portal:withdraw_authorisation", args=[letter.pk])
    people = look(client, "people")
    assert f'<a href="{question}">撤销' in people
    assert f'action="{question}"' not in people
    page = look(client, "withdraw_authorisation", letter.pk)
    assert "还没有提交的草稿，以及要重新提交的补正" in page
    letter.refresh_from_db()
    assert letter.is_live
    assert f"已撤销对{letter.agent_name}的授权" in press(
        client, "withdraw_authorisation", letter.pk
    )
    assert "该授权已经失效" in press(client, "withdraw_authorisation", letter.pk)
    letter.refresh_from_db()
    assert not letter.is_live


def test_a_letter_goes_through_the_doors_of_both_sides(
    draft, browse, press, look, user, sign_in, at
):
    application = draft()
    client, clerk = browse(application), sign_in(user("fpb_clerk@fpb"))
    assert "还没有提交" in look(client, "people")
    form = {"agent_name": "测试受托人", "valid_from": "2020-04-01", "valid_until": "2020-03-01"}
    text = press(client, "authorise", **form, file=file("a.pdf", b"no pdf"))
    assert "授权止期不得早于起期" in text
    assert "不能识别的文件内容" in text
    text = press(
        client, "authorise", **{**form, "valid_until": "2020-12-31"}, file=file("a.pdf", pdf("x"))
    )
    assert "待核对" in text
    letter = Authorisation.objects.get()
    inbox = clerk.get(reverse("desk:authorisations")).content.decode()
    assert application.applicant.name in inbox
    page = reverse("desk:authorisation", args=[letter.uid])
    refused = clerk.post(page, {"verdict": "no", "because": " "})
    assert (refused.status_code, "请写明未通过的原因" in refused.content.decode()) == (422, True)
    assert (
        clerk.get(reverse("desk:authorisation_scan", args=[letter.uid]))["Content-Type"]
        == "application/pdf"
    )
    client.get(reverse("portal:authorisation", args=[letter.pk]))
    assert AuthorisationAccess.objects.count() == 2
    clerk.post(page, {"verdict": "no", "because": "没有加盖公章"})
    assert "原因：没有加盖公章" in look(client, "people")
    assert clerk.post(page, {"verdict": "yes"}).status_code == 422
    station = sign_in(User.objects.filter(memberships__role="station_officer").first())
    for name in ("authorisation", "authorisation_scan"):
        assert station.get(reverse(f"desk:{name}", args=[letter.uid])).status_code == 302
