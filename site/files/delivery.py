"""The one way out: the plain bytes of a stored file, and the response that carries them."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from rules.official_dates import official_date
from rules.periods import local_day
from rules.refusal import refuse_if

from .kinds import BROWSER_TYPES, PDF
from .models import Scan
from .vault import opened

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "X-Frame-Options": "SAMEORIGIN",  # looked at inside a page of our own
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
#: A browser's own PDF viewer does not work inside a sandbox; frames of other sites are refused.
FRAMED = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def reasons_against_opening(file, *, is_own=False):
    """Why nobody may open ``file`` now; who handed it in may while the scanner is silent."""
    if file.destroyed_at is not None:
        return [f"该文件已于{official_date(local_day(file.destroyed_at))}销毁"]
    if file.scan == Scan.INFECTED:
        return ["该文件发现病毒，已隔离，不能打开"]
    if file.scan == Scan.WAITING and not is_own:
        return ["该文件正在等待病毒扫描，扫描后才能打开"]
    return []


def read(file, *, is_own=False):
    """The plain bytes. Raises ``Refused``; ``InvalidToken`` or ``FileNotFoundError`` when the
    stored ones were tampered with or are lost.
    """
    refuse_if(reasons_against_opening(file, is_own=is_own))
    return opened(file.sealed)


def deliver(data, mime, name, *, is_shown=True):
    """``data`` for this person only: never cached, never guessed at, never run; saved unless it is
    to be shown and is of a type that browsers show by themselves.
    """
    is_saved = not (is_shown and mime in BROWSER_TYPES)
    headers = {**HEADERS, "Content-Disposition": content_disposition_header(is_saved, name)}
    if not is_saved and mime == PDF:
        headers["Content-Security-Policy"] = FRAMED
    return HttpResponse(data, content_type=mime, headers=headers)
