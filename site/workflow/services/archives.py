"""归档: a closed paper as one package: cover, contents, opinions, letters, files, digests.

The package can be checked without us: ``sha256sum -c SHA256SUMS``; its manifest's digest stands in
the sealed audit trail. Rosters of poor households stay out: they are kept and destroyed by rules of
their own, and the contents say so.
"""

import hashlib
import io
import json
import subprocess
import zipfile

from django.db import transaction
from django.template.loader import render_to_string

from applications.models import Application
from files import delivery
from files.intake import examine, take
from pages.catalogue.signing_keys import detached_signature
from printing.pdf import PrinterMissing, pdf
from records import audit_words
from records.audit import record
from records.models import AuditEvent
from records.numbering import next_serial
from registry.models import User
from rules.official_dates import iso_moment, official_date
from rules.periods import local_day
from rules.refusal import Refused, refuse_if

from ..models import ArchiveFile
from .archive_contents import enclosed
from .documents import BROKEN

EPOCH = (1980, 1, 1, 0, 0, 0)
PAPER, MANIFEST, SUMS = "00-卷内文件.pdf", "manifest.json", "SHA256SUMS"
SIGNATURE = f"{MANIFEST}.sig"
#: [ours] The category in archive numbers: 认定.
CATEGORY = "RD"


def reasons_against_archiving(application):
    """Why the paper is no file yet: each product has to have come to its end."""
    waiting = [item for item in application.items.all() if not item.is_ended]
    return [f"“{item}”尚未办结，不能归档" for item in waiting]


def reasons_against_filing(application):
    """As above, and a question of the unit that still waits: its answer belongs to the file."""
    waiting = application.questions.open().count()
    unanswered = [f"有{waiting}件咨询尚未答复，答复以后再归档"] if waiting else []
    return reasons_against_archiving(application) + unanswered


def reasons_against_opening(archive_file):
    """Why there is no package any more: after its years the file was destroyed by a list."""
    if archive_file is None or archive_file.destroyed_at is None:
        return []
    day = official_date(local_day(archive_file.destroyed_at))
    return [f"案卷{archive_file}保管期限届满，已于{day}销毁，清册永久保存"]


def archive(application, *, by, at):
    """The bytes of the zip; one audit row names the digest of its manifest.

    Raises :class:`Refused` where a product is under way, a file cannot be opened, the key does not
    sign, or there is no printer.
    """
    refuse_if(reasons_against_archiving(application))
    archive_file = ArchiveFile.objects.filter(application=application).first()
    refuse_if(reasons_against_opening(archive_file))
    items = list(_items(application))
    contents = enclosed(application, items, by=by, at=at)
    paper = _paper(application, items, contents, archive_file, by=by, at=at)
    files = {PAPER: paper, **{each.name: each.data for each in contents}}
    files[MANIFEST] = _manifest(application, items, files, contents, archive_file, by=by, at=at)
    if (signature := detached_signature(files[MANIFEST])) is not None:
        files[SIGNATURE] = signature
    sums = "".join(f"{_digest(data)}  {name}\n" for name, data in files.items())
    record(
        "workflow.archive",
        application,
        by=by,
        at=at,
        manifest_sha256=_digest(files[MANIFEST]),
        files=len(files),
    )
    return _zip({**files, SUMS: sums.encode()})


