"""移交和销毁: files of the archive leave by a list and two people, and never before their years."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.support.standing import stands

from applications.models import Application, LicenceVersion
from demo.acts import holder
from demo.timetables import moment
from files.models import StoredFile
from records.models import AuditEvent
from registry.models import Licence
from rules.refusal import Refused
from workflow.invariants import violations
from workflow.models import ArchiveFile, Disposal, OpinionFile
from workflow.policies.disposals import candidates
from workflow.services import disposals
from workflow.services.archives import archive, file_application

pytestmark = pytest.mark.django_db
LATER = moment(date(2031, 1, 6))
WHY = "保管期限届满，经鉴定没有继续保存的价值"


@pytest.fixture
@stands
def filed(walked, at):
    """A refused paper in the archive, ten years, its paper drawn."""
    (item,) = walked("endorse", choice="refuse")
    application = Application.objects.get(pk=item.application_id)
    later = item.opinions.get().signed_at + timedelta(hours=1)
    clerk = holder("fpb_clerk@fpb")
    filed = file_application(application, retention="D10", by=clerk, at=later)
    archive(application, by=clerk, at=later)
    return ArchiveFile.objects.get(pk=filed.pk)


def make_list(files, kind="destruction", by="fpb_clerk@fpb", at=LATER, **more):
    return disposals.list_files(kind, files, because=WHY, by=holder(by), at=at, **more)


def decide(disposal, by="manager@fpb", is_approved=True, at=LATER):
    count = disposal.lines.count()
    return disposals.decide(disposal, is_approved=is_approved, count=count, by=holder(by), at=at)


def test_after_its_years_a_file_is_destroyed_by_two_and_the_list_stays(filed):
    disposal = make_list([filed])
    assert StoredFile.objects.filter(destroyed_at=None, pk=filed.paper_id).exists()
    with pytest.raises(Refused, match="不得为同一人"):
        decide(disposal, by="fpb_clerk@fpb")
    decide(disposal)
    filed.refresh_from_db()
    assert filed.destroyed_at == LATER
    assert filed.paper.destroyed_at == LATER
    materials = filed.application.materials.select_related("file")
    assert all(each.file.destroyed_at for each in materials)
    line = disposal.lines.get()
    assert line.paper_sha256 == filed.paper.sha256
    assert line.files_destroyed > 1
    assert AuditEvent.objects.get(action="workflow.destroy_file").data["number"] == filed.number
    with pytest.raises(Refused, match="已于2031年1月6日销毁"):
        archive(filed.application, by=holder("manager@fpb"), at=LATER)
    assert violations() == []


@pytest.mark.parametrize("count", [None, 0, 2])
def test_who_approves_says_how_many_files_go(filed, count):
    disposal = make_list([filed])
    with pytest.raises(Refused, match="本册卷数（1卷）") as refused:
        disposals.decide(
            disposal, is_approved=True, count=count, by=holder("manager@fpb"), at=LATER
        )
    assert list(refused.value.fields) == ["count"]
    assert not ArchiveFile.objects.get().destroyed_at
    disposals.decide(disposal, is_approved=False, count=count, by=holder("manager@fpb"), at=LATER)


@pytest.mark.parametrize("day", [date(2020, 6, 1), date(2030, 12, 31)])
def test_before_its_years_are_over_nothing_is_destroyed(filed, day):
    assert list(candidates("destruction", day)) == []
    with pytest.raises(Refused, match="保管期限未满"):
        make_list([filed], at=moment(day))


def test_what_is_kept_for_good_is_never_destroyed(filed):
    ArchiveFile.objects.update(retention="Y")
    assert list(candidates("destruction", date(2099, 1, 1))) == []
    assert list(candidates("transfer", date(2099, 1, 1))) == [filed]


def test_a_licence_that_another_paper_took_along_stays(filed, draft):
    other = draft(1, serial=4)
    shared = filed.application.materials.first()
    other.materials.create(
        kind=shared.kind, file=shared.file, uploaded_by=shared.uploaded_by, uploaded_at=LATER
    )
    decide(make_list([filed]))
    shared.file.refresh_from_db()
    assert shared.file.destroyed_at is None


def test_what_the_unit_keeps_and_another_paper_s_opinion_rests_on_stays(filed, walked):
    unit_s, common = filed.application.materials.all()[:2]
    licence = Licence.objects.create(applicant=filed.application.applicant, kind="business")
    LicenceVersion.objects.create(
        licence=licence,
        number="1",
        file=unit_s.file,
        recorded_at=LATER,
        recorded_by=unit_s.uploaded_by,
    )
    other = walked("endorse", serial=5)[0].opinions.first()
    OpinionFile.objects.create(opinion=other, file=common.file)
    decide(make_list([filed]))
    for each in (unit_s, common):
        each.file.refresh_from_db()
        assert each.file.destroyed_at is None


def test_a_list_that_is_dropped_leaves_all_and_its_files_can_be_listed_anew(filed):
    disposal = make_list([filed])
    with pytest.raises(Refused, match="在其他清册中"):
        make_list([filed])
    decide(disposal, by="fpb_clerk@fpb", is_approved=False)
    with pytest.raises(Refused, match="已经决定"):
        decide(disposal)
    filed.refresh_from_db()
    assert filed.destroyed_at is None
    make_list([filed])


def test_what_was_handed_over_has_the_archive_s_receipt_once(filed):
    with pytest.raises(Refused, match="接收单位"):
        make_list([filed], kind="transfer")
    disposal = make_list([filed], kind="transfer", receiver="示例区档案馆")
    receipt = {"received_on": LATER.date(), "receipt_no": "交〔2031〕1号"}
    who = {"by": holder("fpb_clerk@fpb"), "at": LATER}
    with pytest.raises(Refused, match="批准的移交清册"):
        disposals.record_receipt(disposal, **receipt, **who)
    decide(disposal)
    with pytest.raises(Refused, match="接收日期"):
        disposals.record_receipt(disposal, **{**receipt, "received_on": date(2031, 1, 5)}, **who)
    disposals.record_receipt(disposal, **receipt, **who)
    with pytest.raises(Refused, match="已经登记接收"):
        disposals.record_receipt(disposal, **receipt, **who)
    assert list(candidates("transfer", LATER.date())) == []
    filed.refresh_from_db()
    assert filed.destroyed_at is None
    assert violations() == []


def test_who_neither_keeps_the_papers_nor_heads_the_office_lists_nothing(filed):
    with pytest.raises(Refused, match="只有受理人员和负责人"):
        make_list([filed], by="agri_reviewer@nyncj")
    disposal = make_list([filed], by="manager@fpb")
    with pytest.raises(Refused, match="只有受理人员和负责人"):
        decide(disposal, by="fpb_clerk@fpb")


@pytest.mark.parametrize(
    ("change", "breach"),
    [
        ({"destroyed_at": LATER}, "没有批准的销毁清册即销毁"),
        ({"destroyed_at": moment(date(2021, 1, 4))}, "保管期限未满即销毁"),
        ({"serial": 3}, "件号有缺号"),
        ({"filed_at": moment(date(2020, 3, 1))}, "尚未办结即归档"),
    ],
)
def test_an_archive_that_is_not_as_it_must_be_shows(filed, change, breach):
    assert violations() == []
    ArchiveFile.objects.update(**change)
    assert any(breach in each for each in violations())


def test_at_the_desk_a_list_is_made_approved_taken_away_and_found(filed, client, time_travel):
    time_travel(LATER.date(), 11)

    def enter(who):
        backend = "django.contrib.auth.backends.ModelBackend"
        client.force_login(holder(who), backend=backend)
        return client

    enter("fpb_clerk@fpb")
    assert "还没有编制过清册" in client.get(reverse("desk:disposals")).content.decode()
    address = reverse("desk:list_files", args=["destruction"])
    assert filed.number in client.get(address).content.decode()
    assert client.post(address, {"because": WHY}).status_code == 422
    assert client.post(address, {"because": WHY, "files": [filed.pk]}).status_code == 302
    page = reverse("desk:disposal", args=[Disposal.objects.get().pk])
    assert client.post(page, {"decision": "approve"}).status_code == 422
    enter("manager@fpb")
    assert json.dumps("档案移交和销毁（1）") in client.get("/admin/").content.decode()
    assert client.post(page, {}).status_code == 422
    wrong = client.post(page, {"decision": "approve", "count": 2})
    assert "请填写本册卷数（1卷）" in wrong.content.decode()
    approved = {"decision": "approve", "count": 1}
    shown = client.post(page, approved)
    press = shown.context["press"]
    assert filed.number in press["notes"][1]
    names = [each.name for each in filed.application.materials.all()]
    assert all(name in press["notes"][1] for name in names), "which files go is said first"
    assert Disposal.objects.get().decided_at is None
    changed = {**approved, "decision": "approve ", "confirmed": press["digest"]}
    assert client.post(page, changed).status_code == 422
    assert client.post(page, {**approved, "confirmed": press["digest"]}).status_code == 302
    assert "已销毁" in client.get(page).content.decode()
    csv = client.get(page, {"export": "csv"}).content.decode("utf-8-sig")
    assert filed.number in csv
    assert "没有保管期限届满的案卷" in client.get(address).content.decode()
    paper = client.get(reverse("desk:application", args=[filed.application_id])).content.decode()
    assert "已于2031-01-06" in paper
    assert reverse("desk:archive", args=[filed.application_id]) not in paper
    enter("auditor@fpb")
    assert client.get(page).status_code == 200
    assert client.get(address).status_code == 302
