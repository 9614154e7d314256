"""Submitting through the portal: refused with all reasons in Chinese, or done once and whole."""

from datetime import date

import pytest
from django.urls import reverse
from tests.support.check_links import mended_at
from tests.support.dishonest import in_register

from applications.models import Application, Submission
from applications.services import drafts, materials
from records.models import AuditEvent
from workflow.models import CertificationProcess


def test_a_whole_paper_is_submitted_and_shows_its_number(ready, browse, press):
    application = ready(3)
    text = press(browse(application), "check", application.pk)
    application.refresh_from_db()
    assert application.number in text
    assert text.count("待工作站认可") == 3
    assert "预计" in text


def test_an_empty_draft_is_refused_with_every_reason_at_its_place(draft, browse, press, clock):
    application = draft(0)
    text = press(browse(application), "check", application.pk)
    assert "<title>错误：" in text
    for reason in (
        "请至少填写一个产品",
        "请上传签字盖章的认定申请书",
        "请上传资格证书",
        "请上传带贫益贫成效证明",
        "请阅读并同意承诺",
        "请填写签名",
        "请填写签署日期",
    ):
        assert reason in text, reason
    assert mended_at(application, "commitment", anchor="id_accept") in text
    assert mended_at(application, "materials", anchor="material-M2_licence") in text
    _assert_nothing_written(application)


def _wrong_digit(application):
    code = application.applicant.credit_code
    return {"credit_code": code[:-1] + ("0" if code[-1] != "0" else "1")}


def _no_legal_person(application):
    return {"entity_type": "individual_business"}


def _elsewhere(application):
    return {"domicile_region": "360703"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_wrong_digit, "校验"),
        (_no_legal_person, "个体工商户不具有法人资格，不符合申请条件"),
        (_elsewhere, "不是本地注册的市场主体"),
    ],
)
def test_an_applicant_who_may_not_apply_is_refused(change, reason, ready, browse, press):
    application = ready()
    type(application.applicant).objects.update(**change(application))
    text = press(browse(application), "check", application.pk)
    assert "没有提交" in text
    assert reason in text
    _assert_nothing_written(application)


def test_a_dishonest_applicant_is_refused(ready, browse, press):
    application = ready()
    in_register(application.applicant, since=date(2020, 1, 1), until=date(2022, 12, 31))
    assert "失信登记有效期内" in press(browse(application), "check", application.pk)
    _assert_nothing_written(application)


def test_duplicate_rows_are_refused_and_lead_to_the_second_one(ready, browse, press, agent_of, at):
    application = ready()
    item = application.items.get()
    copy = drafts.add_item(application, by=agent_of(application), at=at, **item.facts())
    text = press(browse(application), "check", application.pk)
    assert "同一申请中产品名称和规格重复" in text
    assert mended_at(application, "product", copy.pk, anchor="id_name") in text
    _assert_nothing_written(application)


def test_a_missing_material_is_refused(ready, browse, press, agent_of, at):
    application = ready()
    licence = application.materials.get(kind="M2_licence")
    materials.take_back(licence, by=agent_of(application), at=at)
    text = press(browse(application), "check", application.pk)
    assert "请上传资格证书" in text
    assert "还有 1 处" in text
    _assert_nothing_written(application)


def test_every_reason_is_told_at_once(ready, browse, press, agent_of, at):
    application = ready()
    _no_legal = {"entity_type": "individual_business"}
    type(application.applicant).objects.update(**_no_legal)
    drafts.save_item(
        application.items.get(), by=agent_of(application), at=at, persons=None, mechanisms=[]
    )
    text = press(browse(application), "check", application.pk)
    for reason in ("不具有法人资格", "请填写带动人数", "请选择带贫减贫机制"):
        assert reason in text
    _assert_nothing_written(application)


def test_a_second_click_is_told_so_and_shows_the_submitted_paper(ready, browse, press):
    application = ready()
    client = browse(application)
    press(client, "check", application.pk)
    text = press(client, "check", application.pk)
    assert "该申请已提交，请勿重复提交" in text
    application.refresh_from_db()
    assert f"申请 {application.number}" in text
    assert Submission.objects.count() == 1
    assert CertificationProcess.objects.count() == 1


def test_a_click_that_lost_the_race_shows_the_submitted_paper(
    ready, browse, press, monkeypatch, agent_of, at
):
    """Both clicks saw a draft; the other one was quicker inside the service."""
    from portal.views import draft_pages

    application = ready()
    submit = draft_pages.submissions.submit

    def late(application, **signed):
        submit(Application.objects.get(pk=application.pk), **signed)
        return submit(application, **signed)

    monkeypatch.setattr(draft_pages.submissions, "submit", late)
    text = press(browse(application), "check", application.pk)
    assert "请勿重复提交" in text
    assert "待工作站认可" in text
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["particulars", "commitment", "materials", "products", "new_product"]
)
def test_a_paper_under_review_cannot_be_edited(name, paper, browse, press):
    item = paper()[0]
    before = Application.objects.values().get()
    text = press(
        browse(item.application), name, item.application_id, name="改", contact_person="改"
    )
    assert "不能" in text
    assert Application.objects.values().get() == before
    assert item.application.items.count() == 1


@pytest.mark.parametrize("name", ["product", "copy_product", "remove_product"])
def test_a_product_under_review_cannot_be_edited(name, paper, browse, press):
    item = paper()[0]
    text = press(browse(item.application), name, item.application_id, item.pk, name="改")
    assert "不能" in text
    item.refresh_from_db()
    assert item.name != "改"
    assert item.application.items.count() == 1


def _assert_nothing_written(application):
    application.refresh_from_db()
    assert application.is_draft
    assert application.number is None
    assert not Submission.objects.exists()
    assert not CertificationProcess.objects.exists()
    assert not AuditEvent.objects.filter(action="workflow.submit").exists()


def test_a_name_that_is_not_on_the_licence_is_asked_about_and_refuses_nothing(
    ready, browse, press, look
):
    application = ready()
    client = browse(application)
    page = client.get(reverse("portal:commitment", args=[application.pk]))
    typed = {**page.context["form"].initial, "accept": "on", "signatory": "王五"}
    text = press(client, "commitment", application.pk, **typed)
    doubt = f"签名“王五”与登记的法定代表人“{application.applicant.legal_representative}”不一致"
    assert doubt in text
    assert doubt in look(client, "check", application.pk)
    typed |= {"signatory": f" {application.applicant.legal_representative} "}
    press(client, "commitment", application.pk, **typed)
    assert "不一致，请核对" not in look(client, "check", application.pk)
