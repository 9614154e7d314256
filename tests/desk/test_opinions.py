"""Writing an opinion: drafts, templates, files, the letter beforehand, itemised demands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.desk import opinion, page

from applications.services import drafts
from demo.acts import perform
from demo.papers import pdf
from desk import signing
from registry.models import User
from rules.refusal import Refused
from workflow.models import Opinion, OpinionDraft, OpinionTemplate
from workflow.services import drafting, submissions

pytestmark = pytest.mark.django_db
AUTOSAVE = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def reviewing(item, signed_in):
    """A paper that waits for the benefit review, the reviewer's browser, the page."""
    return item, signed_in("fpb_reviewer@fpb"), page("benefit", item.application_id)


def form_of(answer):
    (sheet,) = answer.context["sheets"]
    return sheet.form


def test_a_draft_is_kept_by_button_and_by_itself_and_goes_when_signed(reviewing, signed_in):
    item, client, address = reviewing
    half = opinion(item, "return", text="请补充", demands="")
    html = client.post(address, {**half, "do": "draft"}, follow=True).content.decode()
    assert "草稿已保存" in html
    assert "请补充" in html
    typed = {**half, f"item-{item.pk}-text": "请补充两项材料", "do": "draft"}
    assert client.post(address, typed, **AUTOSAVE).json()["message"].startswith("草稿已保存")
    draft = OpinionDraft.objects.get()
    assert (draft.values["text"], draft.values["result"]) == ("请补充两项材料", "return")
    assert form_of(client.get(address))["text"].value() == "请补充两项材料"
    assert not Opinion.objects.filter(step="benefit").exists()
    client.post(address, {**opinion(item), "do": "sign"})
    assert not OpinionDraft.objects.exists()


def test_a_draft_is_its_writers_own(reviewing, signed_in):
    item, client, address = reviewing
    client.post(address, {**opinion(item, text="只有我看得见的草稿"), "do": "draft"})
    answer = signed_in("manager@fpb").get(page("application", item.application_id))
    assert "只有我看得见的草稿" not in answer.content.decode()
    quality = signed_in("agri_reviewer@nyncj")
    assert quality.post(address, {**opinion(item), "do": "draft"}).url == "/admin/"


def test_a_template_fills_in_its_words_and_signs_nothing(reviewing):
    item, client, address = reviewing
    template = OpinionTemplate.objects.create(
        step="benefit", result="return", title="证明不全", text="证明不全。", demands="甲\n乙"
    )
    prefix = f"item-{item.pk}"
    typed = {**opinion(item), f"{prefix}-template": template.pk, "do": f"template:{prefix}"}
    form = form_of(client.post(address, typed))
    assert (form["text"].value(), form["result"].value()) == ("证明不全。", "return")
    assert form["demands"].value() == "甲\n乙"
    assert not form.is_bound
    nothing = client.post(address, {**typed, f"{prefix}-template": "x"}).content.decode()
    assert "请先选择意见模板" in nothing


def test_heads_write_templates_and_reviewers_do_not(reviewing, signed_in):
    door = "/admin/snippets/workflow/opiniontemplate/"
    head = signed_in("manager@fpb")
    new = {
        "step": "benefit",
        "result": "pass",
        "title": "常用",
        "text": "属实。",
        "is_active": "on",
    }
    assert head.post(f"{door}add/", new).status_code == 302
    assert OpinionTemplate.objects.get().title == "常用"
    assert "常用" in head.get(door).content.decode()
    assert signed_in("fpb_reviewer@fpb").get(door).status_code == 302


def test_the_letter_is_shown_in_its_words_before_anybody_signs(reviewing):
    item, client, address = reviewing
    returned = opinion(item, "return", text="带贫成效的证明材料不完整，请按下列事项一次性补正。")
    html = client.post(address, {**returned, "do": "preview"}).content.decode()
    assert "1．清晰的营业执照复印件" in html
    assert "尚未发出" in html
    assert not item.letters.filter(kind="returned").exists()
    refused = opinion(item, "refuse", text="不行")
    html = client.post(address, {**refused, "do": "preview"}).content.decode()
    assert "不予认定反馈书" in html
    assert "请写明意见（至少20个字）" in html
    html = client.post(address, {**opinion(item), "do": "preview"}).content.decode()
    assert "签署后不发出告知" in html
    assert "请先对至少一个产品选择结论" in client.post(address, {"do": "preview"}).content.decode()


def test_files_that_an_opinion_rests_on_are_kept_with_it(reviewing, signed_in):
    item, client, address = reviewing
    data = pdf("检验报告")
    files = {
        f"item-{item.pk}-files": [
            SimpleUploadedFile("检验报告.pdf", data, "application/pdf"),
            SimpleUploadedFile("假的.pdf", b"no pdf", "application/pdf"),
        ]
    }
    refused = client.post(address, {**opinion(item), **files})
    assert "假的.pdf：" in str(form_of(refused).errors["files"])
    assert not Opinion.objects.filter(step="benefit").exists()
    assert names_in(refused) == ["检验报告.pdf"], "the good one need not be chosen again"
    good = SimpleUploadedFile("检验报告.pdf", data, "application/pdf")
    again = {**listed(item, client, address), f"item-{item.pk}-files": [good]}
    client.post(address, {**opinion(item), **again})
    (file,) = Opinion.objects.get(step="benefit").files.all()
    assert client.get(page("opinion_file", file.pk)).content == data
    html = client.get(page("application", item.application_id)).content.decode()
    assert "检验报告.pdf" in html
    other = signed_in("station_officer@station-360702105")
    assert other.get(page("opinion_file", file.pk)).status_code == 404


