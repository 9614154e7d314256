"""Every receipt and every code of the format: the batch ends in the right state, nothing is lost.

Each row makes the platform of the sandbox answer so, says what stands then in our books and what a
person does about it; in the end the platform holds every record as it is, and no work is left.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.support.standing import stands

from exchange import schema
from exchange.models import BatchDelivery, ExchangeFault, ExchangeReceipt
from exchange.services import export_catalog, export_dataset
from exchange.services.approval import approve, resend, skip
from exchange.services.receipts import take_receipt
from exchange.services.sending import LADDER, send_due
from exchange.services.set_aside import send_again
from ledger.services import record_sale, reverse_sale

from .conftest import LISTED_AT

AT = LISTED_AT + timedelta(days=20)
LATER = AT + timedelta(days=2)


class District:
    """Two entries that the platform holds already, and people to act."""

    def __init__(self, certifier, entries, sandbox):
        self.certifier, self.platform, self.sandbox = certifier, sandbox.platform, sandbox
        self.entries = entries
        self.officer, self.head = certifier.officer(), certifier.officer("manager")

    def let_go(self, dataset, at):
        batch = export_dataset(dataset, at=at, by=self.officer)
        approve(batch, by=self.head, at=at)
        send_due(at)
        return batch

    def sell(self, number, entry=0):
        return record_sale(
            self.entries[entry],
            by=self.officer,
            at=AT,
            external_id=number,
            sold_on=(LISTED_AT + timedelta(days=10)).date(),
            quantity=Decimal(2),
            unit="箱",
            unit_price_fen=4990,
            channel="canteen",
            six_entry="school",
            buyer_type="school",
        )

    def refuse(self, code):
        number = self.entries[0].number
        self.platform.refusals = {number: ("product_name", "按要求答复", code)}

    def forget(self, dataset, key):
        """The platform loses one of its records."""
        del self.platform.records[dataset, key]


@pytest.fixture
@stands
def entries(certifier):
    return [certifier.list(name) for name in ("赣南脐橙", "板鸭")]


@pytest.fixture
def district(certifier, entries, sandbox):
    return District(certifier, entries, sandbox)


def state(batch):
    return BatchDelivery.objects.get(batch=batch).state


#: Codes of a batch as a whole → its state; a person sends it again once the cause is gone.
WHOLE = {
    "E100_DIGEST": "rejected",
    "E101_SIGNATURE": "rejected",
    "E102_SCHEMA": "rejected",
    "E103_SEQUENCE": "out_of_sequence",
    "E104_CONFLICT": "conflict",
    "E105_COUNT": "rejected",
    "E900_INTERNAL": "rejected",
}


@pytest.mark.parametrize("remedy", ["resend", "skip"])
@pytest.mark.parametrize(("code", "ends"), WHOLE.items(), ids=WHOLE)
def test_a_batch_refused_as_a_whole_waits_for_a_person_and_arrives(district, code, ends, remedy):
    district.platform.codes = [code]
    batch = district.let_go("catalog", AT)
    assert state(batch) == ends
    fault = ExchangeFault.objects.open().get()
    assert (fault.kind, fault.batch) == ("delivery", batch)
    assert fault.reason.endswith(f"（{code}）")
    assert district.platform.records == {}
    send_due(LATER)
    assert district.sandbox.posts == [batch.batch_id]  # nobody asked for it
    if remedy == "resend":
        resend(batch, by=district.head, at=LATER)
        send_due(LATER)
    else:
        skip(batch, because="对方更换规则", by=district.head, at=LATER)
        batch = district.let_go("catalog", LATER)
    assert state(batch) == "accepted"
    assert len(district.platform.records) == 2
    assert not ExchangeFault.objects.open().exists()


#: Codes of one record.
OF_A_RECORD = (
    *("E102_SCHEMA", "E200_FIELD", "E201_UNKNOWN_CERT", "E202_VERSION"),
    *("E203_NOT_ACTIVE", "E204_DUPLICATE", "E205_REFERENCE", "E900_INTERNAL"),
)


@pytest.mark.parametrize("code", OF_A_RECORD)
def test_a_refused_record_is_work_and_the_others_are_in_effect(district, code):
    district.refuse(code)
    batch = district.let_go("catalog", AT)
    assert state(batch) == "partially_accepted"
    fault = ExchangeFault.objects.open().get()
    assert (fault.kind, fault.code) == ("refused", code)
    assert fault.certificate == district.entries[0]
    assert export_catalog(at=LATER) == batch  # it does not go by itself
    district.platform.refusals = {}
    send_again(fault, by=district.officer, at=LATER)
    assert state(district.let_go("catalog", LATER)) == "accepted"
    assert len(district.platform.records) == 2
    assert not ExchangeFault.objects.open().exists()


def test_every_code_of_the_format_is_met():
    codes = schema.schema(schema.RECEIPT)["properties"]["errors"]["items"]["properties"]["code"]
    assert set(WHOLE) | set(OF_A_RECORD) == set(codes["enum"])


def an_older_version(district, sales):
    district.sandbox.platform.records["sales", f"{sales[0].uid}"] = {"record_version": 9}


def a_removed_entry(district, sales):
    number = district.entries[0].number
    entry = {**district.platform.catalogue[number], "status": "removed"}
    district.platform.catalogue[number] = {**entry, "removed_on": "2020-10-13"}


def a_sale_held_already(district, sales):
    district.platform.records["sales", f"{sales[0].uid}"] = {"record_version": 1}


def an_unknown_entry(district, sales):
    del district.platform.catalogue[district.entries[0].number]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (an_older_version, "E202_VERSION"),
        (a_removed_entry, "E203_NOT_ACTIVE"),
        (a_sale_held_already, "E204_DUPLICATE"),
        (an_unknown_entry, "E201_UNKNOWN_CERT"),
    ],
)
def test_a_sale_that_does_not_fit_the_platform_s_books_follows_once_they_agree(
    district, spoil, code
):
    district.let_go("catalog", AT)
    district.sell("A-0")
    district.let_go("sales", AT)
    books, catalogue = dict(district.platform.records), dict(district.platform.catalogue)
    sales = [district.sell("A-1"), district.sell("A-2", entry=1)]
    spoil(district, sales)
    batch = district.let_go("sales", AT)
    assert state(batch) == "partially_accepted"
    fault = ExchangeFault.objects.open().get()
    assert (fault.kind, fault.code, fault.sale) == ("refused", code, sales[0])
    district.platform.records, district.platform.catalogue = books, catalogue
    send_again(fault, by=district.officer, at=LATER)
    assert state(district.let_go("sales", LATER)) == "accepted"
    assert ("sales", f"{sales[0].uid}") in district.platform.records
    assert not ExchangeFault.objects.open().exists()


def test_a_reversal_whose_sale_the_platform_lost_follows_once_it_has_it_again(district):
    district.let_go("catalog", AT)
    sale = district.sell("A-1")
    district.let_go("sales", AT)
    key = ("sales", f"{sale.uid}")
    lost = district.platform.records.pop(key)
    district.sell("A-2", entry=1)
    reversal = reverse_sale(sale, reason="数量有误", by=district.officer, at=AT)
    assert state(district.let_go("sales", LATER)) == "partially_accepted"
    fault = ExchangeFault.objects.open().get()
    assert (fault.code, fault.sale) == ("E205_REFERENCE", reversal)
    district.platform.records[key] = lost
    send_again(fault, by=district.officer, at=LATER)
    assert state(district.let_go("sales", LATER)) == "accepted"
    assert ("sales", f"{reversal.uid}") in district.platform.records


@dataclass(frozen=True)
class Trouble:
    """What the platform does once or more: the state it leaves at first, how often it is sent."""

    tell: dict
    first: str
    posts: int
    reasons: list = field(default_factory=list)


TROUBLES = [
    Trouble({"fail": 3}, "approved", 4, ["接收方答复HTTP 503"]),
    Trouble({"lose": 2}, "approved", 3, ["接收方中断了连接；使用双向证书的，请核对我方证书"]),
    Trouble({"drop": 1}, "approved", 2, ["接收方中断了连接；使用双向证书的，请核对我方证书"]),
    Trouble({"damage": 2}, "approved", 3, ["回执的清单摘要与本批次不符"]),
    Trouble({"delay": 3}, "received", 1, ["尚无最终回执"]),
    Trouble({"duplicate": 1}, "received", 1),
    Trouble({"lie": 2}, "sent", 1, ["回执的清单摘要与本批次不符"]),
    Trouble({"reorder": 2}, "sent", 1, ["回执的批次号不是本批次"]),
    Trouble({"drop": 1, "delay": 2, "lie": 1}, "approved", 2),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda each: "+".join(each.tell))
def test_a_receiver_in_trouble_is_tried_until_its_receipt_and_holds_everything_once(
    district, trouble
):
    district.sandbox.faults.tell(trouble.tell)
    batch = district.let_go("catalog", AT)
    assert state(batch) == trouble.first
    at = AT
    for wait in LADDER[:6]:
        at += wait
        send_due(at)
    assert state(batch) == "accepted"
    assert district.sandbox.posts == [batch.batch_id] * trouble.posts
    assert district.platform.applied == [batch.batch_id]
    assert len(district.platform.records) == 2
    assert not ExchangeFault.objects.exists()
    reasons = set(batch.delivery.tries.exclude(reason="").values_list("reason", flat=True))
    assert reasons >= set(trouble.reasons)


def test_what_never_arrives_whole_is_work_after_a_day_and_was_tried_as_often_as_any(district):
    district.sandbox.faults.tell({"damage": 99})
    batch = district.let_go("catalog", AT)
    at = AT
    for wait in LADDER:
        at += wait
        send_due(at)
    assert state(batch) == "failed"
    assert len(district.sandbox.posts) == len(LADDER) + 1
    assert ExchangeReceipt.objects.exclude(distrust="").exists()
    assert ExchangeFault.objects.open().get().kind == "delivery"


def partly(district, batch, errors):
    """A receipt that accepts one of the two records of ``batch``."""
    platform = district.platform
    return platform.receipt(
        batch.batch_id,
        batch.manifest_sha256,
        "partially_accepted",
        accepted=1,
        rejected=1,
        errors=errors,
    )


@pytest.fixture
def asked(district):
    """A batch of two records whose receipt is still to come."""
    district.sandbox.faults.tell({"delay": 99})
    return district.let_go("catalog", AT)


def test_a_record_named_by_its_id_alone_is_found(district, asked):
    entry = district.entries[1]
    record_id = district.platform.catalogue[entry.number]["record_id"]
    error = {"record_id": record_id, "code": "E200_FIELD", "message": "名称不规范"}
    assert take_receipt(asked, partly(district, asked, [error]), at=AT).distrust == ""
    fault = ExchangeFault.objects.open().get()
    assert (fault.kind, fault.certificate) == ("refused", entry)


def test_a_record_refused_without_a_name_is_work_too(district, asked):
    error = {"code": "E200_FIELD", "message": "有一条不规范"}
    assert take_receipt(asked, partly(district, asked, [error]), at=AT).distrust == ""
    fault = ExchangeFault.objects.open().get()
    assert fault.kind == "difference"
    assert "接收方拒收1条，只指明0条" in fault.reason
