"""What somebody has put on a PDF: a picture of a signed sheet, ink, a stamp, a signature.

Read in the child process of :mod:`registry.inspection`, like every strange file.
"""

import io
import json

import pikepdf

#: Annotations that are no handwriting and no stamp.
PLAIN = {"/Link", "/Popup"}


def marks(data):
    """``{"title", "is_marked"}`` of a PDF as JSON; a bare print has a title and no mark."""
    with pikepdf.open(io.BytesIO(data)) as document:
        inside = (each for page in document.pages for each in page.get("/Annots", []))
        is_marked = any(_is_mark(thing) for thing in (*document.objects, *inside))
        return json.dumps({"title": _title(document), "is_marked": is_marked})


def _title(document):
    with document.open_metadata() as metadata:
        title = metadata.get("dc:title")
    return f"{title or document.docinfo.get('/Title', '')}".strip()


def _is_mark(thing):
    if isinstance(thing, pikepdf.Stream):
        return str(thing.stream_dict.get("/Subtype", "")) == "/Image"
    if not isinstance(thing, pikepdf.Dictionary):
        return False
    if "/ByteRange" in thing:
        return True
    is_annotation = str(thing.get("/Type", "")) == "/Annot" or "/Rect" in thing
    return is_annotation and str(thing.get("/Subtype", "/Link")) not in PLAIN
