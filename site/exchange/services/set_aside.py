"""Records that could not go: kept with their reason, gone again once they are mended."""

from django.db.models import Exists, OuterRef

from rules.refusal import refuse_if

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
    return (
        f"销售记录{fault.sale.external_id}" if fault.sale_id else f"{fault.batch or fault.stream}"
    )


def refuse_closed(fault):
    refuse_if([] if fault.state == State.OPEN else ["该问题已经办结"])
