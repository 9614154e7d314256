"""Is this file ours? Told by its digest: what it was, and whether another has taken its place.

What is handed out is noted as it goes; attachments and papers of flows have their digests already.
A room above that issues papers of its own adds a function to :data:`FINDERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from rules.periods import local_day

from .catalogue.public_text import masked
from .catalogue.standing import standing_at
from .models import BulletinPage, DocumentPage, IssuedFile, SignedFile

Kind = IssuedFile.Kind
#: ``find(digest, at)`` → :class:`FileAnswer` or None, of rooms above.
FINDERS: list[Callable] = []


@dataclass(frozen=True)
class FileAnswer:
    """What a file is: its kind and title, since when, whether it holds, and in which words."""

    kind: str
    title: str
    issued_at: datetime | None
    is_current: bool
    words: str
    url: str = ""


def find_file(digest, *, at):
    """What a file with this SHA-256 (in hexadecimal) is; None when it is not ours."""
    row = IssuedFile.objects.filter(sha256=digest).select_related("page").first()
    if row is not None:
        return _OF_KINDS[row.kind](row, at)
    signed = _signed(digest, at)
    if signed is not None:
        return signed
    return next((answer for find in FINDERS if (answer := find(digest, at))), None)


def _edition(row, at):
    page = row.page.specific
    if isinstance(page, BulletinPage):
        is_current = BulletinPage.objects.visible(at).filter(pk=page.pk).exists()
        words = "现行公布" if is_current else "网站已不再公布"
        return _of_page(row, page, is_current, words)
    return _of_page(row, page, *_standing_of(page, row.version, at))


def _standing_of(page, version, at):
    """``(whether it holds, words)`` of version ``version`` of a document."""
    rows = DocumentPage.objects.visible(at).with_validity(at).with_repeal(at)
    visible = rows.filter(pk=page.pk).first()
    if visible is None:
        return False, "网站已不再公布该文件"
    if visible.repealed_on is not None and visible.repealed_on <= local_day(at):
        return False, f"第{version}版；该文件已经废止"
    last = max((each.number for each in page.versions.all()), default=1)
    if version < last:
        return False, f"第{version}版，已由第{last}版代替"
    return True, f"第{version}版，现在公布的就是这一版"


def _table(row, at):
    newer = IssuedFile.objects.filter(page=row.page_id, issued_at__gt=row.issued_at).exists()
    words = "其后公示情况有变动，以公示页面为准" if newer else "发出以后没有更新的版本"
    return _of_page(row, row.page.specific, not newer, words)


def _of_page(row, page, is_current, words):
    url = page.get_url() if page.live else ""
    title = masked(page.title)
    return FileAnswer(row.get_kind_display(), title, row.issued_at, is_current, words, url or "")


def _certificate(row, at):
    """A certificate holds as long as its entry does, whichever day its paper was printed."""
    certificate = row.certificate
    standing = standing_at(certificate, at).standing
    return FileAnswer(
        kind=row.get_kind_display(),
        title=certificate.number,
        issued_at=row.issued_at,
        is_current=standing.is_valid,
        words=f"证书此刻的状态：{standing.label}",
        url=reverse("public:verify_number", args=[certificate.number]),
    )


_OF_KINDS = {Kind.EDITION: _edition, Kind.TABLE: _table, Kind.CERTIFICATE: _certificate}


def _signed(digest, at):
    """An attachment or a picture of a published wording, of the newest one that names it."""
    rows = SignedFile.objects.filter(sha256=digest, version__published_at__lte=at)
    row = rows.select_related("version__page").order_by("-version__published_at").first()
    if row is None:
        return None
    version, page = row.version, row.version.page
    is_current, words = _standing_of(page, version.number, at)
    url = page.get_url() if is_current else ""
    title = masked(page.title)
    return FileAnswer("文件的附件", title, version.published_at, is_current, words, url or "")
