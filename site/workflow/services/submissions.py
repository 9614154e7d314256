"""Submitting an application, resubmitting a mended product, withdrawing, terminating."""

import hashlib

from django.db import transaction
from viewflow.workflow.status import STATUS

from applications import snapshots
from applications.models import Outcome
from applications.policies.submitting import (
    reasons_against_resubmitting,
    reasons_against_submitting,
)
from applications.services import unsaved
from applications.whole_papers import items_of
from applications.whole_papers import locked as locked_paper
from catalog import services as catalog
from publicity import services as publicity
from publicity.models import PublicityEntry
from publicity.states import running_entry
from records.audit import record
from records.numbering import next_serial
from registry import rulesets
from rules.numbers import application_number
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields, refuse_if

from .. import letters, mending, outcomes, turns
from ..flows import Certification
from ..models import PointAnswer
from ..moment import acting
from ..policies.acting import reasons_against_terminating, reasons_against_withdrawing
from ..policies.mending import reasons_against_answers
from ..positions import MENDING
from .steps import locked, step


@transaction.atomic
def submit(application, *, by, at):
    """Submit a draft: number it, bind its rule set, keep a snapshot, start each product's flow.

    A second submission, by a double click or another tab, finds the first one done and is refused.
    """
    application = locked_paper(application)
    if by.applicant_id != application.applicant_id:
        raise Refused(["只有申请单位可以提交申请"])
    on = local_day(at)
    refuse_fields(reasons_against_submitting(application, on=on))
    ruleset = rulesets.in_force(on)
    _refuse_other_words(application, ruleset)
    application.ruleset = ruleset
    application.number = application_number(on.year, next_serial("application", on.year))
    application.station = station_of(application, on)
    application.submitted_at = at
    application.save(update_fields=["ruleset", "number", "station", "submitted_at"])
    snapshots.keep(application, by=by, at=at)
    record("workflow.submit", application, by=by, at=at)
    items = items_of(application)
    with acting(at=at, by=by):
        for item in items:
            if item.renewal_of is not None:
                catalog.seek_renewal(item.renewal_of, on=on)
            Certification.submit.run(item=item)
    unsaved.drop_all(application)
    letters.send(items[0], "received", at=at, items=items)
    return application


def _refuse_other_words(application, ruleset):
    """R85: what was accepted is the rule set's text, byte for byte."""
    if application.commitment_sha256 != commitment_digest(ruleset):
        raise Refused(["承诺文本已更新，请重新阅读并同意"], {"commitment": ["承诺文本已更新"]})


def commitment_digest(ruleset):
    return hashlib.sha256(ruleset.commitment_text.encode()).hexdigest()


def station_of(application, on):
    """A04: the station of the place of production, else of the domicile, else to be assigned."""
    for paper, name in (
        (application, "production_township"),
        (application.applicant, "domicile_township"),
    ):
        township = getattr(paper, name)  # asked for only where the first names no station
        area = township and township.successor(on)
        if area is not None and area.station_id is not None:
            return area.station.successor(on)
    return None


def resubmit(item, *, answers, by, at):
    """Send a mended product back to the level that asked for it; a new round begins.

    ``answers``: ``{key of a point: {kind, text}}`` for every point of :func:`mending.points`.
    """
    with step(item, *MENDING, by=by, at=at) as (item, _task):
        points, mended = mending.points(item), mending.Mended(item)
        against = reasons_against_answers(points, answers, mended)
        refuse_fields([*against, *reasons_against_resubmitting(item, on=local_day(at))])
        _keep_answers(item, points, answers, mended, by=by, at=at)
        item.round += 1
        item.save(update_fields=["round"])
        snapshots.keep(item.application, by=by, at=at)
        record("workflow.resubmit", item, by=by, at=at, round=item.round, points=len(points))
    return item


def _keep_answers(item, points, answers, mended, *, by, at):
    """Each answer with the words it rests on, and with the file where one was handed in."""
    for point in points:
        answer = answers[point.key]
        is_file = answer["kind"] == PointAnswer.Kind.FILE
        PointAnswer.objects.create(
            item=item,
            round=item.round,
            number=point.number,
            demand=point.words,
            kind=answer["kind"],
            text=(answer.get("text") or "").strip(),
            material=mended.file_for(point) if is_file else None,
            answered_at=at,
            answered_by=by,
            **{point.source_field: point.source},
        )


def withdraw(item, *, by, at, because=""):
    """Take a product back at any step before listing; its siblings go on (R42, R67)."""
    with acting(at=at, by=by), _ending(item) as item:
        refuse_if(reasons_against_withdrawing(item, by=by))
        stop(item, at)
        leave_publicity(item, by=by, at=at)
        return outcomes.end(
            item,
            Outcome.Kind.WITHDRAWN,
            level=Outcome.Level.APPLICANT,
            reasons=because,
            by=by,
            at=at,
        )


def terminate(item, *, by, at, because):
    """End a product that cannot go on: the entity is gone, or registered as dishonest (§2.12)."""
    with acting(at=at, by=by), _ending(item) as item:
        refuse_fields(reasons_against_terminating(item, by=by, because=because))
        stop(item, at)
        leave_publicity(item, by=by, at=at)
        outcome = outcomes.end(
            item,
            Outcome.Kind.TERMINATED,
            level=Outcome.Level.DISTRICT,
            reasons=because,
            by=by,
            at=at,
        )
        letters.send(item, "terminated", at=at, because=because)
        return outcome


def _ending(item):
    if item.process_id is None:
        raise Refused(["该产品尚未提交"])
    return locked(item)


def stop(item, at):
    """Cancel every open task of the process; its timers are disarmed with their hosts."""
    for task in item.process.task_set.filter(status__in=[STATUS.NEW, STATUS.ASSIGNED]):
        turns.finish(task, at)
    Certification.instance.cancel(item.process)


def leave_publicity(item, *, by, at, ending=PublicityEntry.Ending.WITHDRAWN):
    """Take what stands before the public of ``item`` down, if anything does."""
    entry = running_entry(item)
    if entry is not None:
        publicity.take_out(entry, ending=ending, by=by, at=at)
