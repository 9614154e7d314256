"""Reconciliation: what we believe the receiver holds is told to it, and differences are work."""

import json
from datetime import timedelta

import pytest

from catalog.models import CertificateEvent
from catalog.services import adjust, suspend
from exchange.models import ExchangeFault, ExportBatch, ExportStream
from exchange.receivers import first_receiver
from exchange.services import contents, export_catalog, export_dataset, reconciliation
from exchange.services.approval import approve
from exchange.services.reconciliation import held_by, reconcile, reconcile_due
from exchange.services.sending import send_due
from exchange.services.set_aside import close
from registry.models import Membership
from rules.refusal import Refused

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
MONTH = AT + timedelta(days=30)


@pytest.fixture
def head(certifier):
    return certifier.officer("manager")


def sent(batch, head, at):
    approve(batch, by=head, at=at)
    send_due(at)
    batch.delivery.refresh_from_db()
    return batch.delivery.state


@pytest.fixture
def entry(certifier, sandbox, head):
    entry = certifier.list()
    certifier.list("板鸭", category="livestock")
    assert sent(export_catalog(at=AT), head, AT) == "accepted"
    return entry


def test_what_agrees_leaves_no_work(entry, sandbox, head):
    batch = reconcile(first_receiver("catalog"), at=MONTH)
    assert batch.batch_id == "360702-REC-20201113-0001"
    lines = json.loads(contents(batch)["data/reconciliation.json"])
    assert [line["record_version"] for line in lines] == [1, 1]
    assert sent(batch, head, MONTH) == "accepted"
    assert not ExchangeFault.objects.exists()


def test_missing_different_and_extra_records_become_work_for_a_person(entry, sandbox, head):
    first, second = sandbox.platform.records
    sandbox.platform.records["catalog", "00000000-0000-5000-8000-000000000000"] = {
        "record_version": 1
    }
    del sandbox.platform.records[first]
    sandbox.platform.records[second]["status"] = "removed"
    assert sent(reconcile(first_receiver("catalog"), at=MONTH), head, MONTH) == "accepted"
    reasons = "\n".join(ExchangeFault.objects.open().values_list("reason", flat=True))
    assert ExchangeFault.objects.open().of("difference").count() == 3
    for word in ("missing", "different", "extra"):
        assert word in reasons
    fault = ExchangeFault.objects.first()
    close(fault, because="已与对方核实", by=head, at=MONTH)
    assert ExchangeFault.objects.get(pk=fault.pk).state == "settled"


def test_the_newest_version_alone_is_reconciled_and_only_once_it_was_accepted(entry, sandbox, head):
    suspend(entry, reason="quality_safety", by=None, at=MONTH, because="测试")
    batch = export_catalog(at=MONTH)
    versions = _versions(reconcile(first_receiver("catalog"), at=MONTH))
    assert versions == [1, 1]
    assert sent(batch, head, MONTH) == "accepted"
    assert _versions(reconcile(first_receiver("catalog"), at=MONTH)) == [1, 2]


def _versions(batch):
    lines = json.loads(contents(batch)["data/reconciliation.json"])
    return sorted(line["record_version"] for line in lines)


def test_the_clock_makes_one_a_month_and_nobody_s_approval_is_spared(entry, head):
    for at, count in ((AT, 1), (AT + timedelta(days=1), 1), (MONTH, 2), (MONTH, 2)):
        reconcile_due(at)
        batches = ExportBatch.objects.filter(stream__dataset="reconciliation")
        assert batches.count() == count
    assert {batch.delivery.state for batch in batches} == {"frozen"}


def test_no_two_hands_are_one(entry, head):
    batch = reconcile(first_receiver("catalog"), at=MONTH, by=head)
    assert Membership.objects.filter(user=head).exists()
    with pytest.raises(Refused, match="批准人不得是生成人"):
        approve(batch, by=head, at=MONTH)


def test_a_receiver_that_cannot_be_reconciled_stops_no_other(entry, settings):
    first = settings.EXCHANGE_RECEIVERS[0]
    key = {"alg": "Ed25519", "key_id": "gone", "file": "/nowhere/sign.pem"}
    settings.EXCHANGE_RECEIVERS = [{**first, "signing": [key]}, {**first, "title": "省级平台"}]
    assert reconcile_due.run(MONTH) == (0, 1)
    streams = ExportStream.objects.filter(dataset="reconciliation")
    assert set(streams.values_list("receiver", flat=True)) == {first["title"], "省级平台"}


def test_of_two_clocks_at_once_one_makes_the_batch_of_the_month(entry, monkeypatch):
    """The other one had the stream's lock first."""
    turn = reconciliation.take_turn

    def take_turn(dataset, receiver):
        monkeypatch.undo()
        assert reconcile_due(MONTH) == 1
        return turn(dataset, receiver)

    monkeypatch.setattr(reconciliation, "take_turn", take_turn)
    assert reconcile_due(MONTH) == 0
    assert ExportBatch.objects.filter(stream__dataset="reconciliation").count() == 1


def test_what_the_platform_lost_or_changed_is_work_at_the_quarter_s_end_until_the_lists_agree(
    entry, certifier, sandbox, head
):
    records = sandbox.platform.records
    november, january, february = (MONTH + timedelta(days=days) for days in (0, 50, 90))
    assert reconcile_due(november) == 1
    assert sent(_newest("reconciliation"), head, november) == "accepted"
    assert not ExchangeFault.objects.exists()
    (lost, _), (changed, mine) = records.items()
    del records[lost]
    records[changed] = {**mine, "status": "removed"}
    assert reconcile_due(january) == 1
    assert sent(_newest("reconciliation"), head, january) == "accepted"
    assert ExchangeFault.objects.open().of("difference").count() == 2
    other = CertificateEvent.objects.get(certificate__number=mine["certificate_no"]).certificate
    facts = certifier.facts(name=other.product.name, category=other.version.category, households=9)
    adjust(other, facts, by=None, at=january, because="更正")
    full = export_dataset("catalog", full=True, at=january)
    assert sent(full, head, january) == "accepted"
    for fault in ExchangeFault.objects.open():
        close(fault, because="已重新报送，与对方核对一致", by=head, at=january)
    assert reconcile_due(february) == 1
    assert sent(_newest("reconciliation"), head, february) == "accepted"
    assert not ExchangeFault.objects.open().exists()
    assert ExchangeFault.objects.filter(state="settled").count() == 2


def _newest(dataset):
    return ExportBatch.objects.filter(stream__dataset=dataset).order_by("sequence").last()


def test_what_was_refused_last_is_listed_as_it_was_accepted_before(entry, sandbox, head):
    suspend(entry, reason="quality_safety", by=None, at=MONTH, because="测试")
    sandbox.platform.refusals = {entry.number: ("status", "按要求答复")}
    full = export_dataset("catalog", full=True, at=MONTH)
    assert sent(full, head, MONTH) == "partially_accepted"
    assert _versions(reconcile(first_receiver("catalog"), at=MONTH)) == [1, 1]


def test_the_list_takes_as_many_queries_for_any_number_of_records(
    entry, certifier, sandbox, head, django_assert_num_queries
):
    for number in range(3):
        certifier.list(f"示例产品{number}")
    assert sent(export_catalog(at=MONTH), head, MONTH) == "accepted"
    with django_assert_num_queries(2):
        assert len(list(held_by(first_receiver("catalog")))) == 5
