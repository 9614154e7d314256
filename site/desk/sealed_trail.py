"""封存导出: rows of the trail as a package that can be checked without us.

One JSON line per row with its check code, a manifest that names question, count and the newest seal
of the chain, digests, and the office's signature over the manifest where it has a key.
"""

import base64
import hashlib
import io
import json
import zipfile

from django.shortcuts import redirect
from wagtail.admin import messages

from files.delivery import deliver
from pages.catalogue.signed import signing_key
from records import trail
from records.audit_words import action
from records.models import AuditEvent, AuditSeal
from registry.roles import Permission
from rules.official_dates import iso_moment

from .access import DeskView, typed
from .registers.audit_filters import TrailForm

ROWS, MANIFEST, SUMS = "trail.jsonl", "manifest.json", "SHA256SUMS"
EXPORTED = 50_000
EPOCH = (1980, 1, 1, 0, 0, 0)


class SealedTrail(DeskView):
    """The rows that the register's questions find, oldest first."""

    permission = Permission.READ_TRAIL
    page_title = "封存导出审计记录"
    tells_of_strangers = True

    def get(self, request, *args, **kwargs):
        events = self.events()
        count = events.count()
        if not 0 < count <= EXPORTED:
            why = f"一次最多封存导出{EXPORTED}条，请缩小范围" if count else "没有可以导出的记录"
            messages.error(request, why)
            return redirect("records_auditevent_modeladmin_index")
        package = pack(events, question=self.question(), **self.who)
        self.record_export("sealed_trail", range(count))
        return deliver(package, "application/zip", "audit-trail.zip", is_shown=False)

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


def pack(events, *, question, by, at):
    """The bytes of the package of ``events``; the same rows give the same lines."""
    lines = "".join(f"{json.dumps(_row(event), ensure_ascii=False)}\n" for event in events)
    rows = lines.encode()
    seal = AuditSeal.objects.order_by("-number").first()
    manifest = {
        "question": question,
        "rows": lines.count("\n"),
        "rows_sha256": _digest(rows),
        "exported_at": iso_moment(at),
        "exported_by": by.username,
        "newest_seal": {"number": seal.number, "digest": seal.digest} if seal else None,
    }
    files = {ROWS: rows, MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=1).encode()}
    if (key := signing_key()) is not None:
        files[f"{MANIFEST}.sig"] = base64.b64encode(key.sign(files[MANIFEST])) + b"\n"
    sums = "".join(f"{_digest(data)}  {name}\n" for name, data in files.items())
    return _zip({**files, SUMS: sums.encode()})


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


def _zip(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
