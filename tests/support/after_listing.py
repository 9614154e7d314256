"""One of everything that hangs on a listed product: what its holder and the office work on."""

from datetime import timedelta
from decimal import Decimal

from tests.support.dishonest import noticed
from tests.support.listed import listed

from applications.services import licences
from demo.acts import holder
from demo.papers import pdf
from files.intake import examine
from ledger.services import keep_upload, record_sale
from registry.rulesets import in_force
from rules.periods import local_day
from supervision.services import complaints, intents, replies
from workflow.services import dishonesty
from workflow.services.changes import report_change

SAID = {
    "subject_kind": "product",
    "about_text": "示例产品",
    "category": "quality",
    "content": "买到的产品有腐坏，销售点不处理。",
}


def after_listing(serial, *, by, at):
    """``{parameter of an address: key}``, all of applicant ``serial``, whose agent is ``by``."""
    entry, who = listed(serial), {"by": by, "at": at}
    answered = answer(entry, **who)
    upload = {"name": "sales.csv", "data": b"x", "rows": []}
    defended = defence(entry.applicant, **who)
    reported = change(entry, **who)
    sold = sale(entry, evidence=[("invoice.pdf", pdf("invoice"))], **who)
    return {
        "dishonesty": defended.pk,
        "dishonesty_file": defended.evidence.get().uid,
        "certificate": entry.pk,
        "change": reported.pk,
        "file": reported.evidence.get().uid,
        "sale": sold.pk,
        "voucher": sold.evidence.get().uid,
        "batch": keep_upload(entry.applicant, **upload, **who).pk,
        "form": "csv",
        "licence": licence(entry.applicant, **who).pk,
        "reply": answered.pk,
        "uid": answered.evidence.get().uid,
        "intent": intent(entry, at=at).pk,
    }


def licence(applicant, **who):
    """One with its scan."""
    sound = examine("执照.pdf", pdf("执照"))
    return licences.save_licence(applicant, kind="other", number="示例1", sound=sound, **who)


def defence(applicant, *, by, at):
    """A proposed entry in the dishonesty register that the unit answered with a file."""
    entry = noticed(applicant, at=at)
    evidence = [("b.pdf", pdf("原件"))]
    return dishonesty.defend(
        entry,
        text="成效证明属实，现附原件说明。",
        evidence=evidence,
        by=by,
        at=at + timedelta(hours=2),
    )


def change(entry, *, by, at):
    return report_change(
        entry,
        kinds=["stop"],
        after={},
        text="生产车间检修，停产十五天。",
        changed_on=local_day(at),
        evidence=[("检修通知.pdf", pdf("检修通知"))],
        by=by,
        at=at,
    )


def sale(entry, *, by, at, evidence=()):
    return record_sale(
        entry,
        sold_on=local_day(at) - timedelta(days=1),
        quantity=Decimal(20),
        unit="箱",
        unit_price_fen=6050,
        channel="canteen",
        buyer_type="school",
        buyer_name="示例学校",
        evidence=evidence,
        six_entry="school",
        fund_source="canteen_fund",
        by=by,
        at=at,
    )


def answer(entry, *, by, at):
    """A question about a complaint, answered with a file."""
    officer = holder("complaint_officer@fpb")
    case = complaints.receive(source="12317", certificate=entry, at=at, **SAID)
    office = in_force(local_day(at)).office
    case = complaints.accept(case, unit=office, handler=officer, by=officer, at=at)
    asked = replies.ask(case, question="请说明该批产品的检验情况。", by=officer, at=at)
    said = {"answer": "该批产品检验合格，附检验报告。", "evidence": [("a.pdf", pdf("x"))]}
    return replies.reply(asked, **said, by=by, at=at)


def intent(entry, *, at):
    buyer = {"buyer_kind": "unit", "buyer_name": "示例食堂", "request_text": "每月100公斤"}
    return intents.submit(entry, buyer_contact="0797-8000000", at=at, **buyer)
