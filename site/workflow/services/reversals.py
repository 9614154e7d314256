"""Ways back: one's own signature until the next desk opened it, and a paper to the desk before.

The engine goes back by its own transitions: what came of the signature is cancelled or undone, the
signed step is undone and revived. What was signed is kept as a :class:`Reversal`.
"""

from django.db import transaction
from viewflow.workflow.status import STATUS

from records.audit import record
from rules.refusal import Refused, refuse_fields

from .. import letters, turns
from ..models import Letter, Opinion, OpinionDraft, OpinionDraftFile, Reversal, Turn
from ..moment import acting
from ..policies import reversals as policies
from .steps import locked

COLUMNS = (
    *("result", "reason_code", "text", "criteria", "demands", "supervisor_reason"),
    *("verified_households", "verified_persons", "verified_income_fen"),
    *("visited_on", "visited_by"),
)


def take_back(opinion, *, because, by, at):
    """Take one's own signature back; the step is one's own again, with the words in the draft.

    Raises :class:`Refused` with what happened since, where it is too late.
    """
    with acting(at=at, by=by), locked(opinion.item) as item:
        opinion = _reread(opinion)
        _keep_closed(item)
        against = policies.reasons_against_taking_back(opinion, item, by=by, because=because)
        _refuse(against)
        return _reverse(opinion, item, Reversal.Kind.TAKEN_BACK, because, by=by, at=at)


def send_to_station(item, *, because, by, at):
    """The reviewer sends a product back to the station that endorsed it, in the same round."""
    with acting(at=at, by=by), locked(item) as item:
        opinion = policies.station_opinion(item)
        task = policies.review_task(item, by)
        _refuse(policies.reasons_against_sending_back(item, task, opinion, by=by, because=because))
        return _reverse(opinion, item, Reversal.Kind.SENT_BACK, because, by=by, at=at)


def _reread(opinion):
    """The opinion as it is under the lock; somebody may have been quicker."""
    current = Opinion.objects.select_related("task", "signed_by", "approved_by")
    current = current.filter(pk=opinion.pk).first()
    if current is None:
        raise Refused(["该意见已经收回或者退回"])
    return current


def _keep_closed(item):
    """Whoever opens a step that waits does so before this act, or after it and finds it gone."""
    waiting = Turn.objects.select_for_update().filter(item=item, finished_at=None)
    list(waiting.order_by("pk").values_list("pk", flat=True))


def _refuse(reasons):
    """A reason about the words stands at their field."""
    refuse_fields([("because" if "理由" in reason else "", reason) for reason in reasons])


def _reverse(opinion, item, kind, because, *, by, at):
    reversal = _keep(opinion, item, kind, because.strip(), by=by, at=at)
    _void_letters(item, opinion, at)
    task, signer = opinion.task, opinion.signed_by
    OpinionDraft.objects.filter(item=item, step=opinion.step).delete()
    _draft(opinion, item, at)
    opinion.files.all().delete()
    opinion.delete()
    fresh = go_back(task, at)
    if kind == Reversal.Kind.TAKEN_BACK:
        fresh.flow_task.activation_class(fresh).assign(signer)
        turns.claim(fresh, at)
    act = {"step": reversal.step, "result": reversal.values["result"]}
    record(f"workflow.{kind}", item, by=by, at=at, because=reversal.because, **act)
    letters.send(item, "taken_back", at=at, reversal=reversal)
    return reversal


def go_back(task, at):
    """Undo what came of the finished ``task`` and revive it; the task that waits now.

    A review that was signed beside it stays signed: its join is revived too and waits for this one.
    """
    joins = []
    for each in policies.following(task):
        activation = each.flow_task.activation_class(each)
        if each.flow_task.task_type == "JOIN":
            joins.append(each)
        if each.status == STATUS.DONE:
            activation.undo()
        else:
            turns.finish(each, at)
            activation.cancel()
    activation = task.flow_task.activation_class(task)
    activation.undo()
    fresh = activation.revive()
    for join in joins:
        if join.previous.filter(status=STATUS.DONE).exclude(pk=task.pk).exists():
            join.flow_task.activation_class(join).revive()
    return fresh


def _keep(opinion, item, kind, because, *, by, at):
    values = {name: getattr(opinion, name) for name in COLUMNS}
    values["files"] = [[each.name, each.sha256] for each in opinion.files.all()]
    return Reversal.objects.create(
        kind=kind,
        item=item,
        round=opinion.round,
        step=opinion.step,
        task=opinion.task,
        values=values,
        signed_by=opinion.signed_by,
        signed_at=opinion.signed_at,
        because=because,
        reversed_by=by,
        reversed_at=at,
    )


def _void_letters(item, opinion, at):
    """What the signature told the applicant holds no more; the letters stay to be read."""
    kinds = (Letter.Kind.ENDORSED, Letter.Kind.RETURNED)
    sent = Letter.objects.filter(item=item, kind__in=kinds, sent_at=opinion.signed_at)
    sent.update(voided_at=at)


def _draft(opinion, item, at):
    """What was signed lies in the signer's form again, files and all."""
    draft = OpinionDraft.objects.create(
        item=item,
        person=opinion.signed_by,
        step=opinion.step,
        values=_typed(opinion),
        saved_at=at,
    )
    rows = [OpinionDraftFile(draft=draft, file=each.file) for each in opinion.files.all()]
    OpinionDraftFile.objects.bulk_create(rows)


def _typed(opinion):
    """The opinion as it was typed into the form: field → text."""
    income = opinion.verified_income_fen
    typed = {
        "result": opinion.result,
        "text": opinion.text,
        "reason_code": opinion.reason_code,
        "demands": "\n".join(opinion.demands),
        "supervisor_reason": opinion.supervisor_reason,
        "verified_households": opinion.verified_households,
        "verified_persons": opinion.verified_persons,
        "verified_income_fen": None if income is None else f"{income / 100:.2f}",
        "visited_on": opinion.visited_on,
        "visited_by": opinion.visited_by,
    }
    for name, criterion in opinion.criteria.items():
        typed[f"met_{name}"] = "on" if criterion.get("met") else ""
        typed[f"evidence_{name}"] = criterion.get("evidence") or ""
    return {name: f"{value}" for name, value in typed.items() if value not in (None, "")}


def open_step(task, *, by, at):
    """Note that ``by`` has opened a step that waits: from now on nobody takes it away unseen."""
    open_steps([task], by=by, at=at)


def open_steps(tasks, *, by, at):
    """:func:`open_step` of many at once; whether all of them waited still when it was noted.

    The rows are locked first: an update by a subquery would not see that one has just ended.
    """
    tasks = list(tasks)
    with transaction.atomic():
        waiting = Turn.objects.select_for_update(of=("self",)).filter(
            task__in=tasks, finished_at__isnull=True, task__status__in=policies.OPEN
        )
        keys = list(waiting.order_by("pk").values_list("pk", flat=True))
        own = Turn.objects.filter(pk__in=keys)
        own.exclude(opened_by=by, opened_at__isnull=False).update(opened_by=by, opened_at=at)
    return len(keys) == len(tasks)
