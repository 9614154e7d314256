"""What the fictional public says: complaints in several states, intents to buy, inspections."""

from datetime import timedelta

from catalog.models import Certificate
from registry.models import User
from registry.rulesets import in_force
from rules.periods import local_day
from supervision.models import Complaint
from supervision.services import complaints, inspections, intents, replies

from .acts import agent

COMPLAINTS = (
    ("web", "quality", "买到的两箱产品中有一成以上腐坏，联系销售点没有人处理（虚构）。"),
    ("12317", "price", "同样规格的产品在专柜的价格比参考价格高出一半（虚构）。"),
    ("letter", "benefit_false", "公示的带动户数与村里实际情况不一致，请核实（虚构）。"),
    ("12345", "service", "登记认购意向后一个月没有人联系（虚构）。"),
    ("media", "misuse_of_name", "有网店使用扶贫产品名义销售外地产品（虚构）。"),
)


def create_public_cases(at):
    """Once: five complaints from registered to closed, two intents, a check done and one due."""
    certificates = list(Certificate.objects.in_force(local_day(at)).order_by("number")[:6])
    if Complaint.objects.exists() or len(certificates) < len(COMPLAINTS):
        return
    officer = User.objects.get(username="investigator")
    for days, (certificate, row) in enumerate(zip(certificates, COMPLAINTS, strict=False)):
        complaint = _receive(certificate, row, at=at - timedelta(days=days, hours=2))
        _handle(complaint, steps=days, by=officer, at=at - timedelta(hours=1))
    for certificate in certificates[:2]:
        intents.submit(
            certificate,
            buyer_kind="unit",
            buyer_name="示例机关食堂（虚构）",
            buyer_contact="0797-8000000",
            request_text="每月需要约100公斤，送货到章贡区内（虚构）。",
            at=at - timedelta(days=1),
        )
    _inspect(certificates[-1], by=officer, at=at)


def _receive(certificate, row, *, at):
    source, category, content = row
    return complaints.receive(
        source=source,
        subject_kind="product",
        about_text=f"{certificate.version.name}（{certificate.applicant.name}）",
        category=category,
        content=content,
        certificate=certificate,
        at=at,
    )


def _handle(complaint, *, steps, by, at):
    """The first ``steps`` acts of the ordinary way."""
    unit = in_force(local_day(at)).office
    way = (
        lambda: complaints.accept(complaint, unit=unit, handler=by, by=by, at=at),
        lambda: _look_into(complaint, by=by, at=at),
        lambda: complaints.decide(
            complaint,
            findings="经现场走访和查阅台账，反映的情况部分属实（虚构）。",
            action="correct",
            public_summary="经核查，反映的情况部分属实，已要求该单位限期改正。",
            by=by,
            at=at,
        ),
        lambda: _end(complaint, by=by, at=at),
    )
    for act in way[:steps]:
        act()


def _look_into(complaint, *, by, at):
    complaints.investigate(complaint, by=by, at=at)
    reply_request = replies.ask(
        complaint, question="请说明近三个月的销售价格、销售渠道和售后处理情况。", by=by, at=at
    )
    if complaint.source == "12345":
        replies.reply(
            reply_request,
            answer="已与对方联系，并补充了专人负责认购登记（虚构）。",
            by=agent(complaint.applicant_id),
            at=at,
        )


def _end(complaint, *, by, at):
    complaints.feed_back(
        complaint, channel="web", text="核查情况和处理结果已在查询页公布。", by=by, at=at
    )
    complaints.close(complaint, by=by, at=at)


def _inspect(certificate, *, by, at):
    owner = in_force(local_day(at)).bureau
    done = inspections.plan(certificate, owner=owner, planned_on=local_day(at), by=by, at=at)
    inspections.conclude(
        done,
        results={"quality": "problem", "price": "sound", "benefit": "sound"},
        conclusion="failed",
        findings="抽检的一批产品标签不完整，已责令停止销售该批次（虚构）。",
        done_on=local_day(at),
        by=by,
        at=at,
    )
    inspections.plan(certificate, owner=owner, planned_on=local_day(at), by=by, at=at)
