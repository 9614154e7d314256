"""What the processes of a race do: one function each, called in a process of its own."""

from datetime import date, datetime
from decimal import Decimal

import django
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import override_settings

from config.starting import nothing_collected

if not apps.ready:  # in the process that racers are forked from
    with nothing_collected():
        django.setup()

from wagtail.models import Revision

from applications.models import Application, Item
from catalog.models import Certificate
from demo.acts import agent, holder, perform
from doors.admissions import Visit, admit
from exchange import watching
from ledger.models import Filing, ImportBatch, Reopening
from ledger.services import answer_reopening as reopen
from ledger.services import close_quarter as close
from ledger.services import filings, import_sales, record_sale
from pages.documents import timed
from pages.models import DocumentPage
from publicity.models import PublicityEntry
from publicity.services import close as close_entry
from records import evidence
from records.audit import record
from records.models import Counter
from records.sealing import seal_all
from registry.models import User
from rules.periods import local_day
from rules.refusal import Refused
from supervision.services import complaints
from supervision.services.objections import object_or_complain
from workflow.models import CertificationTask, Opinion
from workflow.services import findings, reversals, submissions
from workflow.services.clock import tick


def sign(item, node, at):
    perform(Item.objects.get(pk=item), node, at=datetime.fromisoformat(at))


def sign_words(page, login):
    """``login`` approves what waits of a page; its number afterwards, "" where it came back."""
    page = DocumentPage.objects.get(pk=page)
    task = page.current_workflow_task
    person = User.objects.get(username=login)
    try:
        task.on_action(page.current_workflow_task_state, person, "approve")
    except PermissionDenied:
        return "too late"
    return DocumentPage.objects.get(pk=page.pk).doc_no if page_is_live(page) else ""


def sign_revision(revision, at):
    """The words of a revision go public; the versions of its document afterwards."""
    revision = Revision.objects.get(pk=revision)
    page = timed.sign(revision, by=None, at=datetime.fromisoformat(at))
    return list(page.versions.values_list("number", flat=True))


def page_is_live(page):
    return DocumentPage.objects.filter(pk=page.pk, live=True).exists()


def take_back(opinion, at):
    """The signer takes the opinion back."""
    opinion = Opinion.objects.get(pk=opinion)
    moment = datetime.fromisoformat(at)
    reversals.take_back(opinion, because="误选了结论", by=opinion.signed_by, at=moment)


def open_form(task, duty, at):
    """The next desk opens the form of ``task``; whether it waited still."""
    task = CertificationTask.objects.get(pk=task)
    return reversals.open_steps([task], by=holder(duty), at=datetime.fromisoformat(at))


def clock(at):
    return tick(datetime.fromisoformat(at))


def seal(rows, at):
    """Write and seal so many audit rows, one by one."""
    now = datetime.fromisoformat(at)
    subject = Counter(pk=1, series="race", year=0)
    for _ in range(rows):
        record("test.act", subject, by=None, at=now)
        seal_all(now)


def objection(entry, at):
    """Which of the two came of it: "objection" or "complaint"."""
    received = object_or_complain(
        PublicityEntry.objects.get(pk=entry),
        channel="web",
        content="带动户数与实际不符",
        at=datetime.fromisoformat(at),
    )
    return received._meta.model_name


def objections(entries, at):
    """What came of an objection at ``at`` to each of ``entries``, by their keys."""
    return {key: objection(key, at) for key in entries}


def ends(entries, at):
    """The keys of those ``entries`` that passed at ``at``."""
    rows = PublicityEntry.objects.in_bulk(entries)
    return [key for key in entries if close_entry(rows[key], at=datetime.fromisoformat(at))]


def each(act, keys, at):
    """``{key: result}`` of the racer ``act`` for each; the reasons where it was refused."""
    return {key: _result(act, key, at) for key in keys}


def _result(act, key, at):
    try:
        return globals()[act](key, at)
    except Refused as refused:
        return refused.reasons


def list_item(item, at):
    sign(item, "list_item", at)


