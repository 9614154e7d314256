"""A document's other editions: PDF in the official layout, Word, and its earlier versions.

All show the same words, because all are made of one template, ``pages/_document_paper.html``.
"""

import hashlib
import subprocess
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from wagtail.models import Site

from printing.pdf import PrinterMissing, pdf
from printing.word import DOCX

from ..issuing import note_issued
from ..models import BulletinPage
from ..models.bulletins import paper
from ..moment import asked_at
from .drawn import digest_of_bytes, is_as_drawn, note_drawn

PDF = "application/pdf"
#: Families of the official layout and the files of ``PRINT_FONTS`` that bring them.
FONTS = {
    "FangSong": "fangsong",
    "KaiTi": "kaiti",
    "HeiTi": "heiti",
    "XiaoBiaoSong": "xiaobiaosong",
}
#: Of the 156 mm of the type area, what the red head of an office may take (7.2.4).
HEAD_WIDTH, HEAD_HEIGHT = 140, 22


def edition_at(request, path, door):
    """PDF or Word below the address of a document that is public now; 404 for anything else."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    components = [part for part in path.split("/") if part]
    page, _, kwargs = site.root_page.specific.route(request, [*components, door])
    if kwargs.get("door") != door:
        raise Http404
    if isinstance(page, BulletinPage):
        return _bulletin(request, page, door.removeprefix("document."))
    return edition(request, page, door)


def _bulletin(request, page, kind):
    try:
        at = asked_at(request)
        data, mime = bulletin_edition(page.bulletin, kind, is_public=True, at=at)
    except (PrinterMissing, subprocess.SubprocessError):
        context = page.get_context(request)
        return render(request, "pages/document_unprintable.html", context, status=503)
    note_issued(data, "edition", page=page, at=at)
    return _download(data, mime, f"{page.title}.{kind}")


def bulletin_edition(bulletin, kind, *, is_public, at):
    """``(bytes, media type)`` of a bulletin as ``pdf`` or ``docx``; the same for the same words.

    Raises :class:`printing.pdf.PrinterMissing` and ``subprocess.SubprocessError``.
    """
    context = paper(bulletin, is_public)
    html, title = render_to_string("pages/_bulletin_paper.html", context), context["title"]
    issuer, day = bulletin.unit.official_name, context["issued_on"]
    if kind == "docx":
        facts = {"title": title, "author": issuer, "day": day}
        return get_edition(html, kind, lambda words: _in_word(words, **facts), at=at), DOCX
    whole = _official(html, title=title, issuers=[issuer], day=day)
    return get_edition(whole, "pdf", pdf, at=at), PDF


def edition(request, page, door, number=None):
    """The answer for an address below a document."""
    if door == "versions":
        return _version(request, page, number)
    return _pdf(request, page) if door == "document.pdf" else _word(request, page)


def _version(request, page, number):
    version = page.versions.filter(number=number).exclude(revision=None).first()
    if version is None:
        raise Http404
    context = {**page.get_context(request), "version": version}
    context["old"] = version.revision.as_object()
    return render(request, "pages/document_version.html", context)


def _pdf(request, page):
    """Drawn once for each wording, then kept; drawing takes a second, reading does not."""
    try:
        data = get_edition(official_html(page), "pdf", pdf, at=asked_at(request))
    except (PrinterMissing, subprocess.SubprocessError):
        context = page.get_context(request)
        return render(request, "pages/document_unprintable.html", context, status=503)
    return _issue(request, page, data, PDF, "pdf")


def _word(request, page):
    at = asked_at(request)
    data = get_edition(paper_html(page), "docx", lambda html: _written(page, html), at=at)
    return _issue(request, page, data, DOCX, "docx")


def _issue(request, page, data, mime, ending):
    """Hand out an edition of the version that is public now, and note that it was."""
    version = max((each.number for each in page.versions.all()), default=1)
    note_issued(data, "edition", page=page, version=version, at=asked_at(request))
    return _download(data, mime, f"{page.title}.{ending}")


def draft_edition(request, page, door):
    """A draft as the paper that will be signed, drawn anew and kept nowhere; for editors."""
    if door == "document.docx":
        return _download(_written(page, paper_html(page)), DOCX, f"{page.title}.docx")
    try:
        answer = HttpResponse(pdf(official_html(page)), content_type=PDF)
    except (PrinterMissing, subprocess.SubprocessError):
        return HttpResponse("暂时不能生成 PDF 版，请稍后再试。", status=503)
    answer._csp_exempt = True  # no browser shows a PDF whose answer forbids objects
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(page.title)}.pdf"
    return answer


def _written(page, html):
    return _in_word(html, title=page.title, author=page.issuer, day=page.written_on)


def _in_word(html, **facts):
    from .word_paper import word_paper  # with python-docx: only who makes a Word file loads it

    return word_paper(html, **facts)


def paper_html(page):
    """The one text of a document that every edition shows."""
    return render_to_string("pages/_document_paper.html", {"page": page, "printing": True})


def official_html(page):
    """The whole page that becomes the PDF, with its styles inside (GB/T 9704-2012)."""
    return _official(paper_html(page), title=page.title, issuers=page.issuers, day=page.written_on)


def _official(paper_words, *, title, issuers, day):
    widest = max((len(name) for name in issuers), default=1)
    context = {
        "page": {"title": title, "issuer": issuers[0], "day": day},
        "paper": paper_words,
        "fonts": list(_fonts()),
        "head_size": f"{min(HEAD_HEIGHT, HEAD_WIDTH / (widest + 2)):.2f}",
        "spaces": [_space(name, widest) for name in issuers],
    }
    return render_to_string("printing/official.html", context)


def _space(name, widest):
    """What parts two characters of a name, in ems, so that all names are as wide (7.2.4)."""
    gaps = len(name) - 1
    return f"{(widest - len(name)) / gaps:.4f}" if gaps > 0 else "0"


def _fonts():
    folder = Path(settings.PRINT_FONTS) if settings.PRINT_FONTS else None
    for family, stem in FONTS.items() if folder else ():
        for file in sorted(folder.glob(f"{stem}.[ot]tf")):
            yield family, f"file://{file}"


def get_edition(html, kind, make, *, at):
    """``make(html)``, kept in a storage without a door, under the digest of what it was made of.

    What lies there and is not what was drawn is drawn anew, on record.
    """
    store = storages["editions"]
    name = f"{hashlib.sha256(html.encode()).hexdigest()}.{kind}"
    if store.exists(name):
        with store.open(name) as file:
            data = file.read()
        if is_as_drawn(f"editions/{name}", digest_of_bytes(data), at=at):
            return data
        store.delete(name)
    data = make(html)
    note_drawn(f"editions/{name}", digest_of_bytes(data))
    store.save(name, ContentFile(data))
    return data


def _download(data, mime, filename):
    answer = HttpResponse(data, content_type=mime)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    answer["ETag"] = f'"{hashlib.sha256(data).hexdigest()}"'
    return answer
