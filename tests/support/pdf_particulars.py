"""What a PDF says of itself: the same for every letter and paper that the office hands out."""

import hashlib
import io
import os
import re
from pathlib import Path

import pikepdf

#: What would say on which machine, by which program, a paper was made.
LEAKS = re.compile(rb"weasyprint|pydyf|pikepdf|/home/|/work/|/tmp/|file://|\.py\b", re.IGNORECASE)


def holds_particulars(data, *, title, author, day):
    """Assert title, office, language and the day of the act, alike in both places; no more."""
    keep(data)
    with pikepdf.open(io.BytesIO(data)) as file:
        facts = {name: f"{value}" for name, value in file.docinfo.items()}
        created = facts.pop("/CreationDate")
        assert created.startswith(f"D:{day:%Y%m%d}"), created
        assert facts == {"/Title": title, "/Author": author}
        root, xmp = file.Root, file.Root.Metadata.read_bytes()
        assert f"{root.Lang}".startswith("zh")
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.MarkInfo.Marked
        assert f"<xmp:CreateDate>{day:%Y-%m-%d}".encode() in xmp
        with file.open_metadata(set_pikepdf_as_editor=False) as metadata:
            assert (metadata["dc:title"], metadata["dc:creator"]) == (title, [author])
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
        for words in (xmp, *parts(file)):
            assert not LEAKS.search(words), LEAKS.search(words)


def keep(data):
    """Put a paper into the folder ``PAPERS``, where `make papers` asked for it."""
    if folder := os.environ.get("PAPERS"):
        (Path(folder) / f"{hashlib.sha256(data).hexdigest()[:16]}.pdf").write_bytes(data)


def parts(file):
    """The bytes of all that is in a PDF, but for its fonts and pictures."""
    for each in file.objects:
        if isinstance(each, pikepdf.Stream):
            if each.get("/Subtype") not in ("/Image", "/Type1C", "/CIDFontType0C", "/OpenType"):
                yield each.read_bytes()
        elif isinstance(each, pikepdf.Dictionary):
            yield each.unparse()
