"""Leaving the catalogue by one's own will: asked for, taken back in time, carried out (R42)."""

from django.db import transaction

from records.audit import record
from records.jobs import job
from registry.calendars import calendar
from rules.lifecycle import CertificateStatus
from rules.periods import local_day
from rules.refusal import refuse_if

from .above import open_case
from .models import Certificate, ExitRequest
from .policies import reasons_against_leaving
from .services import leave


@transaction.atomic
def ask_to_leave(certificate, *, because, by, at):
    """The holder asks to leave; nothing changes until the rule set's working days have passed.

    Where the rule set gives none, it leaves at once. Returns the :class:`ExitRequest`.
    """
    row = Certificate.objects.select_for_update(of=("self",)).select_related("ruleset")
    row, on = row.get(pk=certificate.pk), local_day(at)
    reasons = reasons_against_leaving(row, by=by, on=on, because=because)
    earlier = row.exits.open().first()
    refuse_if(
        reasons + ([f"该目录条目已于{local_day(earlier.asked_at)}申请退出"] if earlier else [])
    )
    days = row.ruleset.exit_window_days
    request = ExitRequest.objects.create(
        certificate=row,
        because=because.strip(),
        asked_at=at,
        asked_by=by,
        last_day=calendar().planned_after(on, days).day if days else on,
    )
    record("catalog.ask_to_leave", row, by=by, at=at, because=because.strip())
    if not days:
        _leave(request, at)
        request.refresh_from_db(fields=["done_at"])
    return request


@transaction.atomic
def stay(request, *, by, at):
    """The holder takes its exit back: the entry was in force all the time and stays so."""
    request = ExitRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    refuse_if(reasons_against_staying(request, by=by, on=local_day(at)))
    request.taken_back_at, request.taken_back_by = at, by
    request.save(update_fields=["taken_back_at", "taken_back_by"])
    record("catalog.stay", request.certificate, by=by, at=at)
    return request


def reasons_against_staying(request, *, by, on):
    """Why an exit cannot be taken back (any more)."""
    if by.applicant_id is None or by.applicant_id != request.certificate.applicant_id:
        return ["只有持证单位可以收回退出申请"]
    if request.taken_back_at:
        return ["退出申请已收回"]
    if request.done_at or request.last_day < on:
        return ["收回的期限已过"]
    return []


@job("exits", "自愿退出期满", order=99)
def leave_due(at):
    """Carry out what was not taken back in time; an entry with an open case waits for its end."""
    due = ExitRequest.objects.due(local_day(at)).select_related("certificate", "asked_by")
    return sum(leave_due.each(due.order_by("pk"), lambda each: _leave(each, at), at=at).done)


@transaction.atomic
def _leave(request, at):
    """Whether the entry left now; one that has ended meanwhile only ends the request."""
    request = ExitRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.taken_back_at or request.done_at:
        return False
    certificate = request.certificate
    if open_case(certificate):
        return False
    is_live = certificate.status_on(local_day(at)) in (
        CertificateStatus.ACTIVE,
        CertificateStatus.SUSPENDED,
    )
    if is_live:
        leave(certificate, by=request.asked_by, at=at, because=request.because)
    request.done_at = at
    request.save(update_fields=["done_at"])
    return is_live
