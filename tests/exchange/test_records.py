"""What one record says, and what it never says."""

import json
from datetime import timedelta
from pathlib import Path

from catalog.services import adjust, expire, list_product, remove, resume, suspend
from exchange import schema
from exchange.records import record, record_id
from rules.periods import day_starts
from rules.privacy import scan

from .conftest import LISTED_AT, PUBLICITY

GOLDEN = Path(__file__).parent / "golden" / "record.json"
LATER = LISTED_AT + timedelta(days=30)
BECAUSE = {"by": None, "at": LATER, "because": "测试"}


def newest(certificate):
    return record(certificate.events.get(version=certificate.events.count()))


def test_a_listed_product_gives_exactly_the_golden_record(certifier):
    assert newest(certifier.list()) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_kind_of_change_gives_a_record_of_the_schema(certifier):
    certificate = certifier.list()
    suspend(certificate, reason="quality_safety", **BECAUSE)
    adjust(certificate, certifier.facts(households=20), **BECAUSE)
    resume(certificate, reason="annual_review", **BECAUSE)
    expire(certificate, by=None, at=LATER + timedelta(days=400))
    remove(certificate, reason="illegal_act", basis_doc_no="省测扶办字〔2021〕3号", **BECAUSE)
    records = [record(event) for event in certificate.events.order_by("version")]
    assert [each["op"] for each in records] == [
        "add", "suspend", "update", "resume", "expire", "remove",
    ]  # fmt: skip
    assert [schema.faults(schema.RECORD, each) for each in records] == [[]] * 6


def test_a_record_tells_the_facts_and_the_status_as_of_its_own_event(certifier):
    certificate = certifier.list()
    suspend(certificate, reason="quality_safety", **BECAUSE)
    adjust(certificate, certifier.facts(households=20, persons=50), **BECAUSE)
    told = [record(event) for event in certificate.events.order_by("version")]
    assert [each["benefit_households"] for each in told] == [18, 18, 20]
    assert [each["status"] for each in told] == ["active", "suspended", "suspended"]
    assert [each["record_version"] for each in told] == [1, 2, 3]
    assert len({each["record_id"] for each in told}) == 1


def test_a_removal_carries_its_day_and_its_decision(certifier):
    certificate = certifier.list()
    remove(certificate, reason="illegal_act", basis_doc_no="省测扶办字〔2020〕3号", **BECAUSE)
    told = newest(certificate)
    assert told["removed_on"] == "2020-11-12"
    assert told["basis_doc_no"] == "省测扶办字〔2020〕3号"


def test_an_expiry_takes_effect_at_the_end_of_the_last_day_however_late_it_is_noticed(certifier):
    certificate = certifier.list()
    expire(certificate, by=None, at=day_starts(certificate.valid_until) + timedelta(days=9))
    assert newest(certificate)["effective_at"] == "2021-10-13T23:59:59+08:00"


def test_a_record_id_never_changes_with_the_release():
    assert record_id("ZG-360702-2020-0001-E") == "82605a26-3506-592d-8a3a-2d163b4cff22"


def test_a_product_without_a_township_comes_from_the_district(certifier):
    told = newest(certifier.list(origin_township=None))
    assert (told["origin_region"], told["origin_township"]) == ("360702", None)


def test_an_entry_without_national_publicity_says_null(certifier):
    certificate = certifier.list()
    certificate.national_from = certificate.national_until = None
    certificate.save()
    assert newest(certificate)["national_publicity"] is None


def test_a_phone_is_told_only_when_the_holder_published_an_office_line(certifier):
    assert newest(certifier.list())["holder_public_phone"] is None
    certifier.applicant.public_phone = "0797-8200002"
    certifier.applicant.save()
    assert newest(certifier.list("板鸭"))["holder_public_phone"] == "0797-8200002"


def test_a_mobile_is_no_office_line(certifier):
    certifier.applicant.public_phone = "15400000001"
    certifier.applicant.save()
    assert newest(certifier.list())["holder_public_phone"] is None


def test_no_person_is_found_in_a_record(certifier):
    text = json.dumps(newest(certifier.list()), ensure_ascii=False)
    applicant = certifier.applicant
    for private in (
        applicant.legal_representative,
        applicant.contact_person,
        applicant.phone,
        applicant.email,
        applicant.domicile,
    ):
        assert private not in text
    assert scan(text) == []


def test_a_personal_number_typed_into_a_public_text_leaves_masked(certifier):
    typed = "水东镇，电话１５４００００００１２，身份证360702190001010001"
    told = newest(certifier.list(origin_text=typed))
    assert scan(json.dumps(told, ensure_ascii=False)) == []
    assert told["origin_text"].startswith("水东镇，电话154")
    assert schema.faults(schema.RECORD, told) == []


def test_a_renewal_ends_the_old_record_and_begins_a_new_one(certifier):
    old = certifier.list()
    at = day_starts(old.valid_until) - timedelta(days=20)
    window = (at.date() - timedelta(days=9), at.date() - timedelta(days=2))
    new = list_product(
        certifier.facts(),
        applicant=certifier.applicant,
        ruleset=certifier.ruleset,
        listed_on=at.date(),
        publicity={**PUBLICITY, "national": window},
        by=None,
        at=at,
        renewal_of=old,
    )
    assert (newest(old)["op"], newest(old)["change_reason"]) == ("expire", "renewal")
    assert newest(new)["change_reason"] == "renewal"
    assert newest(new)["record_id"] != newest(old)["record_id"]