def complain_of(item, at):
    """A complaint about a product on its way; the entry that it is about by then."""
    entry = PublicityEntry.objects.filter(item=item).last()
    complaint = complaints.receive(
        source="web",
        at=datetime.fromisoformat(at),
        subject_kind="product",
        about_text=entry.product_name,
        category="quality",
        content="产品标签的产地与实际不符。",
        item=entry.item,
        applicant=entry.applicant,
    )
    return complaint.certificate_id


def find_as_officer(certificate, at):
    return find(certificate, holder("complaint_officer@fpb").pk, at)


def watch(at, address):
    """One pass of the watch by a process of its own; ``(looks kept, failures)``."""
    with override_settings(SITE_URL=address, WATCH_MINUTES=5):
        return watching.watch.run(datetime.fromisoformat(at))


def head(at, witness):
    """The head of a day, mailed to ``witness``; 1 or 0."""
    with override_settings(EVIDENCE_WITNESSES=[witness]):
        return evidence.make_head(datetime.fromisoformat(at))


def submit(application, at):
    paper = Application.objects.get(pk=application)
    submissions.submit(paper, by=agent(paper.applicant_id), at=datetime.fromisoformat(at))


def complaint(nonce, at):
    """One form sent in; the number under which it was received."""
    now = datetime.fromisoformat(at)
    said = {
        "subject_kind": "venue",
        "about_text": "示例专柜",
        "category": "price",
        "content": "同样的产品价格高出一半。",
    }
    sent = Visit(nonce, "complaint", now, "here", "d", True)
    received = admit(sent, lambda: complaints.receive(source="web", at=now, **said), at=now)
    return received.number


def _sale(sold_on):
    words = {"unit": "箱", "channel": "market", "buyer_type": "school", "unit_price_fen": 100}
    return {**words, "sold_on": date.fromisoformat(sold_on), "quantity": Decimal(2)}


def sell(certificate, external_id, sold_on, at):
    """One sale by hand; the quarter in which it was booked."""
    entry = Certificate.objects.get(pk=certificate)
    who = {"by": agent(entry.applicant_id), "at": datetime.fromisoformat(at)}
    return record_sale(entry, external_id=external_id, **_sale(sold_on), **who).booked_quarter


def book_file(batch, certificate, external_id, sold_on, at):
    """A file with one sale is confirmed."""
    upload = ImportBatch.objects.get(pk=batch)
    row = {"line": 2, "reasons": [], "certificate": certificate, "external_id": external_id}
    who = {"by": agent(upload.applicant_id), "at": datetime.fromisoformat(at)}
    return import_sales(upload, [{**row, **_sale(sold_on)}], only_good=False, **who).booked


def close_quarter(quarter, at):
    manager = User.objects.get(username="manager")
    close(quarter, by=manager, at=datetime.fromisoformat(at))


def sign_filing(filing, at):
    """The quarter in which it counts."""
    row = Filing.objects.get(pk=filing)
    by = User.objects.get(username=f"{row.unit.code}-fu")
    return filings.sign_filing(row, by=by, at=datetime.fromisoformat(at)).counted_quarter


def find(certificate, by, at):
    """Confirm a finding about an entry that may just be renewed; what the case is about then."""
    moment = datetime.fromisoformat(at)
    [case] = findings.confirm_finding(
        Certificate.objects.get(pk=certificate),
        reason_code="quality_safety",
        text="抽检不合格，已通知持证单位停止销售。",
        found_on=local_day(moment),
        by=User.objects.get(pk=by),
        at=moment,
    )
    return case.certificate_id


def leave(certificate, by, at):
    """The holder leaves the catalogue."""
    from catalog import services
    from catalog.models import Certificate
    from registry.models import User

    services.leave(
        Certificate.objects.get(pk=certificate),
        by=User.objects.get(pk=by),
        at=datetime.fromisoformat(at),
        because="不再生产",
    )


def answer_reopening(reopening, by, at):
    """A head agrees that a quarter be opened again."""
    person = User.objects.get(username=by)
    row = Reopening.objects.get(pk=reopening)
    reopen(row, is_agreed=True, by=person, at=datetime.fromisoformat(at))


def declare_day_off(day, at):
    """A local day off comes into force."""
    from demo.local_days import declare

    declare(date.fromisoformat(day), at=datetime.fromisoformat(at))
