"""The first batches of the demo: made by one, approved by another; the clock sends the rest."""

from catalog.models import Certificate, NationalPublication
from exchange.models import ExportBatch
from exchange.services import export_dataset
from exchange.services.approval import approve
from workflow.services.publications import record_publication

from .acts import evidence, holder


def publish_first(*, at):
    """The platform's announcement of one listing, as the recorder keeps it; harmless again."""
    rows = Certificate.objects.filter(national_until__isnull=False, publications__isnull=True)
    entry = rows.order_by("pk").first()
    if entry is None or NationalPublication.objects.exists():
        return
    address, by = (
        f"https://platform.example.gov.cn/list/{entry.number}",
        holder("upper_recorder@fpb"),
    )
    record_publication(
        entry,
        "listing",
        address=address,
        first_day=entry.listed_on,
        last_day=None,
        evidence=evidence("公布页面.pdf", address, by=by, at=at),
        by=by,
        at=at,
    )


def report_first(*, at):
    """Catalogue and sales reported once at ``at``; harmless when it was done before."""
    if ExportBatch.objects.exists():
        return
    for dataset in ("catalog", "sales"):
        batch = export_dataset(dataset, by=holder("export_officer@fpb"), at=at)
        if batch is not None:
            approve(batch, by=holder("manager@fpb"), at=at)