def chosen(item, *names, **values):
    """The form's fields with files of these names chosen, each with words of its own."""
    files = [SimpleUploadedFile(f"{name}.pdf", pdf(name)) for name in names]
    return {**opinion(item, **values), f"item-{item.pk}-files": files}


def listed(item, client, address, **more):
    """What the page sends back of the files that it lists."""
    (sheet,) = client.get(address).context["sheets"]
    return {f"item-{item.pk}-listed": [file.sha256 for file in sheet.files], **more}


def names_in(answer):
    (sheet,) = answer.context["sheets"]
    return [file.name for file in sheet.files]


def test_files_stay_with_the_draft_and_are_its_writers_until_signed(reviewing, signed_in):
    item, client, address = reviewing
    half = chosen(item, "甲", "乙", result="return", demands="")
    answer = client.post(address, {**half, "do": "draft"}, follow=True)
    assert names_in(answer) == ["甲.pdf", "乙.pdf"]
    assert "移除" in answer.content.decode()
    client.post(address, {**chosen(item, "甲"), "do": "draft"})
    first, second = OpinionDraft.objects.get().files.all()
    assert client.get(page("draft_file", first.pk)).content == pdf("甲")
    for other in ("manager@fpb", "agri_reviewer@nyncj"):
        assert signed_in(other).get(page("draft_file", first.pk)).status_code == 404
    gone = {f"item-{item.pk}-dropped": first.sha256}
    answer = client.post(address, {**opinion(item), **gone, "do": "draft"}, follow=True)
    assert names_in(answer) == ["乙.pdf"]
    assert client.get(page("draft_file", first.pk)).status_code == 404
    client.post(address, {**opinion(item), **listed(item, client, address), "do": "sign"})
    (file,) = Opinion.objects.get(step="benefit").files.all()
    assert (file.name, file.sha256) == ("乙.pdf", second.sha256)


@pytest.mark.parametrize("do", ["sign", "preview", "template:item"])
def test_no_refusal_and_no_look_loses_a_chosen_file(reviewing, do):
    item, client, address = reviewing
    form = chosen(item, "甲", text="短")
    form[f"item-{item.pk}-files"].append(SimpleUploadedFile("空的.pdf", b""))
    answer = client.post(address, {**form, "do": do})
    assert names_in(answer) == ["甲.pdf"]
    assert "空的.pdf：文件是空的" in answer.content.decode()
    assert OpinionDraft.objects.get().values["text"] == "短"


def test_two_windows_never_sign_what_neither_showed(reviewing):
    item, client, address = reviewing
    client.post(address, {**chosen(item, "甲"), "do": "draft"})
    before = listed(item, client, address)
    client.post(address, {**chosen(item, "乙"), **before, "do": "draft"})
    stale = client.post(address, {**opinion(item), **before, "do": "sign"})
    assert "另一窗口有变动" in str(form_of(stale).errors["files"])
    assert names_in(stale) == ["甲.pdf", "乙.pdf"]
    assert not Opinion.objects.filter(step="benefit").exists()
    client.post(address, {**opinion(item), **listed(item, client, address), "do": "sign"})
    again = client.post(address, {**chosen(item, "丙"), **before, "do": "sign"}, follow=True)
    assert "该环节已由您于" in again.content.decode()
    assert Opinion.objects.get(step="benefit").files.count() == 2
    assert not OpinionDraft.objects.exists()


def test_a_file_that_comes_in_between_is_never_signed_unseen(reviewing, monkeypatch):
    """Another window saves after this one was read and before it is signed."""
    item, client, address = reviewing
    save = drafting.save_draft

    def after_another(item, step, values, *, at, **more):
        other, _reasons = drafting.take_files([("丁.pdf", pdf("丁"))], by=more["by"], at=at)
        save(item, step, values, at=at, by=more["by"], taken=other)
        return save(item, step, values, at=at, **more)

    monkeypatch.setattr(signing, "save_draft", after_another)
    refused = client.post(address, {**chosen(item, "甲"), "do": "sign"})
    assert "另一窗口有变动" in str(form_of(refused).errors["files"])
    assert sorted(names_in(refused)) == ["丁.pdf", "甲.pdf"]
    assert not Opinion.objects.filter(step="benefit").exists()


