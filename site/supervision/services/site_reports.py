"""我为政府网站找错: a report comes in with its limit, and is answered once."""

from django.db import transaction

from records.audit import record
from records.numbering import next_serial
from registry.calendars import calendar
from registry.rulesets import in_force
from rules.periods import local_day
from rules.refusal import refuse_fields

from ..models import SiteReport
from ..rating_policies import reasons_against_answering, reasons_against_reporting


@transaction.atomic
def report_site(*, page_url, kind, content, at, person_contact=""):
    """Take down what somebody found wrong; answered by the third working day after (指引)."""
    refuse_fields(reasons_against_reporting(kind=kind, content=content))
    today = local_day(at)
    planned = calendar().planned_after(today, in_force(today).site_report_days)
    report = SiteReport.objects.create(
        number=f"CW{today.year}{next_serial('site_report', today.year):05d}",
        page_url=page_url.strip(),
        kind=kind,
        content=content.strip(),
        person_contact=person_contact.strip(),
        received_at=at,
        due_on=planned.day,
        due_is_provisional=planned.provisional,
    )
    record("supervision.report_site", report, by=None, at=at, kind=kind)
    return report


@transaction.atomic
def answer_site_report(report, *, result, answer, by, at):
    """Say what came of it (of ``SITE_REPORT_RESULTS``); read by whoever has the code."""
    report = SiteReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    refuse_fields(reasons_against_answering(report, by=by, result=result, answer=answer))
    report.result, report.answer = result, answer.strip()
    report.answered_at, report.answered_by = at, by
    report.save(update_fields=["result", "answer", "answered_at", "answered_by"])
    record("supervision.answer_site_report", report, by=by, at=at, result=result)
    return report
