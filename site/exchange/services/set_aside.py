"""Records that could not go: kept with their reason, gone again once they are mended."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from records.audit import record as audit
from rules.refusal import refuse_fields, refuse_if

from ..building import canonical_record
from ..models import ExchangeFault, ExportedRecord

Kind, State = ExchangeFault.Kind, ExchangeFault.State


def keep(kind, row, reasons, *, at):
    """Set ``row`` aside with every reason; the open fault of one set aside before is renewed."""
    words = "、".join(reasons)[:500]
    key = {"stream": kind.stream, kind.link: row, "state": State.OPEN}
    fault, is_new = ExchangeFault.objects.get_or_create(
        **key,
        defaults={"kind": Kind.FORMAT, "code": "E102_SCHEMA", "reason": words, "opened_at": at},
    )
    if not is_new and fault.reason != words:
        ExchangeFault.objects.filter(pk=fault.pk).update(reason=words, goes_again=False)
    return fault


def close_mended(batch, kind, *, at):
    """Close the open faults whose record went with ``batch``, or with a later version of itself."""
    faults = ExchangeFault.objects.open().filter(
        stream=batch.stream, **{f"{kind.link}__isnull": False}
    )
    went = ExportedRecord.objects.filter(batch=batch, **{kind.link: OuterRef(kind.link)})
    faults.filter(Exists(went)).update(state=State.MENDED, closed_at=at)
    if kind.link == "event":
        later = ExportedRecord.objects.filter(
            stream=batch.stream,
            event__certificate=OuterRef("event__certificate"),
            event__version__gt=OuterRef("event__version"),
        )
        faults.filter(Exists(later)).update(state=State.SUPERSEDED, closed_at=at)


def reasons_of_waiting(stream):
    """``[(record in words, reason)]`` of what is set aside in ``stream``."""
    faults = ExchangeFault.objects.open().of(Kind.FORMAT).filter(stream=stream)
    faults = faults.select_related("event__certificate", "sale__certificate").order_by("pk")
    return [(words_of(fault), fault.reason) for fault in faults]


def words_of(fault):
    """Which record a fault is about, by its number."""
    if fault.event_id:
        return f"{fault.event.certificate} 第{fault.event.version}版"
    return f"销售记录{fault.sale.external_id}" if fault.sale_id else f"{fault}"


def notice_mended(kind):
    """What the receiver refused goes again by itself once it reads otherwise than it did then."""
    faults = (
        ExchangeFault.objects.open()
        .of(Kind.REFUSED)
        .filter(stream=kind.stream, goes_again=False, **{f"{kind.link}__isnull": False})
    )
    for fault in faults.select_related(kind.link):
        row = getattr(fault, kind.link)
        went = ExportedRecord.objects.filter(stream=kind.stream, **{kind.link: row})
        _, digest = canonical_record(kind.record(row))
        if went.order_by("round").last().sha256 != digest:
            ExchangeFault.objects.filter(pk=fault.pk).update(goes_again=True)


@transaction.atomic
def send_again(fault, *, by, at):
    """A person says that what was refused is mended, here or at the receiver: it goes again."""
    refuse_if(_reasons_against_again(fault))
    ExchangeFault.objects.filter(pk=fault.pk, state=State.OPEN).update(goes_again=True)
    audit("exchange.again", fault, by=by, at=at)


@transaction.atomic
def close(fault, *, because, by, at):
    """A person ends a fault: the record goes no more, or the difference was looked into."""
    fault = ExchangeFault.objects.select_for_update().get(pk=fault.pk)
    refuse_fields(_reasons_against_closing(fault, because.strip()))
    of_a_record = fault.kind in (Kind.FORMAT, Kind.REFUSED)
    fault.state = State.SKIPPED if of_a_record else State.SETTLED
    fault.closed_at, fault.closed_by, fault.because = at, by, because.strip()
    fault.save()
    audit("exchange.close", fault, by=by, at=at, because=because)
    return fault


def _reasons_against_again(fault):
    if fault.state != State.OPEN:
        return ["该问题已经办结"]
    return [] if fault.kind == Kind.REFUSED else ["只有接收方不接受的记录可以再次报送"]


def _reasons_against_closing(fault, because):
    if fault.state != State.OPEN:
        yield "", "该问题已经办结"
    if fault.kind == Kind.DELIVERY:
        yield "", "批次未送达的，请在批次中重新发送或者跳过"
    if len(because) < 2:
        yield "because", "请说明处理结果"
