"""What lies in a file of the archive beside its own paper: each with who made it, and when.

The columns are those of a list of filed papers, DA/T 22-2015: number of the paper, who is
responsible, title, day.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from applications.services import materials
from files import delivery
from rules.official_dates import iso_day
from rules.periods import local_day

PURPOSE = "归档"


@dataclass(frozen=True)
class Enclosed:
    """One file in the package; ``document_no`` is "" where a paper bears none."""

    name: str
    title: str
    data: bytes
    responsible: str
    day: date
    document_no: str = ""

    @property
    def size(self):
        return len(self.data)

    @property
    def sha256(self):
        return hashlib.sha256(self.data).hexdigest()

    def described(self):
        """Its words in the manifest."""
        return {
            "title": self.title,
            "responsible": self.responsible,
            "document_no": self.document_no,
            "date": iso_day(self.day),
        }


def enclosed(application, items, *, by, at):
    """Every :class:`Enclosed` in the order of the contents; each file once, no roster."""
    rows, digests = [], set()

    def add(title, file, read, **about):
        if file.sha256 not in digests:
            digests.add(file.sha256)
            name = f"{len(rows) + 1:02}-{title}-{_plain(file.name)}"
            rows.append(Enclosed(name, title, read(), **about))

    for material in application.materials.select_related("file").order_by("kind", "pk"):
        if not material.is_restricted and material.file.destroyed_at is None:
            add(
                material.get_kind_display(),
                material,
                lambda material=material: materials.read(material, by=by, at=at, purpose=PURPOSE),
                responsible=application.applicant.name,
                day=local_day(material.uploaded_at),
            )
    for title, file, about in _evidence(items):
        add(title, file, lambda file=file: delivery.read(file), **about)
    return rows


def _evidence(items):
    """The files that opinions, upper outcomes and national notices rest on."""
    for item in items:
        for opinion in item.opinions.all():
            about = {
                "responsible": opinion.organisation.name,
                "day": local_day(opinion.signed_at),
            }
            yield from (("意见附件", each.file, about) for each in opinion.files.all())
        for review in item.upper_reviews.all():
            if review.scan:
                yield (
                    "上级文件",
                    review.scan,
                    {
                        "responsible": review.organisation.name,
                        "day": review.decided_on,
                        "document_no": review.document_no,
                    },
                )
        for entry in item.publicity_entries.all():
            notice = entry.publicity
            if notice.evidence:
                office = item.application.ruleset.office.name
                about = {"responsible": office, "day": local_day(notice.published_at)}
                yield "全国公示证据", notice.evidence, about


def _plain(name):
    """A name that every file system takes."""
    return "".join("_" if each in '\\/:*?"<>|\0' else each for each in name)[-80:]
