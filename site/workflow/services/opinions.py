"""Signing: the station's endorsement and the district's two reviews, one item or many at once."""

from records.audit import record
from records.prepared import NUMBER, TEXT, Prepared
from registry.models import Organisation
from rules.duties import Duty
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields

from .. import letters
from ..models import Opinion, OpinionDraft, OpinionFile
from ..policies.countersigning import wants_head
from ..policies.opinions import reasons_against_opinion
from ..positions import NODE_OF
from .steps import step

OFFICE = Prepared(lambda code: Organisation.objects.filter(code=code), TEXT)
DRAFTS = Prepared(
    lambda item, step: OpinionDraft.objects.filter(item=item, step=step).values_list("pk"),
    NUMBER,
    TEXT,
)


def sign(item, kind, *, by, at, approved_by=None, files=(), **opinion):
    """Sign one opinion of ``kind`` (:class:`Opinion.Step`) on ``item`` (R12–R14, R54–R56).

    ``opinion``: result, text, reason_code, criteria ``{name: {met, evidence}}``, the demands of a
    return, and for the station verified_households, verified_persons, verified_income_fen,
    visited_on, visited_by.
    ``files``: the stored files that it rests on.
    ``approved_by`` is the head who signed it off, where one must (``wants_head``).
    """
    if approved_by is None and wants_head(item, kind, opinion.get("result")):
        raise Refused(["该意见须由负责人审签，请提交拟办意见"])
    with step(item, NODE_OF[kind], by=by, at=at) as (item, task):
        refuse_fields(reasons_against_opinion(item, kind, opinion, on=local_day(at)))
        signed = Opinion.objects.create(
            item=item,
            round=item.round,
            step=kind,
            organisation=_office(task),
            signed_by=by,
            signed_at=at,
            approved_by=approved_by,
            approved_at=at if approved_by else None,
            task_id=task.pk,
            **opinion,
        )
        OpinionFile.objects.bulk_create(OpinionFile(opinion=signed, file=file) for file in files)
        if DRAFTS.first(item.pk, kind):
            OpinionDraft.objects.filter(item=item, step=kind).delete()
        record(f"workflow.sign.{kind}", item, by=by, at=at, result=signed.result)
        if (signed.step, signed.result) == (Duty.ENDORSE, Opinion.Result.PASS):
            letters.send(item, "endorsed", at=at, organisation=signed.organisation)
        if signed.result == Opinion.Result.RETURN:
            letters.send(
                item,
                "returned",
                at=at,
                text=signed.text,
                demands=signed.demands,
                organisation=signed.organisation,
                returned_from=level_of(kind),
            )
    return signed


def level_of(kind):
    """Where an opinion of ``kind`` is signed: ``station`` or ``district``."""
    return "station" if kind == Duty.ENDORSE else "district"


def assign_station(item, *, station, by, at):
    """A04: the district office names the station where the place of production has none.

    One paper has one station: the siblings of an item that was assigned follow it.
    """
    with step(item, "assign_station", by=by, at=at) as (item, _task):
        if item.application.station_id not in (None, station.pk):
            raise Refused([f"该申请已指定{item.application.station}"])
        item.application.station = station
        item.application.save(update_fields=["station"])
        record("workflow.assign_station", item, by=by, at=at, station=station.code)


def _office(task):
    """The organisation whose duty the task is."""
    return OFFICE.first(task.owner_permission.split("@", 1)[1])
