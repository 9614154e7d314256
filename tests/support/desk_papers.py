"""One of everything that the desk has an address of, beside the papers of the flow."""

from datetime import timedelta

from tests.support import plan
from tests.support.dishonest import proposed
from tests.support.listed import listed

from applications.services import authorisations
from catalog.publications import record_publication
from demo import fiction
from demo.acts import agent
from demo.papers import pdf
from exchange.models import ExchangeFault, PlatformFile, PublicPageLook, WebhookSubscriber
from exchange.services import export_catalog
from ledger import figures
from ledger.ledgers import LEDGERS
from ledger.models import ImportBatch, PeriodClose, ProgressFile, SalesRecord, SaleVoucher, Venue
from ledger.services import entries
from registry.models import Delegation, Organisation, Registration, User
from registry.tokens import make_token
from rules.periods import local_day
from supervision import drawing
from supervision.models import CaseProposal, Complaint, Inspection
from supervision.services import complaints
from supervision.services.ratings import rate
from supervision.services.site_reports import report_site
from workflow.models import (
    Circular,
    CircularCopy,
    Consultation,
    OpinionProposal,
    ProposalFile,
    Turn,
    UpperCorrection,
)
from workflow.positions import open_task
from workflow.services import bulletins, changes


def of_ledgers(at, stored_file):
    """An entry of the unit whose people walk here, in a ledger, with its voucher."""
    made = entries.record_entry(
        LEDGERS["venues"],
        Organisation.objects.get(code="zgh"),
        kind="counter",
        number="GUI-01",
        name="示例专柜",
        address="示例路1号",
        operator="示例商超（虚构）",
        opened_on=local_day(at),
        by=User.objects.get(username="zgh-bao"),
        at=at,
    )
    Venue.objects.update(voucher=stored_file, later_voucher=stored_file)
    sale = plan.sell(1, "V-1", at=at + timedelta(days=365))
    proof = SaleVoucher.objects.create(sale=sale, file=stored_file)
    batch = ImportBatch.objects.create(
        unit=made.unit,
        ledger="venues",
        file=stored_file,
        file_name="a.csv",
        headings=[1, ["编号"]],
        uploaded_at=at,
        uploaded_by=made.recorded_by,
    )
    return {
        **dict.fromkeys(("ledger", "new_entry"), "venues"),
        "export_ledger": ("venues", "csv"),
        **dict.fromkeys(("ledger_entry", "voucher", "later_voucher"), ("venues", made.pk)),
        "sale_voucher": proof.uid,
        "filing": (made.unit_id, "2020Q2"),
        "entry_act": ("venues", made.pk, "void"),
        "import_entries": "venues",
        **dict.fromkeys(("unit_report", "unit_report_lines"), "venues"),
        **dict.fromkeys(("import_batch", "import_mistakes"), batch.pk),
    }


def as_list(keys):
    return list(keys) if isinstance(keys, tuple) else [keys]


def corrected(review, at):
    """A correction of ``review`` that waits for the head."""
    return UpperCorrection.objects.create(
        review=review,
        before={"result": review.result, "document_no": review.document_no, "decided_on": ""},
        document_no="章扶办字〔2020〕99号",
        dated_on=review.decided_on,
        because="文号录入有误",
        entered_by=review.recorded_by,
        entered_at=at,
    )


def of_questions(item, somebody, opinion):
    """A question about ``item`` to one without a duty, and a paper sent round between two."""
    asked = Consultation.objects.create(
        kind="opinion",
        item=item,
        round=1,
        task=opinion.task,
        organisation=opinion.organisation,
        question="请核对带动户数的统计口径",
        person=somebody,
        due_on=local_day(opinion.signed_at),
        asked_by=opinion.signed_by,
        asked_at=opinion.signed_at,
    )
    circular = Circular.objects.create(
        application=item.application, note="请阅", sent_by=somebody, sent_at=opinion.signed_at
    )
    copy = CircularCopy.objects.create(circular=circular, reader=opinion.signed_by)
    return {
        **dict.fromkeys(("consultation", "revoke_consultation"), asked.pk),
        "withdraw_circular": circular.pk,
        "read_circular": copy.pk,
    }


