"""What a file says about who made it, when and with what: taken out of a copy of it.

Made in the child (``files/inspection.py``). Nothing that a reader sees on a page changes.
"""

import io
import re
import zipfile

import pikepdf

from .opening import DOCX, JPEG, PNG, XLSX, mime_of, stripped
from .pdf_files import PDF

#: Parts of an Office file that describe it, and what stands there instead.
EMPTY = {
    "docProps/core.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        b'core-properties"/>'
    ),
    "docProps/app.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"/>'
    ),
    "docProps/custom.xml": (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'custom-properties"/>'
    ),
}
#: Who wrote, changed or remarked something, wherever it stands; and the marks of each sitting.
AUTHORS = re.compile(rb'(?<=\sw:author=")[^"]*(?=")|(?<=\sw:initials=")[^"]*(?=")')
SITTINGS = re.compile(
    rb'\s(?:w|w14):(?:rsid\w*|paraId|textId)="[^"]*"|<w:rsids>.*?</w:rsids>', re.DOTALL
)
SHEET_AUTHORS = re.compile(rb"(?<=<author>)[^<]*(?=</author>)")
#: A PDF's particulars that belong to its words, not to its making.
WORDS_OF_TITLE = ("/Title",)
#: What of XMP says how a PDF may be archived and read aloud, and what it is called.
XMP_TO_KEEP = re.compile(r"\}title$|/pdfa/ns/|/pdfua/ns/")
SIGNATURES = "_xmlsignatures/"


def bare(data):
    """``data`` without its particulars; the very same bytes where it has none."""
    made = _MAKERS.get(mime_of(data))
    return made(data) if made else data


def without_properties(data):
    """An Office file whose parts about itself are empty, and whose remarks have no authors."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = EMPTY.get(part.filename) or _nameless(part.filename, old.read(part))
            # every part has the first moment that a ZIP can say
            new.writestr(zipfile.ZipInfo(part.filename), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _nameless(name, content):
    if name.startswith("word/") and name.endswith(".xml"):
        return SITTINGS.sub(b"", AUTHORS.sub(b"", content))
    if name.startswith("xl/comments"):
        return SHEET_AUTHORS.sub(b"", content)
    return content


def _bare_office(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    is_bare = any(name.startswith(SIGNATURES) for name in parts) or all(
        EMPTY.get(name, content) == content and _nameless(name, content) == content
        for name, content in parts.items()
    )
    return data if is_bare else without_properties(data)


def _bare_pdf(data):
    """Author, producer, moments and XMP go; a signed PDF stays as it was signed."""
    with pikepdf.open(io.BytesIO(data)) as document:
        particulars = document.trailer.get("/Info", {})
        says_more = set(particulars.keys()) - set(WORDS_OF_TITLE)
        if _is_signed(document) or not (_forget_xmp(document) or says_more):
            return data
        title = particulars.get("/Title")
        del document.docinfo
        if title is not None:
            document.docinfo["/Title"] = str(title)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def _forget_xmp(document):
    """Whether there was something to forget in the XMP of the whole or of a part."""
    had_more = False
    for thing in document.objects:
        holder = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        is_part = isinstance(holder, pikepdf.Dictionary) and thing != document.Root
        for key in ("/Metadata", "/PieceInfo", "/LastModified") if is_part else ():
            if key in holder:
                had_more = True
                del thing[key]
    if "/Metadata" in document.Root:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            for key in [key for key in xmp if not XMP_TO_KEEP.search(key)]:
                had_more = True
                del xmp[key]
    return had_more


def _is_signed(document):
    form = document.Root.get("/AcroForm")
    return bool(form is not None and int(form.get("/SigFlags", 0)) & 1)


_MAKERS = {
    PDF: _bare_pdf,
    DOCX: _bare_office,
    XLSX: _bare_office,
    JPEG: stripped,
    PNG: stripped,
}
