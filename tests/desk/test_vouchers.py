"""Vouchers of sales and ledgers: kept sealed, shown to whoever reads the line, never public."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from tests.support.listed import listed

from demo.acts import agent, holder
from demo.papers import pdf
from demo.timetables import moment
from ledger.ledgers import LEDGERS
from ledger.models import SalesRecord, SaleVoucher, SupportMeasure
from ledger.services import add_vouchers, entries, record_sale, reverse_sale
from records.models import AuditEvent
from registry.models import Organisation
from rules.refusal import Refused

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 3)
AT = moment(DAY)
INVOICE = ("invoice.pdf", pdf("invoice"))
SALE = {
    "sold_on": date(2020, 6, 1),
    "quantity": Decimal(2),
    "unit": "箱",
    "unit_price_fen": 6050,
    "channel": "canteen",
    "buyer_type": "school",
}


@pytest.fixture
def today(on_day):
    on_day(DAY)


def sell(entry, **more):
    return record_sale(entry, by=agent(entry.applicant_id), at=AT, **SALE, **more)


def upload(name="invoice.pdf", text="invoice"):
    return SimpleUploadedFile(name, pdf(text), "application/pdf")


def paper_with(text):
    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def test_a_sale_and_its_reversal_each_keep_their_own_vouchers(office):
    entry = listed(1)
    sale = sell(entry, evidence=[INVOICE])
    back = ("return.pdf", pdf("return"))
    who = {"by": agent(entry.applicant_id), "at": AT}
    reversal = reverse_sale(sale, reason="退货", evidence=[back], **who)
    assert [file.name for file in sale.evidence.all()] == ["invoice.pdf"]
    assert [file.name for file in reversal.evidence.all()] == ["return.pdf"]


def test_a_file_that_is_no_paper_books_no_sale(office):
    entry = listed(1)
    with pytest.raises(Refused) as refused:
        sell(entry, evidence=[("invoice.pdf", b"MZ\x90\x00 not a paper")])
    assert "evidence" in refused.value.fields
    assert not SalesRecord.objects.exists()


@pytest.mark.parametrize(
    ("door", "field", "typed"),
    [("sale", "evidence", {"reason": "数量填错"}), ("sale_vouchers", "later-evidence", {})],
)
def test_a_file_that_is_no_paper_stands_at_its_field_beside_what_was_typed(
    today, office, client, door, field, typed
):
    sale = sell(listed(1))
    client.force_login(agent(sale.applicant_id))
    strange = SimpleUploadedFile("odd.pdf", b"MZ\x90\x00 not a paper")
    answer = client.post(reverse(f"portal:{door}", args=[sale.pk]), {**typed, field: strange})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(words in page for words in ("odd.pdf：", *typed.values()))
    assert SalesRecord.objects.get() == sale
    assert not SaleVoucher.objects.exists()


def test_a_voucher_that_shows_a_resident_number_is_refused_with_the_number_masked(office):
    entry, number = listed(1), "11010519491231002X"
    with pytest.raises(Refused, match="请遮盖") as refused:
        sell(entry, evidence=[("a.docx", paper_with(f"收款人身份证号：{number}"))])
    assert number not in "".join(refused.value.reasons)
    assert not SaleVoucher.objects.exists()


def test_vouchers_may_come_later_but_never_more_than_five(office):
    entry = listed(1)
    sale, who = sell(entry), {"by": agent(entry.applicant_id), "at": AT}
    with pytest.raises(Refused, match="请选择凭证文件"):
        add_vouchers(sale, [], **who)
    assert add_vouchers(sale, [INVOICE] * 4, **who) == 4
    with pytest.raises(Refused, match="最多5个凭证"):
        add_vouchers(sale, [INVOICE] * 2, **who)
    assert sale.evidence.count() == 4
    assert AuditEvent.objects.filter(action="ledger.add_vouchers").count() == 1


def test_the_holder_uploads_at_the_portal_and_nobody_else_opens_it(today, office, client):
    entry = listed(1)
    client.force_login(agent(entry.applicant_id))
    form = {
        "certificate": entry.pk,
        "sold_on": "2020-06-01",
        "quantity": "2",
        "unit": "箱",
        "unit_price": "60.50",
        "channel": "canteen",
        "buyer_type": "school",
        "fund_source": "market",
        "evidence": upload(),
    }
    page = client.post(reverse("portal:new_sale"), form, follow=True).content.decode()
    assert "invoice.pdf" in page
    sale = SalesRecord.objects.get()
    more = {"later-evidence": upload("receipt.pdf")}
    address = reverse("portal:sale_vouchers", args=[sale.pk])
    assert "已补交凭证1个" in client.post(address, more, follow=True).content.decode()
    assert "请选择凭证文件" in client.post(address, {}, follow=True).content.decode()
    assert "凭证 2 个" in client.get(reverse("portal:sales")).content.decode()
    file = reverse("portal:sale_voucher", args=[sale.evidence.first().uid])
    assert client.get(file)["Content-Type"] == "application/pdf"
    assert sale.evidence.first().views.count() == 1
    other = listed(2)
    client.force_login(agent(other.applicant_id))
    assert client.get(file).status_code == 404
    assert client.post(address, more).status_code == 404
    client.logout()
    assert client.get(file).status_code == 302


def test_the_drill_down_counts_vouchers_and_leads_to_them(today, office, signed_in):
    sale = sell(listed(1), evidence=[INVOICE])
    manager = signed_in("manager@fpb")
    lines = manager.get(reverse("desk:statistics_lines")).content.decode()
    assert "1个" in lines
    record = reverse("ledger_salesrecord_modeladmin_inspect", args=[sale.pk])
    file = reverse("desk:sale_voucher", args=[sale.evidence.get().uid])
    assert file in manager.get(record).content.decode()
    assert manager.get(file).content.startswith(b"%PDF")
    assert sale.evidence.get().views.get().user == holder("manager@fpb")
    assert signed_in("unit_reporter@swj").get(file).status_code in (302, 403)


def test_a_grant_has_the_paper_of_its_plan_and_later_that_of_its_payment(today, office, signed_in):
    entry = listed(1)
    ledger, unit = LEDGERS["support"], Organisation.objects.get(code="swj")
    values = {"kind": "subsidy", "content": "展位补贴", "planned_on": date(2020, 6, 1)}
    made = entries.record_entry(
        ledger,
        unit,
        by=holder("unit_reporter@swj"),
        at=AT,
        voucher=None,
        applicant=entry.applicant,
        **values,
    )
    browser = signed_in("unit_reporter@swj")
    act = reverse("desk:entry_act", args=["support", made.pk, "complete"])
    browser.post(act, {"complete-voucher": upload("plan.pdf")})
    paid = {"complete-granted_on": "2020-06-02", "complete-voucher": upload("paid.pdf", "paid")}
    page = browser.post(act, paid, follow=True).content.decode()
    assert "plan.pdf" in page
    assert "paid.pdf" in page
    assert "complete-voucher" not in page
    made = SupportMeasure.objects.get()
    assert (made.voucher.name, made.later_voucher.name) == ("plan.pdf", "paid.pdf")
    opened = browser.get(reverse("desk:later_voucher", args=["support", made.pk]))
    assert opened.content == pdf("paid")
    assert AuditEvent.objects.filter(action="ledger.read_voucher").count() == 1
    stranger = signed_in("unit_reporter@gxs")
    assert stranger.get(reverse("desk:voucher", args=["support", made.pk])).status_code == 404
    with pytest.raises(Refused, match="都已上传"):
        entries.complete_entry(ledger, made, by=holder("unit_reporter@swj"), at=AT, voucher=INVOICE)