def of_entries(endorsed, at, stored_file):
    """What comes after listing: a change, a complaint given to the bureau, a check, a draw."""
    entry, clerk = listed(serial=10), User.objects.get(username="clerk")
    owner = agent(entry.applicant_id)
    later = at + timedelta(days=90)
    change = changes.report_change(
        entry,
        kinds=["safety"],
        after={},
        text="抽检指标波动，已暂停发货并复检。",
        changed_on=local_day(later),
        evidence=[("检测报告.pdf", pdf("检测报告"))],
        by=owner,
        at=later,
    )
    case = complaints.receive(
        source="visit",
        certificate=entry,
        subject_kind="product",
        about_text="示例产品",
        category="quality",
        content="买到的产品有腐坏，销售点不处理。",
        evidence=[("photo.pdf", pdf("evidence"))],
        at=later,
    )
    asked = CaseProposal.objects.create(
        certificate=entry,
        complaint=case,
        origin="complaint",
        cause="quality_safety",
        text="经核查属实，已责令整改。",
        found_on=local_day(later),
        proposed_at=later,
        proposed_by=clerk,
    )
    bureau = Organisation.objects.get(code="nyncj")
    Complaint.objects.filter(pk=case.pk).update(unit=bureau)
    letter = authorisations.hand_in(
        entry.applicant,
        agent_name="示例经办",
        valid_from=local_day(later),
        valid_until=local_day(later) + timedelta(days=300),
        name="letter.pdf",
        data=pdf("letter"),
        by=owner,
        at=later,
    )
    registration = Registration.objects.create(
        user=User.objects.create(username="unproved", email="unproved@example.com"),
        credit_code=fiction.applicant(11).credit_code,
        facts={"name": "示例单位"},
        registered_at=later,
    )
    check = Inspection.objects.create(
        certificate=entry, owner=bureau, planned_on=local_day(later), planned_by=clerk
    )
    drawn = drawing.fix(title="抽查", seed_source="开奖号码", count=1, by=clerk, at=later)
    proposal = OpinionProposal.objects.create(
        item=endorsed,
        step="benefit",
        task=open_task(endorsed, "review_benefit"),
        values={"result": "pass"},
        proposed_by=clerk,
        proposed_at=at,
    )
    proposal_file = ProposalFile.objects.create(proposal=proposal, file=stored_file)
    subscriber = WebhookSubscriber.objects.create(
        title="示例网站", address="https://example.com/hook", cursor=0, made_by=clerk, made_at=at
    )
    token, _secret = make_token(name="他人的令牌", scopes=["ledgers"], days=30, by=clerk, at=at)
    elsewhere = Delegation.objects.create(
        absent=clerk,
        deputy=User.objects.get(username="reviewer"),
        organisation=Organisation.objects.get(code="station-360702105"),
        valid_from=local_day(at),
        valid_until=local_day(at),
        because="出差",
        made_by=clerk,
        made_at=at,
    )
    barred = proposed(fiction.applicant(12), at=later, evidence=[("a.pdf", pdf("evidence"))])
    published = record_publication(
        entry,
        "listing",
        not_before=entry.listed_on,
        address="https://platform.example.gov.cn/1",
        first_day=entry.listed_on,
        last_day=None,
        evidence=stored_file,
        by=clerk,
        at=later,
    )
    fetched = PublicPageLook.objects.create(
        publication=published, looked_at=later, outcome="good", sha256="0" * 64, page=stored_file
    )
    given = PlatformFile.objects.create(
        kind="catalog",
        platform="832平台",
        last_day=local_day(later),
        file=stored_file,
        sha256="0" * 64,
        uploaded_at=later,
        uploaded_by=clerk,
        headings=["货品", "商家"],
    )
    sent = export_catalog(at=later)
    fault = ExchangeFault.objects.create(
        stream=sent.stream, kind="difference", reason="接收方多出该记录", opened_at=later
    )
    of_batch, of_fault = (
        ("batch", "approve", "resend", "skip", "answer", "download"),
        ("fault", "close", "again"),
    )
    return {
        **{f"exchange_{name}": sent.pk for name in of_batch},
        **{f"exchange_{name}": fault.pk for name in of_fault},
        **dict.fromkeys(("platform_file", "confirm_platform_file", "undo_platform_file"), given.pk),
        "name_platform_columns": given.pk,
        "page_archive": fetched.pk,
        "platform_download": (given.pk, "differences"),
        "propose_dishonesty": entry.applicant_id,
        **dict.fromkeys(("dishonesty_entry", "dishonesty_chart"), barred.pk),
        "dishonesty_file": barred.evidence.get().uid,
        **dict.fromkeys(("change", "forward_change", "change_chart", "change_bpmn"), change.pk),
        "change_file": change.evidence.get().uid,
        **dict.fromkeys(("transfer_case",), change.pk),
        **dict.fromkeys(("case_proposal", "confirm_proposal"), asked.pk),
        **dict.fromkeys(("finding", "publication", "publish_entry"), entry.pk),
        **dict.fromkeys(("withdraw_publication", "publication_file"), published.pk),
        **dict.fromkeys(("authorisation", "authorisation_scan"), letter.uid),
        **dict.fromkeys(("complaint", "complainant"), case.pk),
        **dict.fromkeys(("unit_account", "unit_particulars"), entry.applicant_id),
        "unit_person": owner.pk,
        "unproved_unit": registration.pk,
        "evidence_file": case.evidence.get().uid,
        **dict.fromkeys(("inspection", "inspection_tie"), check.pk),
        "draw": drawn.pk,
        **of_the_quarter(later, clerk, stored_file),
        "decide": proposal.pk,
        "proposal_file": proposal_file.pk,
        "end_delegation": elsewhere.pk,
        "revoke_token": token.pk,
        **dict.fromkeys(
            ("subscriber", "try_subscriber", "notify_again", "stop_subscriber"), subscriber.pk
        ),
        "chart_svg": "complaint",
        "chart_bpmn": "change_report",
        "retry": Turn.objects.first().task_id,
    }


