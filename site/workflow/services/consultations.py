"""征求意见 and 委派: asking, answering, reminding and revoking, each with its row in the trail."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse

from records.audit import record
from records.jobs import job
from records.mail import write
from registry.calendars import calendar
from registry.models import Membership, Organisation, User
from registry.models.secrets import digest_of
from rules.periods import day_ends, local_day
from rules.refusal import refuse_fields

from ..models import Consultation, ExpertAddress, OpinionDraft
from ..policies import consultations as policies
from .steps import locked, take_duty

KINDS = Consultation.Kind
SIGNER = Signer(sep=".", salt="workflow.consultations")
SUBJECTS = {
    "asked": "征求意见",
    "remind": "征求意见即将到期",
    "revoked": "征求意见已撤销",
    "answer": "征求意见已答复",
}
NEWS = {"asked": "", "remind": "即将到期", "revoked": "已经撤销，不需要答复", "answer": "已经答复"}


def ask(item, *, kind, question, due_on, by, at, **addressee):
    """Ask one other about ``item``, at the step that is ``by``'s own now; a :class:`Consultation`.

    ``addressee``: ``person=`` or ``office=`` or ``expert_name=, expert_unit=, expert_email=``.
    """
    with locked(item) as item:
        on, task = local_day(at), policies.own_task(item, by)
        refuse_fields(
            policies.reasons_against_asking(
                item,
                task,
                kind=kind,
                addressee=addressee,
                question=question,
                due_on=due_on,
                by=by,
                on=on,
            )
        )
        made = Consultation.objects.create(
            kind=kind,
            item=item,
            round=item.round,
            task=task,
            organisation=_office_of(task),
            question=question.strip(),
            due_on=due_on,
            asked_by=by,
            asked_at=at,
            **addressee,
        )
        act = "entrust" if kind == KINDS.PREPARATION else "consult"
        record(f"workflow.{act}", item, by=by, at=at, **_facts(made))
        _tell(made, "asked", at, address=_make_address(made, at) if made.is_of_expert else "")
    return made


def answer(consultation, *, stance, answer, by, at):
    """The answer of ``by``, or of an expert (None), kept for good; a prepared opinion also lies in
    the draft of who lent it, unless they began one themselves.
    """
    with locked(consultation.item) as item:
        consultation = _reread(consultation, item)
        refuse_fields(
            policies.reasons_against_answering(consultation, by=by, stance=stance, answer=answer)
        )
        is_lent = consultation.kind == KINDS.PREPARATION
        consultation.stance = Consultation.Stance.REMARKS if is_lent else stance
        consultation.answer = answer.strip()
        consultation.answered_by, consultation.answered_at = by, at
        consultation.save(update_fields=["stance", "answer", "answered_by", "answered_at"])
        if is_lent:
            _prepare(consultation, at)
        act = "answer_as_expert" if by is None else "answer_consultation"
        record(f"workflow.{act}", item, by=by, at=at, **_facts(consultation))
        _tell_asker(consultation)
    return consultation


def revoke(consultation, *, because, by, at):
    """Take the question back; what was sent to an expert opens nothing any more."""
    with locked(consultation.item) as item:
        consultation = _reread(consultation, item)
        refuse_fields(policies.reasons_against_revoking(consultation, because=because, by=by))
        consultation.revoked_because = because.strip()
        consultation.revoked_by, consultation.revoked_at = by, at
        consultation.save(update_fields=["revoked_because", "revoked_by", "revoked_at"])
        for address in ExpertAddress.objects.select_for_update().filter(consultation=consultation):
            address.revoke(by=by, at=at)
        facts = _facts(consultation)
        record(
            "workflow.revoke_consultation",
            item,
            by=by,
            at=at,
            because=consultation.revoked_because,
            **facts,
        )
        _tell(consultation, "revoked", at)
    return consultation


def find(token):
    """The :class:`ExpertAddress` of ``token``, open or not; None where we never signed it."""
    try:
        secret = SIGNER.unsign(token)
    except BadSignature:
        return None
    rows = ExpertAddress.objects.select_related(
        "consultation__item__application__applicant",
        "consultation__item__application__ruleset",
        "consultation__organisation",
    )
    return rows.of(secret)


@job("consultations", "征求意见提醒", order=112, every=timedelta(hours=1))
def remind(at):
    """Remind once of what is due today or on the next working day; the number of questions.

    An expert's address is a secret that is kept nowhere, so the expert is only told of the day.
    """
    on = local_day(at)
    last = calendar().planned_after(on, 1).day
    rows = Consultation.objects.open().filter(reminded_at=None, due_on__lte=last)
    rows = rows.filter(item__outcome=None)

    def attempt(row):
        taken = Consultation.objects.open().filter(pk=row.pk, reminded_at=None)
        if not taken.update(reminded_at=at):
            return 0
        _tell(row, "remind", at)
        return 1

    return sum(remind.each(rows, attempt, at=at).done)


def _reread(consultation, item):
    """The question as it is under the item's lock, with the item that was locked."""
    rows = Consultation.objects.select_related("asked_by", "task", "person", "office")
    current = rows.get(pk=consultation.pk)
    current.item = item
    return current


def _office_of(task):
    return Organisation.objects.get(code=task.owner_permission.partition("@")[2])


def _facts(consultation):
    """What the trail keeps of it: no words, and no name of an outside expert."""
    person, office = consultation.person, consultation.office
    whom = person.username if person else f"{office}" if office else "外部专家"
    return {"consultation": consultation.pk, "addressee": whom}


def _prepare(consultation, at):
    """What a colleague prepared lies ready in the asker's form, to be read, changed and signed."""
    OpinionDraft.objects.get_or_create(
        item=consultation.item,
        person=consultation.asked_by,
        step=policies.duty_of(consultation.task),
        defaults={"values": {"text": consultation.answer}, "saved_at": at},
    )
    take_duty(
        consultation.item.application,
        by=consultation.answered_by,
        duty=policies.duty_of(consultation.task),
        at=at,
    )


def _make_address(consultation, at):
    secret = secrets.token_urlsafe(32)
    ExpertAddress.objects.create(
        consultation=consultation,
        digest=digest_of(secret),
        made_at=at,
        expires_at=day_ends(consultation.due_on),
    )
    path = reverse("expert_answer", args=[SIGNER.sign(secret)])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _tell(consultation, what, at, address=""):
    """One mail to each who may answer; it names neither applicant nor product."""
    if consultation.is_of_expert:
        addresses, name = [consultation.expert_email], "expert"
    else:
        addresses, name = _addresses(consultation, at), "officer"
    _write(consultation, what, addresses, name, address=address)


def _tell_asker(consultation):
    asker = consultation.asked_by
    addresses = [asker.email] if asker.mail_notices else []
    _write(consultation, "answer", addresses, "officer")


def _write(consultation, what, addresses, name, **more):
    context = {"consultation": consultation, "news": NEWS[what], **more}
    body = render_to_string(f"workflow/mail/consultation_{name}.txt", context)
    write(addresses, SUBJECTS[what], body, key=f"consultation:{consultation.pk}:{what}")


def _addresses(consultation, at):
    people = User.objects.filter(is_active=True, mail_notices=True).exclude(email="")
    if consultation.person_id:
        return list(people.filter(pk=consultation.person_id).values_list("email", flat=True))
    members = Membership.objects.in_force(local_day(at)).filter(organisation=consultation.office)
    return list(people.filter(pk__in=members.values("user")).values_list("email", flat=True))
