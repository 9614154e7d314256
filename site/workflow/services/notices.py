"""Publicity: the day's notice that goes out by itself, national evidence, objections, decisions."""

from django.db import transaction

from applications.models import Item
from pages.notices.services import open_district_notice
from publicity import services as publicity
from publicity.models import Objection, Publicity, PublicityEntry
from publicity.policies import (
    reasons_against_answering,
    reasons_against_knowing,
    reasons_against_national,
    reasons_against_opening,
)
from publicity.services.windows import row_of
from publicity.states import running_entry
from records.audit import record
from records.jobs import job
from records.numbering import next_serial
from records.prepared import NUMBER, Prepared
from registry.calendars import calendar
from rules.numbers import notice_number
from rules.periods import day_starts, local_day
from rules.refusal import Refused, refuse_fields, refuse_if
from supervision.services.objections import object_or_complain

from .. import letters
from ..flows import Certification
from ..models import Investigation, UpperReview
from ..moment import acting
from ..policies.investigations import reasons_against_decision
from ..positions import NOTICES, items_at, open_task
from ..verified_figures import verified_figures
from .steps import step

ENDINGS = {
    Investigation.Decision.RESTART: PublicityEntry.Ending.RESTARTED,
    Investigation.Decision.RETURN: PublicityEntry.Ending.RETURNED,
    Investigation.Decision.REFUSE: PublicityEntry.Ending.REFUSED,
}


#: The province's outcome, and when national notices of an item ended.
PASSED_BY_PROVINCE = Prepared(
    lambda item: UpperReview.objects.filter(item=item, level="province", result="pass").order_by(
        "-reported_on", "-pk"
    )[:1],
    NUMBER,
)
NATIONAL_ENDS = Prepared(
    lambda item: PublicityEntry.objects.filter(
        item=item, publicity__level="national", closed_at__isnull=False
    ).values_list("closed_at", flat=True),
    NUMBER,
)


class Quicker(Refused):
    """Another clock or an officer has done it already."""


def waiting_for_notice(ruleset=None):
    """Items that passed the district's review and wait for the next notice, oldest first."""
    waiting = items_at("await_notice").order_by("process_id")
    return waiting.filter(application__ruleset=ruleset) if ruleset else waiting


def open_notice(items, *, by, at):
    """Put ``items`` into one notice, now: page, window and every item's step in one transaction.

    Items that meanwhile left the queue (withdrawn, or taken by another clock) are left out; None
    when nothing is left. All processes are locked in the order of their keys, so two clocks never
    wait for each other.
    """
    items = sorted(items, key=lambda item: item.process_id)
    with transaction.atomic(), acting(at=at, by=by):
        items = [item for item in map(_lock, items) if item is not None]
        if not items:
            return None
        refuse_if(reasons_against_opening(items, by=by))
        opened = _publicity(items, by=by, at=at)
        for item in items:
            Certification.await_notice.run(open_task(item, "await_notice"))
        open_district_notice(opened, by=by, at=at)
        for item in items:
            letters.send(item, "publicised", at=at, entry=running_entry(item))
    return opened


def _lock(item):
    """The item re-read under its lock while it still waits; the lock lasts until COMMIT."""
    with Certification.lock(item.process_id):
        item = Item.objects.select_related("application__applicant", "application__ruleset").get(
            pk=item.pk
        )
        waiting = not item.is_ended and open_task(item, "await_notice")
        return item if waiting else None


def _publicity(items, *, by, at):
    ruleset = items[0].application.ruleset
    year = local_day(at).year
    return publicity.open_publicity(
        Publicity.Level.DISTRICT,
        [row_of(item, verified_figures(item)) for item in items],
        number=notice_number(year, next_serial("notice", year)),
        ruleset=ruleset,
        published_at=at,
        calendar=calendar(),
        by=by,
        at=at,
    )


def record_national(item, *, published_on, external_url, evidence, by, at):
    """Record that the national platform publicised the item, with evidence (R61, A08, A39).

    ``evidence`` is the stored screenshot or file; the window is counted from
    ``published_on``, which may lie some days back.
    """
    with step(item, "record_national", by=by, at=at) as (item, _task):
        refuse_fields(
            reasons_against_national(
                published_on=published_on,
                not_before=_first_national_day(item),
                url=external_url,
                evidence=evidence,
                at=at,
            )
        )
        _open_national(item, published_on, external_url, evidence, by=by, at=at)
        letters.send(item, "national", at=at, entry=running_entry(item), url=external_url)
        record("workflow.national", item, by=by, at=at, published_on=f"{published_on}")


