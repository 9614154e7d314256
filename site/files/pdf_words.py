"""The words of a PDF: what its pages draw, read by pdfium; what else stands in it, by pikepdf.

What neither can read (scans, fonts without meanings, drawn letters, stamps) is named as a gap.
"""

import io
import re

import pikepdf
import pypdfium2
from pypdfium2 import raw

from .pdf_drawn import drawings, resources, with_all_drawn
from .unreadable import DAMAGED, Unreadable

#: Eighteen digits can be read in so few pixels; scanners cut a page into strips of sixteen lines.
LEAST_PICTURE = (80, 8)
#: So many points of smaller pictures on one page may be a scan that was cut into tiles.
MANY_POINTS = 20_000
#: So many drawn lines on a page without as many letters may be letters drawn as lines.
MANY_PATHS = 150
#: What pdfium gives for a glyph whose meaning nobody knows; fonts of symbols use the private area.
UNKNOWN = re.compile("[\x00\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]")
#: Keys whose strings are bytes, moments or addresses (:func:`_links`); all others may be words:
#: remarks, fields and their choices, alternatives, titles, names of layers, places and pages.
WORDLESS = {"/ID", "/O", "/U", "/OE", "/UE", "/Perms", "/M", "/CreationDate", "/ModDate", "/DA"}
WORDLESS |= {"/URI", "/Base"}
#: Streams that hold words: long values of fields, remarks with their looks.
WORDY_STREAMS = ("/V", "/DV", "/RC")
#: Where a file begins that is shown by its first page before the rest is there: no edition.
FIRST_PAGE = re.compile(rb"startxref\s+0\s+%%EOF$")
FIRST_PAGE_END = 64
MOST_EDITIONS = 20
EARLIER = "以前保存的版本"
DRAWN_REMARKS = {"/FreeText", "/Stamp", "/Ink", "/Redact", "/Watermark"}
MAX_DEPTH = 6


def pdf_words(data, words):
    """Add the words of ``data`` to ``words`` (:class:`files.words.Words`)."""
    _words_of_edition(data, words)
    for number, edition in enumerate(editions(data), 1):
        if number > MOST_EDITIONS:
            words.gaps.append((EARLIER, "other"))
            break
        _words_of_edition(edition, words, f"{EARLIER}·")
    words.gaps = list(dict.fromkeys(words.gaps))


def editions(data):
    """What stood in the file before it was added to: an eraser in a viewer takes nothing out.

    The latest first, and one at a time: a file that was saved a hundred times is as many files.
    """
    ends = [end.end() for end in re.finditer(b"%%EOF", data)]
    for end in reversed(ends[:-1]):
        if not FIRST_PAGE.search(data, max(0, end - FIRST_PAGE_END), end):
            head = data[:end]
            if _opens(head):
                yield head


def _opens(data):
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as document:
            return bool(document.pages)
    except pikepdf.PdfError:
        return False


def _words_of_edition(data, words, where=""):
    count, whole = with_all_drawn(data)
    for number, (text, gaps) in enumerate(_pages(whole), 1):
        place = f"{where}第{number}页" if number <= count else f"{where}没有显示的内容"
        words.places.append((place, text))
        words.gaps += [(place, gap) for gap in gaps]
    with pikepdf.open(io.BytesIO(data)) as document:
        for place, text in _beside(document):
            words.places.append((f"{where}{place}", text))
        words.links += [("", url) for url in _links(document)]
        for number, kinds in _gaps_of_pages(document):
            words.gaps += [(f"{where}第{number}页", kind) for kind in kinds]


def gaps_of_pages(data):
    """``{number of a page: kinds of what it shows and does not say}``, only of those with any."""
    with pikepdf.open(io.BytesIO(data)) as document:
        gaps = {number: set(kinds) for number, kinds in _gaps_of_pages(document)}
    count, whole = with_all_drawn(data)
    for number, (_, kinds) in enumerate(_pages(whole), 1):
        if number <= count:
            gaps[number] |= set(kinds)
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
    """(where, text) of remarks, fields, titles and particulars, wherever they hang; each once."""
    texts = {}
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream):
            thing = thing.stream_dict
        texts |= dict.fromkeys(_strings(thing, 0))
    yield from (("批注、表单或者书签", text) for text in texts)
    particulars = document.trailer.get("/Info")
    if isinstance(particulars, pikepdf.Dictionary):
        values = [str(value) for value in particulars.values() if _is_text(value)]
        yield "文件属性", "\n".join(values)
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and str(thing.get("/Type", "")) == "/Metadata":
            yield "文件属性", _without_tags(_decoded(thing))


def _decoded(stream):
    return stream.read_bytes().decode("utf-8", "replace")


def _without_tags(text):
    return re.sub(r"<[^>]*>", "\n", text)


def _links(document):
    """The addresses that links of the pages lead to, wherever their acts hang."""
    inside = (each for page in document.pages for each in page.obj.get("/Annots") or ())
    things = [each for each in (*document.objects, *inside) if isinstance(each, pikepdf.Dictionary)]
    acts = [act for each in things for act in (each, each.get("/A"))]
    urls = [act.get("/URI") for act in acts if isinstance(act, pikepdf.Dictionary)]
    return dict.fromkeys(str(url) for url in urls if _is_text(url))


def _strings(thing, depth):
    """The words of one object and of what is written in it, as one text for each."""
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Array) or depth > MAX_DEPTH:
        return
    if isinstance(thing, pikepdf.Dictionary):
        streams = [
            thing[key] for key in WORDY_STREAMS if isinstance(thing.get(key), pikepdf.Stream)
        ]
        yield from (_without_tags(_decoded(each)) for each in streams)
        thing = [value for key, value in thing.items() if key not in WORDLESS]
    if texts := [str(each) for each in thing if _is_text(each)]:
        yield re.sub(r"<[^>]*>", "", "\n".join(texts))
    for each in thing:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Array) and not each.is_indirect:
            yield from _strings(each, depth + 1)


def _is_text(value):
    return isinstance(value, pikepdf.String)


def _gaps_of_pages(document):
    """(number, kinds of gaps) of each page."""
    verdicts = {}
    for number, page in enumerate(document.pages, 1):
        yield number, list(_page_gaps(page.obj, verdicts))


def _page_gaps(page, verdicts):
    """Remarks that are drawn and say nothing, and fonts that only a printer understands."""
    for remark in page.get("/Annots") or ():
        silent = str(remark.get("/Contents", "")).strip() == ""
        if str(remark.get("/Subtype", "")) in DRAWN_REMARKS and silent:
            yield "remark"
    if _has_unmapped_font(page, verdicts):
        yield "font"


def _has_unmapped_font(page, verdicts):
    """``verdicts``: of resources that many pages share, asked for once."""
    own = page.get("/Resources") or pikepdf.Dictionary()
    if own.objgen not in verdicts or not own.is_indirect:
        verdicts[own.objgen] = any(map(_is_unmapped, _fonts(page)))
    return verdicts[own.objgen]


def _fonts(page):
    """The fonts of a page and of the forms that are drawn on it."""
    lists = set()
    for holder in (page, *drawings([page]).values()):
        yield from resources(holder, "/Font", lists)


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
