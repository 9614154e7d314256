"""封存导出: rows of the trail as a package that can be checked without us.

One JSON line per row with its check code, a manifest that names question, count and the newest seal
of the chain, digests, and the office's signature over the manifest where it has a key.
"""

import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from dataclasses import dataclass

from django.shortcuts import redirect
from wagtail.admin import messages

from doors.table_exports import MOST
from files.delivery import deliver
from pages.catalogue.signing_keys import detached_signature
from records import trail
from records.audit_words import action
from records.models import AuditEvent, AuditSeal
from registry.roles import Permission
from rules.official_dates import iso_moment
from rules.refusal import Refused

from .access import DeskView, typed
from .giving_tables import STRETCH, give, in_stretches
from .registers.audit_filters import TrailForm

ROWS, MANIFEST, SUMS = "trail.jsonl", "manifest.json", "SHA256SUMS"
EPOCH = (1980, 1, 1, 0, 0, 0)


class SealedTrail(DeskView):
    """The rows that the register's questions find, oldest first."""

    permission = Permission.READ_TRAIL
    page_title = "封存导出审计记录"
    tells_of_strangers = True

    def get(self, request, *args, **kwargs):
        events = self.events()
        count = events.order_by()[: MOST + 1].count()
        is_asked_for = not hasattr(request, "export_writer")
        if is_asked_for and not 0 < count <= MOST:
            why = f"一次最多封存导出{MOST}条，请缩小范围" if count else "没有可以导出的记录"
            return self.refuse([why])
        try:
            return give(request, Package(events, count, self.question(), self.who), at=self.at)
        except Refused as refused:
            if not is_asked_for:  # the worker ends the export with the reason
                raise
            return self.refuse(refused.reasons)

    def refuse(self, reasons):
        """Back to the register, which tells why."""
        self.note_refused(reasons)
        for reason in reasons:
            messages.error(self.request, reason)
        return redirect("records_auditevent_modeladmin_index")

    def question(self):
        """What was asked, by the register's words for it; nothing else of the address counts."""
        names = (*TrailForm.base_fields, "q", "subject_type")
        values = {name: typed(self.request.GET, name) for name in names}
        return {name: text for name, text in values.items() if text}

    def events(self):
        values = self.question()
        form = TrailForm({name: values.get(name, "") for name in TrailForm.base_fields})
        events = form.narrow(AuditEvent.objects.order_by("pk"))
        if "subject_type" in values:
            events = events.filter(subject_type=values["subject_type"])
        return trail.search(events, values["q"]) if "q" in values else events


@dataclass(frozen=True)
class Package:
    """What :func:`giving_tables.give` hands over, as a table: at once, or made by a worker."""

    events: object
    count: int
    question: dict
    who: dict
    register, title, form, mime = "sealed_trail", "审计记录封存导出", "zip", "application/zip"

    def answer(self):
        made = io.BytesIO()
        self.write(made, lambda position: None)
        return deliver(made.getvalue(), self.mime, "audit-trail.zip", is_shown=False)

    def write(self, target, tell):
        """Write the package to an open binary file; how many rows are in it."""
        return pack(self.events, target, tell, question=self.question, **self.who)


def pack(events, target, tell, *, question, by, at):
    """Write the package of ``events``; the same rows give the same lines. How many they were.

    The lines wait on the disk: their digest stands in the manifest beside them.
    """
    with tempfile.TemporaryFile() as lines, zipfile.ZipFile(target, "w") as package:
        digest, count = _write_lines(events, lines, tell)
        lines.seek(0)
        with package.open(_entry(ROWS), "w", force_zip64=True) as written:
            shutil.copyfileobj(lines, written)
        files = _signed(_manifest(question, count, digest, by, at))
        sums = {ROWS: digest, **{name: _digest(data) for name, data in files.items()}}
        files[SUMS] = "".join(f"{each}  {name}\n" for name, each in sums.items()).encode()
        for name, data in files.items():
            package.writestr(_entry(name), data)
    return count


def _write_lines(events, target, tell):
    digest, number = hashlib.sha256(), 0
    for number, event in enumerate(in_stretches(events), 1):
        line = f"{json.dumps(_row(event), ensure_ascii=False)}\n".encode()
        digest.update(line)
        target.write(line)
        if number % STRETCH == 0:
            tell(number)
    return digest.hexdigest(), number


def _manifest(question, count, digest, by, at):
    seal = AuditSeal.objects.order_by("-number").first()
    manifest = {
        "question": question,
        "rows": count,
        "rows_sha256": digest,
        "exported_at": iso_moment(at),
        "exported_by": by.username,
        "newest_seal": {"number": seal.number, "digest": seal.digest} if seal else None,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def _signed(manifest):
    """``{name: bytes}`` of the manifest, with its signature where the office has a key."""
    files = {MANIFEST: manifest}
    if (signature := detached_signature(manifest)) is not None:
        files[f"{MANIFEST}.sig"] = signature
    return files


def _row(event):
    return {
        "id": event.pk,
        "uid": str(event.uid),
        "at": event.at.isoformat(),
        "recorded_at": event.recorded_at.isoformat(),
        "actor": event.actor,
        "action": event.action,
        "words": action(event.action),
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "subject": event.subject,
        "because": event.because,
        "data": event.data,
        "mac": event.mac,
    }


def _digest(data):
    return hashlib.sha256(data).hexdigest()


def _entry(name):
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
