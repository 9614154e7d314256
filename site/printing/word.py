"""Word documents with python-docx: Chinese fonts set, and the same bytes for the same words."""

import io
import zipfile
from datetime import datetime
from functools import cache

from .characters import printable

#: python-docx stamps the time of saving; ours is the standard's own year.
STAMP = datetime(2012, 7, 1)  # noqa: DTZ001 - the file format's times have no zone
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@cache
def template() -> bytes:
    """python-docx's blank document without what is nine tenths of it and shown nowhere.

    It brings ninety-nine styles of tables, which Word has itself, and all styles once more for a
    release of 2010; ours draws its tables with "Table Grid".
    """
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE

    document, out = Document(), io.BytesIO()
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.drop_rel(key)
    document.save(out)
    return out.getvalue()


def blank(*, title: str, author: str = "", day=None, font: str = "仿宋_GB2312", points: int = 16):
    """An empty document (``docx.Document``) in 3号仿宋, GB/T 9704-2012's body.

    ``author`` is the office, never a person; ``day`` the date of the act.
    """
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document(io.BytesIO(template()))
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(points)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    facts = document.core_properties
    facts.title, facts.author, facts.comments = printable(title), printable(author), ""
    facts.created = facts.modified = STAMP
    if day:
        facts.created = facts.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    return document


def to_bytes(document) -> bytes:
    """The file's content; equal documents give equal bytes."""
    raw, steady = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(steady, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (2012, 7, 1, 0, 0, 0))
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return steady.getvalue()
