"""传阅: colleagues who may see a paper are shown it, and each says once that it was read."""

import pytest

from applications.models import Item
from demo.acts import holder
from records.models import AuditEvent
from rules.refusal import Refused
from workflow.models import CircularCopy
from workflow.services import circulars

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(walked):
    (item,) = walked("endorse")
    return Item.objects.get(pk=item.pk).application


def send(application, readers, at, by="fpb_reviewer@fpb", note="请阅，下周例会讨论"):
    return circulars.send(
        application, [holder(each) for each in readers], note=note, by=holder(by), at=at
    )


def test_each_reader_gives_one_receipt(application, at):
    send(application, ["manager@fpb", "fpb_clerk@fpb"], at)
    manager = holder("manager@fpb")
    copy = CircularCopy.objects.get(reader=manager)
    circulars.confirm_reading(copy, by=manager, at=at)
    assert CircularCopy.objects.get(pk=copy.pk).read_at == at
    assert AuditEvent.objects.get(action="workflow.read_circular").actor == manager.username
    with pytest.raises(Refused, match="已经阅过"):
        circulars.confirm_reading(copy, by=manager, at=at)


def test_nobody_reads_for_another(application, at):
    send(application, ["manager@fpb"], at)
    with pytest.raises(Refused, match="不是传阅给您的"):
        circulars.confirm_reading(CircularCopy.objects.get(), by=holder("fpb_clerk@fpb"), at=at)


def test_what_was_read_stays_and_what_was_not_is_withdrawn(application, at):
    circular = send(application, ["manager@fpb", "fpb_clerk@fpb"], at)
    manager, clerk = holder("manager@fpb"), holder("fpb_clerk@fpb")
    circulars.confirm_reading(CircularCopy.objects.get(reader=manager), by=manager, at=at)
    assert circulars.withdraw(circular, by=holder("fpb_reviewer@fpb"), at=at) == 1
    with pytest.raises(Refused, match="已收回"):
        circulars.confirm_reading(CircularCopy.objects.get(reader=clerk), by=clerk, at=at)
    with pytest.raises(Refused, match="没有未阅"):
        circulars.withdraw(circular, by=holder("fpb_reviewer@fpb"), at=at)


def test_no_paper_is_sent_to_who_may_not_see_it(application, at):
    other = "station_officer@station-360702105"
    assert application.station.code != "station-360702105"
    with pytest.raises(Refused, match="无权查看"):
        send(application, [other], at)
    with pytest.raises(Refused) as refused:
        send(application, [], at, note="")
    assert set(refused.value.fields) == {"note", "readers"}
