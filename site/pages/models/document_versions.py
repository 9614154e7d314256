"""The wordings of a document: one version for each that was public, with what it names."""

import hashlib
import json

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..documents.named_files import digest, named_by
from .document_details import DocumentVersion, SignedFile

#: What a reader takes for the text: none of it changes after publication without a note.
TEXT = (
    *("title", "doc_no", "issuer", "joint_issuers", "recipients"),
    *("written_on", "effective_from", "public_note", "copies_to", "printing_office", "printed_on"),
)


class Versioned:
    """A page whose public text changes only as a new version, with a note of the change (§5.2)."""

    def reasons_against_correcting(self, is_changed=False):
        """A public text changes only with a public note, a new one each time (§5.2)."""
        return self._reasons_against_following(self._last_version(), is_changed)

    def _reasons_against_following(self, last, is_changed=False):
        is_changed = is_changed or (last and last.text_sha256 != self.text_digest())
        if last and is_changed and self.correction_note in {"", last.note}:
            return ["已公开的文件改动文字，须填写本次更正说明"]
        return []

    def _last_version(self):
        """The version the public reads; one that was never recorded is recorded from the row."""
        last = self.versions.order_by("-number").first() if self.pk else None
        row = None if last or not self.pk else type(self).objects.filter(pk=self.pk).first()
        if row is not None and row.live and row.first_published_at:
            last = row._new_version(number=1)
        return last

    def public_versions(self):
        """The versions in order; of a page whose hour has come before the clock, the first."""
        return list(self.versions.all()) or [
            DocumentVersion(
                page=self, number=1, published_at=self.published_at, text_sha256=self.text_digest()
            )
        ]

    def _record_version(self, last):
        """The words that are public from now on; ``last`` is the version before them."""
        if last is None or last.text_sha256 != self.text_digest():
            number = last.number + 1 if last else 1
            self._new_version(number, note=self.correction_note if last else "")

    def _new_version(self, number, note=""):
        version = DocumentVersion.objects.create(
            page=self,
            number=number,
            published_at=self._published(number),
            note=note,
            text_sha256=self.text_digest(),
            revision=self.live_revision,
        )
        SignedFile.objects.bulk_create(self._signed_files(version))
        return version

    def _published(self, number):
        """The hour of a version: the first has the one it was timed for, however late the clock."""
        first, last = self.first_published_at, self.last_published_at
        return (first or last) if number == 1 else (last or first)

    def _signed_files(self, version):
        """What the wording names, each with the digest under which it was signed."""
        named = named_by(self)
        for field, model, keys in (
            ("file", get_document_model(), named.files),
            ("picture", get_image_model(), named.pictures),
        ):
            for thing in model.objects.filter(pk__in=keys):
                yield SignedFile(version=version, sha256=digest(thing.file), **{field: thing})

    def text_digest(self):
        """SHA-256 of everything a reader takes for the text, parts and attached files included."""
        parts = [(part.label, part.title, stored(part.body)) for part in self.parts.all()]
        files = [(each.title, each.file.file_hash) for each in self.attachments.all()]
        words = [[str(getattr(self, name) or "") for name in TEXT], stored(self.body), parts, files]
        words += [guide] if (guide := self.guide_words()) else []
        # the order of keys is the database's own: PostgreSQL keeps another than what was written
        whole = json.dumps(words, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def stored(body):
    """A body as it is stored, without the ids that the editor gives its blocks.

    Each block is read first: what was stored in an earlier form compares in the present one.
    """
    list(body)
    return json.loads(json.dumps(body.get_prep_value()), object_hook=_without_id)


def _without_id(row):
    return {name: value for name, value in row.items() if name != "id"}