def of_readers(item, at):
    """A bad rating of a step, and a mistake that a reader found on the site."""
    opinion = item.opinions.select_related("organisation", "signed_by").first()
    rating = rate(
        grade=1,
        words="",
        organisation=opinion.organisation,
        about_user=opinion.signed_by,
        item=item,
        round=opinion.round,
        step=opinion.step,
        at=at,
    )
    report = report_site(page_url="/", kind="misspelt", content="标题有错别字", at=at)
    return {"rating": rating.pk, "site_report": report.pk}


def of_the_quarter(at, clerk, stored_file):
    """A closed quarter, the bulletin of the office's own tasks, and one unit's progress."""
    plan.load_plan()
    close = PeriodClose.objects.create(
        quarter="2020Q2",
        totals=figures.totals(SalesRecord.objects.none()),
        frozen_at=at,
        frozen_by=clerk,
    )
    bulletins.begin(close, at=at)
    bulletin = close.bulletins.get(unit__code="fpb", kind="lead_unit")
    progress = plan.report(plan.all_units().get(task__number=2), at=at, sign=False)
    file = ProgressFile.objects.create(progress=progress, file=stored_file)
    papers = ("bulletin", "bulletin_chart", "bulletin_pdf", "bulletin_docx")
    return {
        "quarter": close.pk,
        "plan_task": 2,
        "progress": progress.pk,
        "progress_file": file.uid,
        **dict.fromkeys(papers, bulletin.pk),
    }
