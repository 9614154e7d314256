"""A slip beside a licence is undone by the unit itself: no circle, and nothing hidden (R63)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Material
from applications.services import drafts, licences, materials
from demo.papers import pdf
from registry.models import Licence
from workflow.services import submissions

RIGHT, WRONG = "SC10136070200001", "SC10136070200007"
PAST, LATER, LATEST = date(2020, 3, 1), date(2024, 5, 1), date(2025, 5, 1)
LICENCE = "M2_licence"


@pytest.fixture
def who(at, agent_of):
    return lambda application: {"by": agent_of(application), "at": at}


@pytest.fixture
def slipped(draft, who):
    """A draft with a licence whose number was mistyped."""

    def make():
        application = draft()
        materials.attach(
            application,
            LICENCE,
            name="证.pdf",
            data=pdf("证"),
            licence_no=WRONG,
            valid_until=LATER,
            **who(application),
        )
        return application

    return make


def numbers(application):
    rows = application.applicant.licences.filter(number__startswith="SC")
    return set(rows.values_list("number", "valid_until"))


@pytest.mark.parametrize("has_file", [False, True])
def test_number_and_end_are_put_right_with_the_same_file_or_without_one(
    slipped, browse, press, look, has_file
):
    application = slipped()
    client, old = browse(application), application.materials.get()
    page = look(client, "materials", application.pk, query=f"?replace={old.pk}")
    assert f'value="{WRONG}"' in page
    typed = {"kind": LICENCE, "replaces": old.pk, "licence_no": RIGHT, "valid_until": f"{LATEST}"}
    if has_file:
        typed["files"] = [SimpleUploadedFile("证.pdf", pdf("证"))]
    assert RIGHT in press(client, "materials", application.pk, **typed)
    current = application.materials.current().get()
    assert (current.licence_no, current.valid_until) == (RIGHT, LATEST)
    assert current.replaces == old
    assert current.file == old.file
    assert materials.read(current, by=application.created_by, at=current.uploaded_at) == pdf("证")
    assert numbers(application) == {(RIGHT, LATEST)}


def test_an_unchanged_number_and_no_file_is_asked_about(slipped, browse, press):
    application = slipped()
    old = application.materials.get()
    typed = {"licence_no": WRONG, "valid_until": f"{LATER}"}
    text = press(
        browse(application), "materials", application.pk, kind=LICENCE, replaces=old.pk, **typed
    )
    assert "编号和有效期没有改动；要更换文件的，请选择新的文件" in text
    assert application.materials.current().get() == old


def test_a_refused_correction_still_says_which_file_it_is_about(slipped, browse, press):
    application = slipped()
    old = application.materials.get()
    typed = {"licence_no": RIGHT, "valid_until": f"{PAST}"}
    text = press(
        browse(application), "materials", application.pk, kind=LICENCE, replaces=old.pk, **typed
    )
    assert "2020年3月1日已经过去" in text
    assert f"新文件将替换“{old.name}”" in text


def test_the_number_beside_an_expired_scan_is_put_right_alone(slipped, browse, press):
    application = slipped()
    application.materials.update(valid_until=PAST)
    for number, files in ((RIGHT, []), ("SC1", [SimpleUploadedFile("证.pdf", pdf("证"))])):
        old = application.materials.current().get()
        typed = {"licence_no": number, "valid_until": f"{PAST}", "files": files}
        client = browse(application)
        press(client, "materials", application.pk, kind=LICENCE, replaces=old.pk, **typed)
        assert application.materials.current().get().licence_no == number


def test_a_mistyped_twin_gives_way_to_the_licence_that_is_there(slipped, who):
    application = slipped()
    unit, by = application.applicant, who(application)
    licences.save_licence(unit, kind="food_production_licence", number=RIGHT, **by)
    materials.put_right(application.materials.get(), licence_no=RIGHT, valid_until=LATER, **by)
    assert {number for number, _ in numbers(application)} == {RIGHT}


def test_an_end_that_is_past_is_refused_where_it_is_typed(draft, browse, press):
    application = draft()
    client, unit = browse(application), application.applicant
    typed = {"kind": LICENCE, "licence_no": RIGHT, "valid_until": f"{PAST}"}
    files = [SimpleUploadedFile(f"{name}.pdf", pdf(name)) for name in "甲乙"]
    text = press(client, "materials", application.pk, files=files, **typed)
    assert text.count("2020年3月1日已经过去，请与证书核对年份") == 2  # in the summary, at the day
    assert not Material.objects.exists()
    text = press(client, "new_licence", kind="other", number="A1", valid_until=f"{PAST}")
    assert "2020年3月1日已经过去" in text
    assert not unit.licences.filter(number="A1").exists()


def test_the_number_of_an_expired_licence_is_put_right_beside_its_end(draft, browse, press):
    application = draft()
    row = application.applicant.licences.create(kind="other", number="A1", valid_until=PAST)
    typed = {"kind": "other", "number": "A2", "valid_until": f"{PAST}"}
    assert "已保存" in press(browse(application), "licence", row.pk, **typed)


def test_an_expired_licence_leads_from_the_last_look_to_itself_and_back(ready, browse, press, look):
    application = ready()
    row = application.applicant.licences.create(kind="other", number=WRONG, valid_until=PAST)
    client, check = browse(application), reverse("portal:check", args=[application.pk])
    own = f"{reverse('portal:licence', args=[row.pk])}?back={check}"
    assert own in look(client, "check", application.pk)
    assert "该证书已到期" in look(client, "licence", row.pk, query=f"?back={check}")
    drop = f"{reverse('portal:drop_licence', args=[row.pk])}?back={check}"
    assert drop in client.get(own).content.decode()
    page = look(client, "materials", application.pk, query="?check=1")
    assert "填错或者重复登记的，更正或者删除" in page
    assert client.post(drop).url == check
    assert not Licence.objects.filter(pk=row.pk).exists()
    assert "已提交，编号" in press(client, "check", application.pk)


def test_what_a_paper_rests_on_is_renewed_and_not_hidden(ready, who, browse, press, clock, at):
    application = ready()
    by, unit = who(application), application.applicant
    old = application.materials.get(kind=LICENCE)
    materials.put_right(old, licence_no=RIGHT, valid_until=date(2020, 4, 20), **by)
    application = submissions.submit(application, **by)
    clock.move_to(at.replace(month=6))
    client, row = browse(application), unit.licences.get(number=RIGHT)
    text = press(client, "drop_licence", row.pk)
    assert f"申请{application.number}使用了该证书，到期后不能删除" in text
    typed = {"kind": "food_production_licence", "number": WRONG, "valid_until": f"{LATER}"}
    press(client, "new_licence", **typed)
    assert "已删除" in press(client, "drop_licence", row.pk)


def test_another_number_does_not_take_a_paper_off_an_expired_licence(
    ready, who, browse, press, clock, at
):
    application = ready()
    by, unit = who(application), application.applicant
    old = application.materials.get(kind=LICENCE)
    materials.put_right(old, licence_no=RIGHT, valid_until=date(2020, 4, 20), **by)
    application = submissions.submit(application, **by)
    clock.move_to(at.replace(month=6))
    client, row = browse(application), unit.licences.get(number=RIGHT)
    typed = {"kind": row.kind, "number": WRONG, "valid_until": "2020-04-20"}
    assert "已保存" in press(client, "licence", row.pk, **typed)
    assert f"申请{application.number}使用了该证书" in press(client, "drop_licence", row.pk)


@pytest.mark.parametrize("is_replaced", [False, True])
def test_the_scan_of_a_submitted_paper_outlives_the_licence_and_a_draft_that_used_it(
    ready, who, browse, press, is_replaced
):
    application = ready()
    by, unit = who(application), application.applicant
    old = application.materials.get(kind=LICENCE)
    scanned = materials.put_right(old, licence_no=RIGHT, valid_until=LATER, **by)
    submissions.submit(application, **by)
    client, later = browse(application), drafts.start(unit, **by)
    row = unit.licences.get(number=RIGHT)
    press(client, "use_licence", later.pk, row.pk)
    assert "已删除" in press(client, "drop_licence", row.pk)
    reused = later.materials.get()
    if is_replaced:
        files = [SimpleUploadedFile("新.pdf", pdf("新"))]
        typed = {"kind": LICENCE, "replaces": reused.pk, "files": files}
        assert "已上传" in press(client, "materials", later.pk, licence_no=WRONG, **typed)
    else:
        assert "已撤下" in press(client, "take_back", later.pk, reused.pk)
    assert not later.materials.current().filter(pk=reused.pk).exists()
    scanned.file.refresh_from_db()
    assert scanned.file.destroyed_at is None