def test_a_draft_takes_so_many_files_and_none_once_another_has_signed(reviewing):
    item, _client, _address = reviewing

    by, at = User.objects.get(username="reviewer"), item.application.submitted_at
    many = [(f"{n}.pdf", pdf(f"{n}")) for n in range(drafting.MOST_FILES + 1)]
    taken, reasons = drafting.take_files(many, by=by, at=at)
    assert reasons == []
    with pytest.raises(Refused, match="最多附20个"):
        drafting.save_draft(item, "benefit", {}, by=by, at=at, taken=taken)
    assert not OpinionDraft.objects.exists()
    perform(item, "review_benefit", at=at)
    with pytest.raises(Refused, match=r"该环节已由您于2020-04-\d\d 09:30办理"):
        drafting.save_draft(item, "benefit", {}, by=by, at=at, taken=taken[:1])
    assert not OpinionDraft.objects.exists()


def test_a_return_lists_what_is_asked_for_item_by_item(reviewing):
    item, client, address = reviewing
    loose = client.post(address, opinion(item, "return", demands=" \n "))
    assert form_of(loose).errors["demands"] == ["退回补正须逐项列明补正事项"]
    client.post(address, opinion(item, "return", demands=" 甲证明 \n\n乙台账"))
    assert Opinion.objects.get(step="benefit").demands == ["甲证明", "乙台账"]
    assert "2．乙台账" in item.letters.get(kind="returned").text


def test_what_changed_since_the_last_submission_is_told_field_by_field(walked, signed_in, at):
    from applications.models import Item
    from demo.acts import agent, answers
    from demo.preparing import sign_again

    (item,) = walked("endorse")
    perform(item, "review_benefit", at=at, choice="return")
    perform(item, "review_quality", at=at)
    by = agent(item.application.applicant_id)
    facts = {"households": 99, "persons": 300, "mechanisms": ["training"], "category": "bee"}
    drafts.save_item(item, by=by, at=at, **facts)
    sign_again(item.application, by=by, at=at)
    again = Item.objects.get(pk=item.pk)
    submissions.resubmit(again, answers=answers(again), by=by, at=at)
    client = signed_in("fpb_reviewer@fpb")
    answer = client.get(page("benefit", item.application_id))
    part, papers = answer.context["comparison"][2]
    assert [change.after for change in papers.changes] == ["申请书.pdf"]
    changes = {change.title: (change.before, change.after) for change in part.changes}
    assert changes["带动户数"] == (f"{item.households}", "99")
    assert changes["带贫机制"] == ("订单收购、吸纳务工", "技术指导")
    assert changes["产品类别"][1] == "蜂产品"
    assert "原来" in answer.content.decode()
    odd = client.get(page("benefit", item.application_id), {"since": "9" * 30})
    assert odd.status_code == 200


def test_hints_say_what_was_found_and_are_no_verdict(walked, signed_in):
    from applications.models import Application, Material
    from files.models import StoredFile

    (twin,) = walked("endorse", serial=1)
    (item,) = walked("endorse", serial=4)
    same = Material.objects.filter(application=twin.application).first()
    StoredFile.objects.filter(
        pk__in=Material.objects.filter(application=item.application).values("file")
    ).update(sha256=same.sha256)
    Application.objects.filter(pk=item.application_id).update(phone=twin.application.phone)
    item.application.applicant.licences.create(kind="other", number="X", valid_until="2020-01-01")
    answer = signed_in("fpb_reviewer@fpb").get(page("application", item.application_id))
    worth = {hint.title: hint.text for hint in answer.context["worth_a_look"]}
    assert "名称相近" in worth["相近的申请单位"]
    assert "联系电话相同" in worth["相同的联系方式"]
    assert twin.application.phone not in str(worth)
    assert "完全相同" in worth["重复的材料"]
    assert "到期" in worth["资格证书有效期"]
    assert "失信登记" in {hint.title for hint in answer.context["in_order"]}
    assert "仅供参考，不是结论" in answer.content.decode()


def test_materials_are_looked_at_in_place_but_rosters_ask_first(paper, station):
    (item,) = paper(serial=3)
    client = station(item)
    html = client.get(page("application", item.application_id)).content.decode()
    for material in item.application.materials.all():
        frame = f'<iframe src="{page("material", material.uid)}"'
        assert (frame in html) == (not material.is_restricted)
        answer = client.get(page("material", material.uid))
        if not material.is_restricted:
            assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_chart_is_saved_as_svg_and_bpmn(paper, station):
    (item,) = paper()
    client, number = station(item), item.application.number
    saved = client.get(page("chart", item.pk), {"download": "1"})
    assert saved["Content-Disposition"] == f'attachment; filename="{number}-1.svg"'
    bpmn = client.get(page("bpmn", item.pk))
    assert bpmn["Content-Disposition"] == f'attachment; filename="{number}-1.bpmn"'
    assert b"definitions" in bpmn.content


def test_nobody_keeps_a_draft_of_what_is_not_theirs(reviewing):
    item, _client, _address = reviewing
    agri = User.objects.get(username="agri")
    with pytest.raises(Refused, match="没有办理该环节的权限"):
        drafting.save_draft(
            item, "benefit", {"text": "x"}, by=agri, at=item.application.submitted_at
        )
