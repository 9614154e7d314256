"""Batches: made once, chained, frozen, and never wrong by half."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.services import adjust, remove, suspend
from exchange import schema
from exchange.datasets import Catalog
from exchange.digests import _sm3_by_cryptography, canonical, sha256, sm3
from exchange.models import ExchangeFault, ExportBatch, ExportedRecord, ExportStream
from exchange.receivers import first_receiver
from exchange.services import Damaged, contents, export_catalog, export_dataset
from exchange.services.batches import take_turn
from records.models import AuditEvent, Counter
from registry.models import Applicant
from registry.rulesets import NoRuleSet
from rules.privacy import scan
from rules.refusal import Refused

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=1)
LATER = AT + timedelta(days=30)
BECAUSE = {"by": None, "at": LATER, "because": "测试"}


def manifest(batch):
    return json.loads(contents(batch)["manifest.json"])


def told(batch):
    return [
        (each["op"], each["record_version"])
        for each in json.loads(contents(batch)["data/catalog.json"])
    ]


def test_the_first_batch_is_full_and_holds_to_both_schemas(certifier):
    certifier.list()
    certifier.list("板鸭", category="livestock")
    batch = export_catalog(at=AT)
    described = manifest(batch)
    assert schema.faults(schema.MANIFEST, described) == []
    for each in json.loads(contents(batch)["data/catalog.json"]):
        assert schema.faults(schema.RECORD, each) == []
    assert described["batch_id"] == "360702-CAT-20201014-0001"
    assert described["created_at"] == "2020-10-14T10:00:00+08:00"
    assert (described["mode"], described["sequence"]) == ("full", 1)
    assert described["previous_batch_id"] is described["previous_manifest_sha256"] is None
    assert described["period"] == {"from": "2020-10-13", "to": "2020-10-13"}
    assert described["op_counts"] == {"add": 2}
    assert described["control_totals"] == {"benefit_households": 36}
    assert described["signature"] is None
    assert described["source"]["region"] == "360702"


def test_json_is_canonical(certifier):
    certifier.list()
    files = contents(export_catalog(at=AT))
    for path in ("manifest.json", "data/catalog.json"):
        assert canonical(json.loads(files[path])).encode() == files[path]
    assert "赣南脐橙".encode() in files["data/catalog.json"]


def test_the_manifest_gives_size_and_both_digests_of_every_file(certifier):
    certifier.list()
    batch = export_catalog(at=AT)
    files = contents(batch)
    described = {each["path"]: each for each in manifest(batch)["files"]}
    assert set(described) == set(files) - {"manifest.json"}
    for path, each in described.items():
        content = files[path]
        assert (each["bytes"], each["sha256"]) == (len(content), sha256(content))
        assert each["sm3"] == sm3(content)
    assert [path for path, each in described.items() if each["canonical"]] == ["data/catalog.json"]


def test_sm3_is_that_of_the_standard_by_either_library():
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"abc") == _sm3_by_cryptography(b"abc") == expected


def test_nothing_new_gives_the_newest_batch_again_byte_for_byte(certifier):
    certifier.list()
    first = contents(export_catalog(at=AT))
    again = contents(export_catalog(at=LATER))
    assert again == first
    assert ExportBatch.objects.count() == 1


def test_what_happened_since_goes_into_a_delta_chained_to_the_one_before(certifier):
    one, other = certifier.list(), certifier.list("板鸭", category="livestock")
    first = export_catalog(at=AT)
    suspend(one, reason="quality_safety", **BECAUSE)
    remove(other, reason="illegal_act", basis_doc_no="省测扶办字〔2020〕3号", **BECAUSE)
    second = export_catalog(at=LATER)
    described = manifest(second)
    assert told(second) == [("suspend", 2), ("remove", 2)]
    assert (described["mode"], described["sequence"]) == ("delta", 2)
    assert described["batch_id"] == "360702-CAT-20201113-0002"
    assert described["previous_batch_id"] == first.batch_id
    assert described["previous_manifest_sha256"] == sha256(contents(first)["manifest.json"])
    assert schema.faults(schema.MANIFEST, described) == []


def test_every_event_is_sent_exactly_once(certifier):
    one = certifier.list()
    export_catalog(at=AT)
    suspend(one, reason="quality_safety", **BECAUSE)
    export_catalog(at=LATER)
    export_catalog(at=LATER)
    batches = ExportBatch.objects.order_by("sequence")
    assert [told(batch) for batch in batches] == [[("add", 1)], [("suspend", 2)]]
    assert ExportedRecord.objects.count() == 2


def test_the_database_refuses_an_event_in_a_second_batch(certifier):
    event = certifier.list().events.get()
    batch = export_catalog(at=AT)
    with pytest.raises(IntegrityError, match="event"):
        ExportedRecord.objects.create(event=event, batch=batch, stream=batch.stream)


def test_the_database_refuses_a_second_first_batch(certifier):
    certifier.list()
    batch = export_catalog(at=AT)
    batch.pk, batch.batch_id, batch._state.adding = None, "360702-CAT-20201014-0009", True
    with pytest.raises(IntegrityError, match=r"stream_id.*sequence"):
        batch.save()


def test_a_batch_is_never_changed_nor_deleted(certifier):
    certifier.list()
    batch = export_catalog(at=AT)
    sent = ExportedRecord.objects.get()
    for change in (
        batch.save,
        batch.delete,
        sent.save,
        sent.delete,
        ExportBatch.objects.all().delete,
        lambda: ExportBatch.objects.update(manifest="{}"),
        lambda: ExportBatch.objects.bulk_update([batch], ["manifest"]),
    ):
        with pytest.raises(Refused, match=r"不得(修改|删除)"):
            change()


def test_a_batch_keeps_saying_what_it_said_though_the_holder_is_renamed(certifier):
    certifier.list()
    before = contents(export_catalog(at=AT))
    certifier.applicant.name = "另一个示例名称（虚构）"
    certifier.applicant.save()
    assert contents(export_catalog(at=LATER)) == before


def test_a_batch_tampered_with_in_the_database_is_not_handed_out(certifier):
    certifier.list()
    batch = export_catalog(at=AT)
    piece = batch.pieces.get(path="data/catalog.json")
    spoiled = bytes(piece.content).replace("脐橙".encode(), "甜橙".encode())
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            "UPDATE exchange_batchpiece SET content = %s WHERE id = %s", [spoiled, piece.pk]
        )
        with pytest.raises(Damaged, match="不符"):
            contents(batch)
        transaction.set_rollback(True)
    assert contents(batch)
    batch.manifest = batch.manifest.replace("full", "delta")
    with pytest.raises(Damaged):
        contents(batch)


def test_nothing_ever_to_send_makes_no_batch(certifier):
    assert export_catalog(at=AT) is None
    assert not Counter.objects.filter(series="batch-CAT").exists()


def test_a_record_that_does_not_fit_is_set_aside_with_its_reasons_and_the_batch_goes_on(certifier):
    one = certifier.list(households=None, persons=None)
    certifier.list("板鸭", category="livestock")
    batch = export_catalog(at=AT)
    assert told(batch) == [("add", 1)]
    fault = ExchangeFault.objects.get()
    assert (fault.event.certificate, fault.reason) == (one, "带动人数、带动户数")
    assert fault.state == "open"
    assert export_catalog(at=LATER) == batch
    assert ExchangeFault.objects.count() == 1


def test_when_nothing_fits_there_is_no_batch_and_no_number_is_used_up(certifier):
    certifier.list(supply_months=[13])
    assert export_catalog(at=AT) is None
    assert not ExportBatch.objects.exists()
    assert not ExportedRecord.objects.exists()
    assert not Counter.objects.filter(series="batch-CAT").exists()


def test_a_record_set_aside_for_its_holder_follows_when_the_holder_is_mended(certifier):
    Applicant.objects.update(entity_type="person")
    one = certifier.list()
    assert export_catalog(at=AT) is None
    Applicant.objects.update(entity_type="enterprise")
    batch = export_catalog(at=LATER)
    assert told(batch) == [("add", 1)]
    fault = ExchangeFault.objects.get()
    assert (fault.event.certificate, fault.state) == (one, "mended")


def test_a_record_that_can_never_be_mended_is_overtaken_by_the_next_version(certifier):
    one = certifier.list(households=None, persons=None)
    export_catalog(at=AT)
    adjust(one, certifier.facts(), **BECAUSE)
    assert told(export_catalog(at=LATER)) == [("update", 2)]
    assert ExchangeFault.objects.get().state == "superseded"
    assert export_catalog(at=LATER).sequence == 1


def test_a_full_batch_tells_the_latest_of_every_certificate_once(certifier):
    one, other = certifier.list(), certifier.list("板鸭", category="livestock")
    export_catalog(at=AT)
    suspend(one, reason="quality_safety", **BECAUSE)
    remove(other, reason="illegal_act", basis_doc_no="省测扶办字〔2020〕3号", **BECAUSE)
    full = export_dataset("catalog", full=True, at=LATER)
    assert sorted(told(full)) == [("remove", 2), ("suspend", 2)]
    assert (full.mode, full.sequence) == ("full", 2)
    assert export_dataset("catalog", full=True, at=LATER) == full
    assert export_catalog(at=LATER) == full


def test_a_removal_is_repeated_in_full_batches_for_three_years(certifier):
    gone = certifier.list()
    certifier.list("板鸭", category="livestock")
    remove(gone, reason="illegal_act", basis_doc_no="省测扶办字〔2020〕3号", **BECAUSE)
    stream = take_turn("catalog", first_receiver("catalog"))
    for years, count in ((2.9, 2), (3.1, 1)):
        at = LATER + timedelta(days=365 * years)
        rows = [row for page in Catalog(stream).rows(full=True, at=at) for row in page]
        assert len(rows) == count


def test_a_batch_is_not_older_than_the_one_before(certifier):
    one = certifier.list()
    export_catalog(at=AT)
    suspend(one, reason="quality_safety", **BECAUSE)
    with pytest.raises(Refused, match="不得早于上一批次"):
        export_catalog(at=AT - timedelta(seconds=1))


def test_a_day_without_rules_gives_no_batch(certifier):
    certifier.list()
    with pytest.raises(NoRuleSet):
        export_catalog(at=AT.replace(year=2019))
    assert not ExportBatch.objects.exists()


def test_no_personal_number_is_in_any_text_of_the_package(certifier):
    certifier.list()
    files = contents(export_catalog(at=AT))
    for path in ("manifest.json", "data/catalog.json", "data/catalog.csv"):
        assert scan(files[path].decode()) == []


def test_a_batch_leaves_one_line_in_the_audit_trail(certifier):
    certifier.list()
    batch = export_catalog(at=AT)
    export_catalog(at=LATER)
    line = AuditEvent.objects.get(action="exchange.export")
    assert (line.subject, line.data) == (batch.batch_id, {"records": 1})


def test_a_stream_says_what_goes_where():
    assert str(ExportStream(dataset="catalog", receiver="上级平台")) == "产品目录 → 上级平台"