def file_application(application, *, retention, by, at):
    """归档: the closed application gets its number; the :class:`ArchiveFile`.

    Numbers have no gap: whoever is second waits, and the row lands with its number.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        refuse_if(reasons_against_filing(application))
        if (filed := ArchiveFile.objects.filter(application=application).first()) is not None:
            raise Refused([f"已由{filed.filed_by}归档，档号{filed.number}"])
        if retention not in ArchiveFile.Retention.values:
            raise Refused(["请选择保管期限"], {"retention": ["请选择保管期限"]})
        ended_at = max(item.outcome.at for item in application.items.select_related("outcome"))
        year = local_day(ended_at).year
        serial = next_serial(f"archive-{retention}", year)
        fonds_no = application.ruleset.office.fonds_no
        archive_file = ArchiveFile.objects.create(
            application=application,
            number=f"{f'{fonds_no}-' if fonds_no else ''}{CATEGORY}·{year}-{retention}-{serial:04}",
            year=year,
            retention=retention,
            serial=serial,
            filed_by=by,
            filed_at=at,
        )
        record("workflow.file", application, by=by, at=at, number=archive_file.number)
    return archive_file


def usual_retention(application):
    """[ours] What came into the catalogue thirty years, the rest ten; the archivist may differ."""
    listed = application.items.filter(outcome__kind="listed").exists()
    return ArchiveFile.Retention.THIRTY if listed else ArchiveFile.Retention.TEN


def _paper(application, items, contents, archive_file, *, by, at):
    """The PDF; of what is filed the one that was kept when somebody first asked for it."""
    if archive_file and archive_file.paper_id:
        return delivery.read(archive_file.paper, is_own=True)
    context = {
        "application": application,
        "archive_file": archive_file,
        "items": items,
        "contents": contents,
        "rosters": [each for each in application.materials.all() if each.is_restricted],
        "circulars": application.circulars.prefetch_related("copies__reader"),
        "questions": application.questions.select_related("office", "asked_by", "answered_by"),
        "trail": _trail(application, items),
        "title": f"案卷 {application.number}",
        "at": at,
    }
    drawn = _drawn(render_to_string("workflow/documents/archive.html", context))
    return _keep(archive_file, drawn, by=by, at=at) if archive_file else drawn


def _keep(archive_file, drawn, *, by, at):
    """What is drawn first is the one: who drew at the same moment gets the other's bytes."""
    sound = examine(f"{archive_file.number}.pdf", drawn)
    with transaction.atomic():
        current = ArchiveFile.objects.select_for_update().get(pk=archive_file.pk)
        if current.paper_id is None:
            current.paper = take(sound, by=by, at=at)
            current.save(update_fields=["paper"])
            return drawn
    return delivery.read(current.paper, is_own=True)


def _items(application):
    return application.items.select_related("outcome", "certificate").prefetch_related(
        "opinions__organisation",
        "opinions__signed_by",
        "opinions__approved_by",
        "opinions__files__file",
        "point_answers__material",
        "reversals__reversed_by",
        "upper_reviews__organisation",
        "upper_reviews__report",
        "upper_reviews__scan",
        "upper_reviews__corrections__entered_by",
        "upper_reviews__corrections__decided_by",
        "investigations__decided_by",
        "publicity_entries__publicity__evidence",
        "letters",
        "holds",
        "consultations__organisation",
        "consultations__person",
        "consultations__office",
        "consultations__answered_by",
        "consultations__task__turn",
    )


def _trail(application, items):
    """``[(event, act in words, who)]``, the oldest first."""

    keys = {
        "applications.application": [f"{application.pk}"],
        "applications.item": [f"{item.pk}" for item in items],
        "workflow.question": [f"{each.pk}" for each in application.questions.all()],
    }
    rows = []
    for kind, pks in keys.items():
        rows += AuditEvent.objects.filter(subject_type=kind, subject_id__in=pks)
    rows.sort(key=lambda event: event.pk)
    people = User.objects.in_bulk({event.actor_id for event in rows if event.actor_id})
    return [
        (event, audit_words.action(event.action), people.get(event.actor_id, event.actor))
        for event in rows
    ]


def _drawn(html):
    try:
        return pdf(html)
    except PrinterMissing as missing:
        raise Refused([str(missing)]) from missing
    except subprocess.SubprocessError as broken:
        raise Refused([BROKEN]) from broken


def _manifest(application, items, files, contents, archive_file, *, by, at):
    by_name = {each.name: each for each in contents}
    manifest = {
        "archive_number": archive_file.number if archive_file else "",
        "retention": archive_file.get_retention_display() if archive_file else "",
        "application": application.number,
        "applicant": application.applicant.name,
        "submitted_at": iso_moment(application.submitted_at),
        "products": [
            {"name": item.name, "outcome": item.outcome.get_kind_display()} for item in items
        ],
        "archived_at": iso_moment(at),
        "archived_by": f"{by}",
        "files": [
            {
                "name": name,
                **(by_name[name].described() if name in by_name else {"title": "卷内文件"}),
                "size": len(data),
                "sha256": _digest(data),
            }
            for name, data in files.items()
        ],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def _digest(data):
    return hashlib.sha256(data).hexdigest()


def paper_in(package):
    """The PDF in the bytes of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return opened.read(PAPER)


def _zip(files):
    """The same files make the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
