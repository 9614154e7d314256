"""A unit takes away all that it has here as one ZIP, and nothing of anybody else."""

import io
import zipfile

import pytest
from django.urls import reverse

from applications.models import MaterialAccess
from records.models import AuditEvent
from workflow.models import Letter
from workflow.services import questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(browse):
    """``take(application)``: the ZIP that its unit downloads."""

    def download(application):
        answer = browse(application).post(reverse("portal:own_archive"))
        assert answer["Content-Type"] == "application/zip"
        assert answer.streaming
        return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    return download


def test_papers_files_letters_and_questions_are_in_it_and_nothing_of_others(
    paper, take, at, agent_of
):
    own, other = paper(serial=1)[0].application, paper(serial=2)[0].application
    who = {"by": agent_of(own), "at": at}
    questions.ask(own, office=own.station, text="请问是否需要村委会盖章？", **who)
    archive = take(own)
    assert archive.testzip() is None
    names = archive.namelist()
    assert f"申请{own.number}/认定申请书.docx" in names
    assert len([each for each in names if "/材料/" in each]) == own.materials.count()
    assert (
        len([each for each in names if each.startswith("告知/")])
        == Letter.objects.filter(item__application=own).count()
    )
    assert "村委会" in archive.read(f"申请{own.number}/咨询.txt").decode()
    contents = archive.read("目录.txt").decode()
    assert own.applicant.credit_code in contents
    assert other.number not in contents
    assert not any(other.number in each for each in names)


def test_what_is_taken_away_is_on_record_rosters_by_name(paper, take):
    application = paper()[0].application
    take(application)
    event = AuditEvent.objects.get(action="workflow.take_archive")
    assert event.subject_id == f"{application.applicant_id}"
    rosters = [each for each in application.materials.all() if each.is_restricted]
    seen = MaterialAccess.objects.filter(purpose="本单位打包下载").values_list(
        "material", flat=True
    )
    assert set(seen) == {each.pk for each in rosters}


def test_a_sealed_letter_stays_sealed_and_is_named(walked, take):
    item = walked("endorse", choice="return")[0]
    archive = take(item.application)
    letter = Letter.objects.get(item=item, kind="returned")
    contents = archive.read("目录.txt").decode()
    assert "该告知还没有打开" in contents
    assert not any(f"-{letter.pk}-" in name for name in archive.namelist())
    letter.refresh_from_db()
    assert letter.read_at is None


def test_a_lost_file_costs_only_itself(paper, take):
    application = paper()[0].application
    lost = application.materials.filter(kind="M3_benefit_proof").first()
    lost.file.sealed.storage.delete(lost.file.sealed.name)
    archive = take(application)
    assert archive.testzip() is None
    assert "已损坏或者丢失" in archive.read("目录.txt").decode()
    assert len([each for each in archive.namelist() if "/材料/" in each]) == (
        application.materials.count() - 1
    )


def test_the_button_is_on_the_units_page(paper, browse, look):
    page = look(browse(paper()[0].application), "profile")
    assert reverse("portal:own_archive") in page
