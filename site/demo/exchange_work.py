"""The first batches of the demo: made by one, approved by another, refused in part, mended.

The clock sends them to the platform of the sandbox, which finds fault with two records. What
belongs to the first is mended here, as the officers would; the second is left to whoever tries.
"""

from exchange.models import BatchDelivery, ExchangeFault, ExportBatch
from exchange.models.deliveries import State
from exchange.services import export_dataset
from exchange.services.approval import approve
from exchange.services.set_aside import send_again

from .acts import holder

#: How the platform behaves at first: the receipt comes later, two records are refused.
PLATFORM = ("--delay", "1", "--refuse-once", "2")


def report_first(*, at):
    """Catalogue and sales reported once at ``at``; harmless when it was done before."""
    if ExportBatch.objects.exists():
        return
    for dataset in ("catalog", "sales"):
        _report(dataset, at)


def mend_first(*, at):
    """See the first refused record through; called as time goes on, it does what is next.

    Its sales, which the platform did not know where to put, follow once it is accepted.
    """
    refused = ExchangeFault.objects.of(ExchangeFault.Kind.REFUSED).order_by("pk")
    first = refused.filter(event__isnull=False).select_related("event").first()
    if first is None:
        return
    if first.state == ExchangeFault.State.OPEN:
        _report_again([first], "catalog", at)
    elif _is_accepted(first):
        sales = refused.open().filter(sale__certificate=first.event.certificate_id)
        _report_again(list(sales.filter(goes_again=False)), "sales", at)


def _is_accepted(fault):
    batches = ExportBatch.objects.filter(exported__event=fault.event_id).exclude(pk=fault.batch_id)
    return BatchDelivery.objects.filter(batch__in=batches, state=State.ACCEPTED).exists()


def _report_again(faults, dataset, at):
    for fault in faults:
        send_again(fault, by=holder("export_officer@fpb"), at=at)
    if faults:
        _report(dataset, at)


def _report(dataset, at):
    batch = export_dataset(dataset, by=holder("export_officer@fpb"), at=at)
    if batch is not None:
        approve(batch, by=holder("manager@fpb"), at=at)
