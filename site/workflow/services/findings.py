"""Confirming what was found about an entry, and answering who proposed it (任务4, A22, A24)."""

from django.db import transaction

from catalog.models import Certificate
from catalog.questions import lock_entries_of
from records.audit import record
from rules.numbers import normalise_document_number
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if
from rules.vocabulary import CAUSES_OF_THE_HOLDER
from supervision.models import CaseProposal

from ..flows import ChangeReporting
from ..models import ChangeReport
from ..moment import acting
from ..policies import findings as policies
from .changes import due_day, number_of, refuse_unknown_paper

Answer = CaseProposal.Answer


@transaction.atomic
def confirm_finding(certificate, *, reason_code, text, found_on, by, at, **details):
    """The office confirms a problem: suspended at once, to be reported and decided (A22).

    The cause decides the scope: an unlawful act of the holder opens a case about each of its live
    entries (A24). What was renewed meanwhile is found about its renewal, on a day of either:
    nobody leaves a finding behind by being listed anew. ``details`` may hold ``origin`` and
    ``basis`` (what it is known from), ``asks_removal`` (else the entry is only suspended, until a
    re-check) and ``finder`` (who found it, when that was not ``by``). Returns the cases, the one
    about ``certificate`` first.
    """
    refuse_unknown_paper(certificate)
    on, finder = local_day(at), details.pop("finder", by)
    finding = {"origin": "office", "basis": "", "asks_removal": True, **details}
    lock_entries_of(certificate.applicant_id)
    since, certificate = certificate.valid_from, renewed(certificate)
    refuse_fields(
        policies.reasons_against_finding(
            certificate,
            by=by,
            on=on,
            reason_code=reason_code,
            text=text,
            found_on=found_on,
            since=since,
            **finding,
        )
    )
    finding |= {"reason_code": reason_code, "text": text.strip(), "changed_on": found_on}
    if finding["origin"] == "superior":
        finding["basis"] = normalise_document_number(finding["basis"])
    concerned = [certificate]
    if reason_code in CAUSES_OF_THE_HOLDER:
        concerned += others_of_holder(certificate, on)
    return [open_case(each, finding, finder=finder, by=by, at=at) for each in concerned]


def renewed(certificate):
    """The entry as which ``certificate`` goes on after its renewals; itself when there is none."""
    certificate = Certificate.objects.get(pk=certificate.pk)
    while following := certificate.renewals.first():
        certificate = following
    return certificate


def others_of_holder(certificate, on):
    """The holder's other entries that live on day ``on`` and that no case keeps out of use."""
    others = Certificate.objects.live().filter(
        applicant=certificate.applicant_id, valid_until__gte=on, item__isnull=False
    )
    is_held = ChangeReport.objects.holding().values("certificate")
    return others.exclude(pk=certificate.pk).exclude(pk__in=is_held).order_by("number")


def take_up(proposal, *, by, at):
    """Open a case on a new proposal at once where ``by`` may; else it waits for who may.

    What concerns an entry that a case keeps out of use already, joins that case.
    """
    certificate, on = renewed(proposal.certificate), local_day(at)
    refuse_unknown_paper(certificate)
    if case := certificate.changes.holding().first():
        _answer(proposal, Answer.JOINED, [case], by=by, at=at)
        record("workflow.change.join", case, by=by, at=at, proposal=proposal.pk)
    elif policies.may_confirm(certificate, by=by, on=on):
        confirm_proposal(proposal, by=by, at=at)


@transaction.atomic
def confirm_proposal(proposal, *, by, at):
    """Open what was proposed; the entry is suspended the same moment. Returns the cases."""
    proposal = _waiting(proposal)
    cases = confirm_finding(
        proposal.certificate,
        origin=proposal.origin,
        basis=proposal.basis,
        asks_removal=proposal.asks_removal,
        reason_code=proposal.cause,
        text=proposal.text,
        found_on=proposal.found_on,
        finder=proposal.proposed_by,
        by=by,
        at=at,
    )
    _answer(proposal, Answer.CONFIRMED, cases, by=by, at=at)
    return cases


@transaction.atomic
def decline_proposal(proposal, *, because, by, at):
    """No case is opened, with the reason for who proposed it."""
    proposal = _waiting(proposal)
    refuse_fields(
        policies.reasons_against_declining(proposal, because=because, by=by, on=local_day(at))
    )
    _answer(proposal, Answer.DECLINED, [], because=because.strip(), by=by, at=at)
    record("workflow.change.decline", proposal, by=by, at=at, because=because.strip())
    return proposal


def _waiting(proposal):
    """The proposal under its row lock; refused when somebody has answered it."""
    proposal = CaseProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    refuse_if(policies.reasons_against_answering(proposal))
    return proposal


def _answer(proposal, answer, cases, *, by, at, because=""):
    proposal.answer, proposal.answer_text = answer, because
    proposal.answered_at, proposal.answered_by = at, by
    proposal.save(update_fields=["answer", "answer_text", "answered_at", "answered_by"])
    for case in cases:
        case.proposals.add(proposal)


def open_case(certificate, finding, *, finder, by, at):
    """One case about one entry, without asking who may; the flow suspends it at once.

    ``finding`` holds origin, basis, asks_removal, reason_code, text and changed_on.
    """
    finding, on = dict(finding), local_day(at)
    planned = due_day(certificate, on)
    asks_removal = finding.pop("asks_removal")
    decision = ChangeReport.Decision.REMOVE if asks_removal else ChangeReport.Decision.SUSPEND
    case = ChangeReport.objects.create(
        number=number_of(on),
        certificate=certificate,
        decision=decision,
        reported_at=at,
        reported_by=finder,
        registered_at=at,
        registered_by=by,
        due_on=planned.day,
        due_is_provisional=planned.provisional,
        **finding,
    )
    reason = finding["reason_code"]
    record("workflow.change.finding", case, by=by, at=at, reason=reason, origin=case.origin)
    with acting(at=at, by=by):
        ChangeReporting.confirm_finding.run(change=case)
    return case
