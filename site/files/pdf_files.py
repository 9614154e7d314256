"""Opening a strange PDF: what is damaged, locked, runs by itself or leads out is refused."""

import io
import re

import pikepdf

from .unreadable import CONTROLS, WEB, Unreadable, refuse_second_face

PDF = "application/pdf"
MAX_PAGES = 300
#: With it a PDF ends, or one of its editions; what follows and is no edition is for another reader.
END = b"%%EOF"
NEXT_EDITION = re.compile(rb"\d\s{1,9}obj\b|\bxref\b|%PDF-")
PART = 1024
ACTIVE_KEYS = {"/JavaScript", "/JS", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMediaContent"}
ACTIVE_KEYS |= {"/XFA"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"}
ACTIVE_ACTIONS |= {"/GoToR", "/GoToE"}
#: What may happen without a click: going to a page of the same document.
QUIET_ACTIONS = ("/GoTo", "/Named")
MAX_ACTIONS = 10
ACTIVE = "PDF 含有脚本或附件，请另存为普通 PDF 后上传"
LEADS_OUT = "PDF 含有自动打开的链接或者指向本机文件的链接，请另存为普通 PDF 后上传"


def read_pdf(data):
    refuse_second_face(data, data[:PART] + _after_its_ends(data))
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            _refuse_pdf(document)
    except pikepdf.PasswordError as error:
        raise Unreadable("PDF 已加密，请去除密码后上传") from error
    except pikepdf.PdfError as error:
        raise Unreadable("PDF 文件已损坏，不能打开") from error
    return PDF


def _after_its_ends(data):
    """What stands behind each end up to the next edition; without any end, the last part."""
    *editions, last = data.split(END)
    if not editions:
        return data[max(PART, min(data.rfind(b"endobj"), len(data) - PART)) :]
    between = [NEXT_EDITION.split(part, maxsplit=1)[0] for part in editions[1:]]
    return b"\n".join([*between, last])


def _refuse_pdf(document):
    if len(document.pages) == 0:
        raise Unreadable("PDF 没有页面")
    if len(document.pages) > MAX_PAGES:
        raise Unreadable(f"PDF 超过{MAX_PAGES}页，请分成几个文件上传")
    for thing in document.objects:
        _refuse_object(thing)
    if not _is_quiet(document.Root.get("/OpenAction")):
        raise Unreadable(LEADS_OUT)


def _refuse_object(thing):
    if isinstance(thing, pikepdf.Stream) and "/F" in thing.stream_dict:
        raise Unreadable(LEADS_OUT)  # its content lies in a file elsewhere
    parts = list(_dictionaries(thing))
    if any(map(_is_active, parts)):
        raise Unreadable(ACTIVE)
    if any(map(_leads_out, parts)):
        raise Unreadable(LEADS_OUT)


def _dictionaries(thing):
    """An object's own dictionary and those written in it, however deep."""
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if isinstance(thing, pikepdf.Dictionary):
        yield thing
        thing = [value for _, value in thing.items()]
    elif not isinstance(thing, pikepdf.Array):
        return
    for each in thing:
        if _is_nested(each):
            yield from _dictionaries(each)


def _is_active(part):
    """Whether it runs, opens or carries something."""
    if not ACTIVE_KEYS.isdisjoint(part.keys()) or str(part.get("/Type", "")) in ACTIVE_KEYS:
        return True
    return str(part.get("/S", "")) in ACTIVE_ACTIONS


def _leads_out(part):
    """A link to no web page, mail or telephone, or an act that nobody has to click for."""
    links = [part.get("/Base")] + ([part.get("/URI")] if str(part.get("/S", "")) == "/URI" else [])
    if any(isinstance(each, pikepdf.String) and not _is_web(str(each)) for each in links):
        return True
    by_itself = part.get("/AA")
    acts = by_itself.items() if isinstance(by_itself, pikepdf.Dictionary) else ()
    return any(not _is_quiet(action) for _, action in acts)


def _is_web(address):
    """An address of the web, or one within the document's own folder."""
    address = address.strip(CONTROLS).lower().replace("\\", "/")
    if address.startswith("//"):
        return False
    return address.startswith(WEB) or ":" not in address.split("/")[0]


def _is_quiet(action, left=MAX_ACTIONS):
    """Whether ``action``, and what comes after it, goes to pages of this document only."""
    if isinstance(action, pikepdf.Array):  # a place in the document, or several actions
        return all(_is_quiet(each, left - 1) for each in action)
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return True
    is_known = left > 0 and str(action.S) in QUIET_ACTIONS
    return is_known and _is_quiet(action.get("/Next"), left - 1)


def _is_nested(thing):
    """Written in place: what is referred to is an object of its own and is looked at itself."""
    return isinstance(thing, pikepdf.Dictionary | pikepdf.Array) and not thing.is_indirect
