"""移交和销毁: files of the archive leave by a list, drawn up by one and approved by another."""

from django.db import transaction

from applications.models import LicenceVersion, Material
from files import destroying
from records.audit import record
from records.numbering import exclude_others, next_serial
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if

from ..models import ArchiveFile, Disposal, DisposalLine, OpinionFile
from ..policies import disposals as policies

PREFIX = {policies.TRANSFER: "YJ", policies.DESTRUCTION: "XH"}


@transaction.atomic
def list_files(kind, files, *, because, receiver="", by, at):
    """Draw up the list; nothing leaves before another person approves. The :class:`Disposal`."""
    exclude_others("disposal")
    kind, files, on = Disposal.Kind(kind), list(files), local_day(at)
    about = {"because": because, "receiver": receiver, "by": by, "on": on}
    refuse_fields(policies.reasons_against_listing(kind, files, **about))
    disposal = Disposal.objects.create(
        kind=kind,
        number=f"{PREFIX[kind]}{on.year}{next_serial(f'disposal-{kind}', on.year):03}",
        because=because.strip(),
        receiver=receiver.strip() if kind == policies.TRANSFER else "",
        entered_by=by,
        entered_at=at,
    )
    DisposalLine.objects.bulk_create(
        DisposalLine(
            disposal=disposal,
            archive_file=each,
            paper_sha256=each.paper.sha256 if each.paper else "",
        )
        for each in files
    )
    record("workflow.list_files", disposal, by=by, at=at, because=because, files=len(files))
    return disposal


@transaction.atomic
def decide(disposal, *, is_approved, count=None, by, at):
    """Approve or drop the list; what is approved for destruction is destroyed at once.

    Who approves that says ``count``, the number of files on the list.
    """
    exclude_others("disposal")
    disposal = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)
    about = {"by": by, "on": local_day(at)}
    refuse_if(policies.reasons_against_deciding(disposal, is_approved=is_approved, **about))
    refuse_fields(policies.reasons_against_count(disposal, is_approved=is_approved, count=count))
    lines = list(disposal.lines.select_related("archive_file__paper", "archive_file__application"))
    disposal.is_approved, disposal.decided_by, disposal.decided_at = is_approved, by, at
    disposal.save(update_fields=["is_approved", "decided_by", "decided_at"])
    act = "approve_disposal" if is_approved else "decline_disposal"
    record(f"workflow.{act}", disposal, by=by, at=at, because=disposal.because)
    if is_approved and disposal.kind == policies.DESTRUCTION:
        _destroy_all(lines, by=by, at=at)
    return disposal


def what_goes(disposal):
    """``[(line, names of its files that would be destroyed now)]``; nothing is touched."""
    lines = disposal.lines.select_related("archive_file__paper", "archive_file__application")
    return [(line, [file.name for file in _files_of(line.archive_file)]) for line in lines]


def _destroy_all(lines, *, by, at):
    """What must stay is asked for once, for the files of the whole list."""
    locked = ArchiveFile.objects.select_for_update(of=("self",))
    files = {
        line.pk: _files_of(
            locked.select_related("paper", "application").get(pk=line.archive_file_id)
        )
        for line in lines
    }
    staying = destroying.kept_among([file for rows in files.values() for file in rows], at=at)
    for line in lines:
        _destroy(line, files[line.pk], staying, by=by, at=at)


def _destroy(line, files, staying, *, by, at):
    """The paper and every file of it that nothing else holds; the rows stay with their digests."""
    archive_file = line.archive_file
    line.files_destroyed = sum(destroying.destroy(each, at=at, staying=staying) for each in files)
    line.save(update_fields=["files_destroyed"])
    archive_file.destroyed_at = at
    archive_file.save(update_fields=["destroyed_at"])
    record(
        "workflow.destroy_file",
        archive_file.application,
        by=by,
        at=at,
        because=line.disposal.because,
        number=archive_file.number,
        files=line.files_destroyed,
    )


def _files_of(archive_file):
    """Each once; what another paper or the unit itself still holds stays for them."""
    application = archive_file.application
    files = {each.file_id: each.file for each in application.materials.select_related("file")}
    for item in application.items.prefetch_related("opinions__files__file"):
        for opinion in item.opinions.all():
            files.update((each.file_id, each.file) for each in opinion.files.all())
    staying = set()
    for rows in _elsewhere(application):
        staying.update(rows.filter(file__in=files).values_list("file", flat=True))
    own = [archive_file.paper] if archive_file.paper else []
    return own + [file for key, file in files.items() if key not in staying]


def _elsewhere(application):
    """Rows of others that may hold the same file."""
    yield Material.objects.exclude(application=application)
    yield OpinionFile.objects.exclude(opinion__item__application=application)
    yield LicenceVersion.objects.all()


@transaction.atomic
def record_receipt(disposal, *, received_on, receipt_no, by, at):
    """The archive has taken the files over: its day and the number of its receipt, once."""
    disposal = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)
    about = {"received_on": received_on, "receipt_no": receipt_no}
    refuse_fields(policies.reasons_against_receipt(disposal, **about, by=by, on=local_day(at)))
    disposal.received_on, disposal.receipt_no = received_on, receipt_no.strip()
    disposal.save(update_fields=["received_on", "receipt_no"])
    record("workflow.record_receipt", disposal, by=by, at=at, receipt=disposal.receipt_no)
    return disposal
