"""The words of a PDF: what its pages draw, read by pdfium; what else stands in it, by pikepdf.

What neither can read (scans, fonts without meanings, drawn letters, stamps) is named as a gap.
"""

import io
import re

import pikepdf
import pypdfium2
from pypdfium2 import raw

from .unreadable import DAMAGED, Unreadable

#: Eighteen digits can be read in so few pixels; scanners cut a page into strips of sixteen lines.
LEAST_PICTURE = (80, 8)
#: So many points of smaller pictures on one page may be a scan that was cut into tiles.
MANY_POINTS = 20_000
#: So many drawn lines on a page without as many letters may be letters drawn as lines.
MANY_PATHS = 150
#: What pdfium gives for a glyph whose meaning nobody knows; fonts of symbols use the private area.
UNKNOWN = re.compile("[\x00\ufffd\ufffe\uffff\ue000-\uf8ff]")
#: Keys whose strings are words for readers: remarks, fields, alternatives, titles.
WORDY = ("/Contents", "/RC", "/V", "/DV", "/TU", "/Alt", "/ActualText", "/E", "/Title", "/Subj")
DRAWN_REMARKS = {"/FreeText", "/Stamp", "/Ink", "/Redact", "/Watermark"}
MAX_DEPTH = 6


def pdf_words(data, words):
    """Add the words of ``data`` to ``words`` (:class:`files.words.Words`)."""
    for number, (text, gaps) in enumerate(_pages(data), 1):
        words.places.append((f"第{number}页", text))
        words.gaps += [(f"第{number}页", gap) for gap in gaps]
    with pikepdf.open(io.BytesIO(data)) as document:
        for where, text in _beside(document):
            words.places.append((where, text))
        words.links += [("", url) for url in _links(document)]
        for number, page in enumerate(document.pages, 1):
            words.gaps += [(f"第{number}页", gap) for gap in _page_gaps(page)]
    words.gaps = list(dict.fromkeys(words.gaps))


def gaps_of_pages(data):
    """``{number of a page: kinds of what it shows and does not say}``, only of those with any."""
    gaps = {}
    with pikepdf.open(io.BytesIO(data)) as document:
        for number, page in enumerate(document.pages, 1):
            gaps[number] = set(_page_gaps(page))
    for number, (_, drawn) in enumerate(_pages(data), 1):
        gaps[number] |= set(drawn)
    return {number: kinds for number, kinds in gaps.items() if kinds}


def pdf_pages(data):
    """The text of each page, one line for each line drawn."""
    return [text for text, _ in _pages(data)]


def _pages(data):
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(DAMAGED) from error
    for page in document:
        textpage = page.get_textpage()
        text = textpage.get_text_range().replace("\r\n", "\n").replace("\ufffe", "")
        yield text.strip(), list(_drawn_gaps(page, textpage.get_text_range()))
        textpage.close()
        page.close()
    document.close()


def _drawn_gaps(page, text):
    """What is drawn on a page and gives no words: pictures, drawn letters, unknown glyphs."""
    kinds = [each.type for each in page.get_objects(max_depth=MAX_DEPTH)]
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=MAX_DEPTH)
    if _could_hold_words([picture.get_px_size() for picture in pictures]):
        yield "picture"
    letters = len(re.sub(r"\s", "", text))
    if kinds.count(raw.FPDF_PAGEOBJ_PATH) >= max(MANY_PATHS, letters):
        yield "drawing"
    if kinds.count(raw.FPDF_PAGEOBJ_SHADING) and not letters:
        yield "drawing"
    if UNKNOWN.search(text.replace("\ufffe", "")):
        yield "font"


def _could_hold_words(sizes):
    least_width, least_height = LEAST_PICTURE
    is_large = any(width >= least_width and height >= least_height for width, height in sizes)
    return is_large or sum(width * height for width, height in sizes) >= MANY_POINTS


def _beside(document):
    """(where, text) of remarks, fields, titles and particulars, wherever they hang."""
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream):
            thing = thing.stream_dict
        yield from _strings(thing, 0)
    particulars = document.trailer.get("/Info")
    if isinstance(particulars, pikepdf.Dictionary):
        texts = [str(value) for value in particulars.values() if _is_text(value)]
        yield "文件属性", "\n".join(texts)
    metadata = document.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        yield "文件属性", re.sub(r"<[^>]*>", "\n", metadata.read_bytes().decode("utf-8", "replace"))


def _links(document):
    """The addresses that links of the pages lead to, wherever their acts hang."""
    inside = (each for page in document.pages for each in page.obj.get("/Annots") or ())
    things = [each for each in (*document.objects, *inside) if isinstance(each, pikepdf.Dictionary)]
    acts = [act for each in things for act in (each, each.get("/A"))]
    urls = [act.get("/URI") for act in acts if isinstance(act, pikepdf.Dictionary)]
    return dict.fromkeys(str(url) for url in urls if _is_text(url))


def _strings(thing, depth):
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Array) or depth > MAX_DEPTH:
        return
    if isinstance(thing, pikepdf.Dictionary):
        texts = [str(thing[key]) for key in WORDY if key in thing and _is_text(thing[key])]
        if texts:
            yield "批注、表单或者书签", re.sub(r"<[^>]*>", "", "\n".join(texts))
        thing = [value for _, value in thing.items()]
    for each in thing:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Array) and not each.is_indirect:
            yield from _strings(each, depth + 1)


def _is_text(value):
    return isinstance(value, pikepdf.String)


def _page_gaps(page):
    """Remarks that are drawn and say nothing, and fonts that only a printer understands."""
    for remark in page.obj.get("/Annots") or ():
        silent = str(remark.get("/Contents", "")).strip() == ""
        if str(remark.get("/Subtype", "")) in DRAWN_REMARKS and silent:
            yield "remark"
    if any(_is_unmapped(font) for font in _fonts(page.obj, 0)):
        yield "font"


def _fonts(holder, depth):
    """The fonts of a page and of the forms that are drawn on it."""
    resources = holder.get("/Resources") or pikepdf.Dictionary()
    yield from (font for _, font in (resources.get("/Font") or {}).items())
    for _, drawing in (resources.get("/XObject") or {}).items():
        if drawing.get("/Subtype") == "/Form" and depth < MAX_DEPTH:
            yield from _fonts(drawing, depth + 1)


def _is_unmapped(font):
    """Whether no table says what the codes of ``font`` mean (ISO 32000-1, 9.10.2)."""
    if "/ToUnicode" in font:
        return False
    kind, encoding = str(font.get("/Subtype", "")), font.get("/Encoding")
    if kind == "/Type0":
        return str(encoding) in ("/Identity-H", "/Identity-V") and not _has_known_collection(font)
    return kind == "/Type3" or _has_unknown_names(encoding)


def _has_known_collection(font):
    """Adobe's collections say for each glyph which character it is."""
    try:
        system = font.DescendantFonts[0].CIDSystemInfo
        return str(system.Ordering) in ("GB1", "CNS1", "Japan1", "Korea1", "KR")
    except (AttributeError, IndexError, KeyError):
        return False


def _has_unknown_names(encoding):
    """Whether a table of differences names its glyphs g12 or cid34, which mean nothing."""
    if not isinstance(encoding, pikepdf.Dictionary):
        return False
    names = [
        str(each) for each in encoding.get("/Differences") or () if isinstance(each, pikepdf.Name)
    ]
    return any(re.fullmatch(r"/(?:g|G|cid|c|C|glyph|index|a)\d+", name) for name in names)
