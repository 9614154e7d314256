"""Reporting a change, and what the office does with it; each step under the report's own lock."""

from contextlib import contextmanager

from django.db import transaction

from catalog.models import Certificate
from doors.evidence import examined, keep_evidence
from records.audit import record
from records.numbering import next_serial
from registry.calendars import calendar
from registry.names import fill
from rules.numbers import change_number, normalise_document_number
from rules.periods import local_day
from rules.plain_text import plain_values
from rules.refusal import Refused, refuse_fields, refuse_if

from .. import facts, turns
from ..flows import ChangeReporting
from ..models import ChangeReport, FigureCheck
from ..moment import acting
from ..policies import changes as policies
from ..positions import open_change_task
from .dishonesty import propose_from_removal
from .steps import take


def report_change(certificate, *, kinds, after, text, changed_on, by, at, evidence=()):
    """The holder reports what changed; ``after`` holds plain values by column (A19).

    What is the same as before is left out, and what stood before is kept beside it. ``evidence``
    is ``[(name, bytes)]``.
    """
    refuse_unknown_paper(certificate)
    files = examined(evidence)
    with transaction.atomic():
        return _report(
            certificate,
            files,
            kinds=kinds,
            after=after,
            text=text,
            changed_on=changed_on,
            by=by,
            at=at,
        )


def _report(certificate, files, *, kinds, after, text, changed_on, by, at):
    Certificate.objects.select_for_update().get(pk=certificate.pk)
    before, after = facts.standing(certificate, facts.columns_of(kinds)), plain_values(after)
    after = {name: after[name] for name in before if name in after and after[name] != before[name]}
    on = local_day(at)
    refuse_fields(
        policies.reasons_against_reporting(
            certificate,
            by=by,
            on=on,
            kinds=kinds,
            after=after,
            text=text,
            changed_on=changed_on,
            files=len(files),
        )
    )
    _refuse_repeated(certificate, after, text)
    change = ChangeReport.objects.create(
        number=number_of(on),
        certificate=certificate,
        kinds=kinds,
        before={name: before[name] for name in after},
        after=after,
        text=text.strip(),
        changed_on=changed_on,
        reported_at=at,
        reported_by=by,
    )
    keep_evidence(change, files, by=by, at=at)
    record("workflow.change.report", change, by=by, at=at, kinds="、".join(kinds), files=len(files))
    with acting(at=at, by=by):
        ChangeReporting.report_change.run(change=change)
    return change


def register_change(change, *, is_accepted, reason="", by, at):
    """Take the report down, from which the five working days run; or refuse it with reasons."""
    with case_step(change, "register_change", by=by, at=at) as change:
        if is_accepted:
            planned = due_day(change.certificate, local_day(at))
            change.registered_at, change.registered_by = at, by
            change.due_on, change.due_is_provisional = planned.day, planned.provisional
        else:
            refuse_fields([("reason", "请写明不予登记的理由")] if len(reason.strip()) < 5 else [])
            change.decision, change.assessment = ChangeReport.Decision.REJECT, reason.strip()
        change.save()
        record("workflow.change.register", change, by=by, at=at, accepted=is_accepted)
    return change


def check_figures(change, *, figures, text, by, at):
    """The station's figures for what is reported as higher; the claim stays on the report (R45).

    ``figures``: {households, persons, average_income_fen}, each of those that the report changes.
    """
    with case_step(change, "check_figures", by=by, at=at) as change:
        refuse_fields(policies.reasons_against_checking(change, figures=figures, text=text))
        changed = {name: value for name, value in figures.items() if name in change.after}
        FigureCheck.objects.create(
            change=change, text=text.strip(), checked_at=at, checked_by=by, **changed
        )
        record("workflow.change.check", change, by=by, at=at, **changed)
    return change


def assess_change(change, *, decision, assessment, by, at):
    """Decide what the change means for the entry; the flow does it at once."""
    with case_step(change, "assess_change", by=by, at=at) as change:
        refuse_fields(
            policies.reasons_against_assessing(change, decision=decision, assessment=assessment)
        )
        change.decision, change.assessment = decision, assessment.strip()
        change.assessed_at, change.assessed_by = at, by
        change.save()
        record("workflow.change.assess", change, by=by, at=at, decision=decision)
    return change


def send_up(change, *, report_no, reported_up_on, by, at):
    """Note the document by which the change went up; the clock of A20 stops here."""
    with case_step(change, "report_upward", by=by, at=at) as change:
        refuse_fields(
            policies.reasons_against_sending(
                change, report_no=report_no, reported_up_on=reported_up_on, on=local_day(at)
            )
        )
        change.report_no = normalise_document_number(report_no)
        change.reported_up_on, change.sent_at, change.sent_by = reported_up_on, at, by
        change.save()
        record("workflow.change.send", change, by=by, at=at, document_no=change.report_no)
    return change


@transaction.atomic
def note_forwarding(change, *, city_on, province_on, by, at):
    """Note when the report reached the city and the province: told, never enforced (A20)."""
    change = ChangeReport.objects.select_for_update(of=("self",)).get(pk=change.pk)
    refuse_if(
        policies.reasons_against_forwarding(
            change, city_on=city_on, province_on=province_on, by=by, on=local_day(at)
        )
    )
    change.city_on, change.province_on = city_on, province_on
    change.save(update_fields=["city_on", "province_on"])
    record("workflow.change.forward", change, by=by, at=at)
    return change


def record_ruling(change, *, ruling, ruling_no, ruled_on, by, at):
    """Record what the province decided; a removal happens here and nowhere else (R71)."""
    with case_step(change, "record_ruling", by=by, at=at) as change:
        refuse_fields(
            policies.reasons_against_ruling(
                change, ruling=ruling, ruling_no=ruling_no, ruled_on=ruled_on, on=local_day(at)
            )
        )
        change.ruling, change.ruling_no = ruling, normalise_document_number(ruling_no)
        change.ruled_on, change.recorded_at, change.recorded_by = ruled_on, at, by
        change.save()
        record("workflow.change.ruling", change, by=by, at=at, ruling=ruling)
        if ruling == ChangeReport.Ruling.REMOVE:
            propose_from_removal(change, by=by, at=at)
    return change


def number_of(on):
    """The next number of a case in the year of day ``on``."""
    return change_number(on.year, next_serial("change", on.year))


def due_day(certificate, on):
    """The last working day for reporting upward what was registered on day ``on`` (A20)."""
    return calendar().planned_after(on, certificate.ruleset.change_report_days)


def refuse_unknown_paper(certificate):
    """An entry that was not certified here has no paper that a turn could be told of."""
    if not hasattr(certificate, "item"):
        raise Refused([fill("该目录条目不是在本系统认定的，请联系{office}办理变更")])


@contextmanager
def case_step(change, node, *, by, at):
    """Take the report's open task at ``node``: yields it re-read under its lock, then goes on."""
    with acting(at=at, by=by), transaction.atomic(), ChangeReporting.lock(change.process_id):
        change = ChangeReport.objects.select_related("certificate__ruleset").get(pk=change.pk)
        task = open_change_task(change, node)
        refuse_if(policies.reasons_against_taking_step(change, task, by=by))
        take(task, by, at)
        yield change
        turns.finish(task, at, by=by)
        activation = task.flow_task.activation_class(task)
        activation.process.change = change
        activation.start(None)
        activation.execute()


def _refuse_repeated(certificate, after, text):
    """A second click tells of the same change again."""
    same = certificate.changes.open().filter(after=after, text=text.strip()).first()
    refuse_if([f"该变更已报告，编号{same}"] if same else [])