def _first_national_day(item):
    """The province's outcome, or the end of a national notice before; None when neither is there.

    An item that is publicised anew has stood in vain before: those days do not count twice.
    """
    passed = PASSED_BY_PROVINCE.first(item.pk)
    days = [local_day(closed_at) for closed_at in NATIONAL_ENDS(item.pk)]
    return max([*days, passed.decided_on] if passed else days, default=None)


def _open_national(item, published_on, external_url, evidence, *, by, at):
    year = published_on.year
    return publicity.open_publicity(
        Publicity.Level.NATIONAL,
        [row_of(item, verified_figures(item))],
        number=f"QG-{notice_number(year, next_serial('national', year))}",
        ruleset=item.application.ruleset,
        published_at=min(at, day_starts(published_on)),
        calendar=calendar(),
        by=by,
        at=at,
        external_url=external_url,
        evidence=evidence,
    )


@job("hold", "异议中止公示", order=40)
def hold_objected(at):
    """Pull every item whose notice drew an objection into its hold; how many were held.

    The public's objection is stored below and knows no flow; here the flow looks down for it.
    """
    objected = PublicityEntry.objects.awaiting_hold().values_list("item", flat=True)
    items = items_at(*NOTICES).filter(pk__in=list(objected))
    sweep = hold_objected.each(items, lambda item: hold(item, at=at), at=at, passing=(Quicker,))
    return len(sweep.done)


def hold(item, *, at):
    """Interrupt the item's notice because an objection is open."""
    with acting(at=at), Certification.lock(item.process_id):
        task = open_task(item, *NOTICES)
        entry = running_entry(item)
        if task is None or entry is None or not entry.objections.open().exists():
            raise Quicker(["该产品没有正在公示的未答复异议"])
        task.flow_task.run(task)


def take_objection(item, *, channel, content, by, at, **person):
    """An officer writes down an objection made by phone, letter or visit; it holds at once.

    Returns the complaint instead where it came after the end (A11).
    """
    with transaction.atomic(), Certification.lock(item.process_id):
        entry = running_entry(item)
        refuse_if([] if entry else ["该产品没有正在进行的公示"])
        received = object_or_complain(
            entry, channel=channel, content=content, at=at, by=by, **person
        )
        if isinstance(received, Objection) and open_task(item, *NOTICES):
            hold(item, at=at)
    return received


def investigate(item, *, findings, by, at, **decided):
    """Answer the open objections and decide what becomes of the item (A10).

    ``findings`` is ``{objection: (finding, answer)}`` and must cover every open one; ``decided``:
    decision, text, reason_code of a refusal, demands of a return.
    """
    decided = {"reason_code": "", "demands": [], **decided}
    nodes = ("investigate_district", "investigate_national")
    with step(item, *nodes, by=by, at=at) as (item, task):
        entry = running_entry(item)
        on = local_day(at)
        refuse_fields(reasons_against_decision(entry, findings=findings, on=on, **decided))
        for objection, (finding, answer) in findings.items():
            publicity.answer(objection, finding=finding, text=answer, by=by, at=at)
        decided = Investigation.objects.create(
            item=item,
            entry=entry,
            round=item.round,
            decided_by=by,
            decided_at=at,
            task_id=task.pk,
            **decided,
        )
        _carry_out(decided)


def answer_left(objection, *, finding, answer, by, at):
    """Answer an objection whose product left the publicity meanwhile: A11 owes one all the same."""
    with acting(at=at, by=by), transaction.atomic():
        objection = Objection.objects.select_related("entry").get(pk=objection.pk)
        refuse_if(reasons_against_knowing(objection, by=by))
        refuse_if([] if objection.entry.closed_at else ["该产品仍在公示，请在异议核查中答复"])
        missing = [] if finding else [("finding", "请选择核查结论")]
        short = reasons_against_answering(objection, answer=answer)
        refuse_fields(missing + [("answer", reason) for reason in short])
        return publicity.answer(objection, finding=finding, text=answer, by=by, at=at)


def _carry_out(decided):
    """What the decision means for the notice, and the letter that tells the applicant."""
    item, entry, decision = decided.item, decided.entry, decided.decision
    by, at = decided.decided_by, decided.decided_at
    if decision == Investigation.Decision.RESUME:
        publicity.resume(entry, calendar=calendar(), by=by, at=at)
        letters.send(item, "resumed", at=at, entry=running_entry(item))
    else:
        publicity.take_out(entry, ending=ENDINGS[decision], by=by, at=at)
    if decision == Investigation.Decision.RESTART:
        letters.send(item, "resumed", at=at, entry=None)
    if decision == Investigation.Decision.RETURN:
        office = item.application.ruleset.office
        contents = {"text": decided.text, "demands": decided.demands, "returned_from": "objection"}
        letters.send(item, "returned", at=at, organisation=office, **contents)
    record("workflow.investigate", item, by=by, at=at, decision=decision)
