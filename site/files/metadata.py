"""What a file says about who made it, when and with what: taken out of a copy of it.

Made in the child (``files/inspection.py``). Nothing that a reader sees on a page changes.
"""

import io
import re
import zipfile
from itertools import zip_longest

import pikepdf

from .bare_pictures import without_remarks
from .opening import DOCX, JPEG, PNG, XLSX, mime_of, stripped
from .pdf_files import PDF
from .pdf_words import editions

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
SITTINGS = re.compile(rb'\s(?:w|w14):(?:rsid\w*|paraId|textId)="[^"]*"')
EVERY_SITTING = re.compile(rb"<w:rsids>.*?</w:rsids>", re.DOTALL)
SHEET_AUTHORS = re.compile(rb"(?<=<author>)[^<]*(?=</author>)")
#: Who may write in a workbook, on whose disk it lay, and the people behind remarks.
SHEET_PEOPLE = re.compile(rb'(?<=\suserName=")[^"]*(?=")|(?<=:absPath\surl=")[^"]*(?=")')
PEOPLE = re.compile(rb'(?<=author=")[^"]*(?=")|(?<=Name=")[^"]*(?=")|(?<=[uU]serId=")[^"]*(?=")')
#: A small picture of the first page, as it looked when the file was last saved by its program.
THUMBNAIL = re.compile(rb"<Relationship\s[^>]*/metadata/thumbnail\b[^>]*/>")
#: A PDF's particulars that belong to its words, not to its making.
WORDS_OF_TITLE = ("/Title",)
#: What of XMP says how a PDF may be archived and read aloud, and what it is called.
XMP_TO_KEEP = re.compile(r"\}title$|/pdfa/ns/|/pdfua/ns/")
SIGNATURES = "_xmlsignatures/"


def bare(data):
    """``data`` without its particulars; the very same bytes where it has none."""
    made = _MAKERS.get(mime_of(data))
    return made(data) if made else data


def without_properties(parts):
    """An Office file of ``parts``: those about itself are empty, and remarks have no authors."""
    return _packed(_bare_parts(parts))


def parts_of(data):
    """``{name: content}`` of the parts of an Office file, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {part.filename: archive.read(part) for part in archive.infolist()}


def _bare_parts(parts):
    thumbnails = [name for name in parts if name.lower().startswith("docprops/thumbnail")]
    return {
        name: EMPTY.get(name) or _nameless(name, content)
        for name, content in parts.items()
        if name not in thumbnails
    }


def _packed(parts):
    """Every part has the first moment that a ZIP can say."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _nameless(name, content):
    for place, marks, pattern in NAMELESS:
        if place.match(name) and any(mark in content for mark in marks):
            content = pattern.sub(b"", content)
    return without_remarks(content) if "/media/" in name else content


#: What is taken out of which parts, where one of the marks is there: most parts have none, and to
#: look for a mark takes a thousandth of the time that a pattern takes.
NAMELESS = (
    (re.compile(r"word/.*\.xml$"), (b"w:author=", b"w:initials="), AUTHORS),
    (re.compile(r"word/.*\.xml$"), (b":rsid", b":paraId", b":textId"), SITTINGS),
    (re.compile(r"word/.*\.xml$"), (b"<w:rsids>",), EVERY_SITTING),
    (re.compile(r"word/people\.xml$|xl/persons/"), (b"",), PEOPLE),
    (re.compile("xl/comments"), (b"",), SHEET_AUTHORS),
    (re.compile(r"xl/(?:workbook\.xml|revisions/)"), (b"",), SHEET_PEOPLE),
    (re.compile(r"_rels/\.rels$"), (b"",), THUMBNAIL),
)


def _bare_office(data):
    parts = parts_of(data)
    if any(name.startswith(SIGNATURES) for name in parts):
        return data
    bare = _bare_parts(parts)
    return data if bare == parts else _packed(bare)


def _bare_pdf(data):
    """Author, producer, moments, XMP and earlier editions go; a signed PDF stays as it is."""
    with pikepdf.open(io.BytesIO(data)) as document:
        particulars = document.trailer.get("/Info", {})
        says_more = set(particulars.keys()) - set(WORDS_OF_TITLE)
        if _is_signed(document):
            return data
        had_more = [_forget_xmp(document), _forget_remarks(document), any(editions(data))]
        if not (any(had_more) or says_more):
            return data
        title = particulars.get("/Title")
        del document.docinfo
        if title is not None:
            document.docinfo["/Title"] = str(title)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def _forget_remarks(document):
    """Whether a photo on a page said where it was taken, or anything else beside its pixels."""
    had_more = False
    for thing in document.objects:
        photo = _photo(document, thing) if isinstance(thing, pikepdf.Stream) else None
        if photo is None:
            continue
        bare = without_remarks(photo, is_turned=False)
        if bare != photo:
            had_more = True
            _, parameters = _filters(thing)[-1]
            thing.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
    return had_more


def _photo(document, stream):
    """The JPEG of a picture, out of what else it was packed in; ``None`` where there is none."""
    filters = _filters(stream)
    if not filters or filters[-1][0] not in JPEG_FILTERS:
        return None
    data = stream.read_raw_bytes()
    if not filters[:-1]:
        return data
    names, parameters = zip(*filters[:-1], strict=True)
    packed = document.make_stream(data, Filter=[*names], DecodeParms=[*parameters])
    try:
        return packed.read_bytes()
    except pikepdf.PdfError:  # no reader can show it either
        return None


def _filters(stream):
    """(name, parameters or ``None``) of each filter, the outermost first."""
    names, parameters = (_as_list(stream.get(key)) for key in ("/Filter", "/DecodeParms"))
    return [
        (name, each if isinstance(each, pikepdf.Dictionary) else None)
        for name, each in zip_longest(names, parameters[: len(names)])
    ]


def _as_list(thing):
    return [thing] if not isinstance(thing, pikepdf.Array) else list(thing)


#: A JPEG as it came from a camera, by its name and by its short one; readers of PDF do not ask it
#: which way is up.
JPEG_FILTERS = ("/DCTDecode", "/DCT")
#: What a part says of its making, or keeps of how it looked for the program that made it.
MAKING = ("/PieceInfo", "/LastModified", "/Thumb")


def _forget_xmp(document):
    """Whether there was something to forget in the XMP of the whole or of a part."""
    had_more = False
    for thing in document.objects:
        holder = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        if not isinstance(holder, pikepdf.Dictionary):
            continue
        for key in MAKING if thing == document.Root else ("/Metadata", *MAKING):
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
