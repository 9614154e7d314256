"""Links that lead nowhere: to pages that went, files that are missing or changed, other sites.

Nothing is asked over the network: of other sites it is told what was found before.
"""

import json
import re
from dataclasses import dataclass
from html import unescape

from django.urls import Resolver404, resolve
from wagtail.documents import get_document_model
from wagtail.models import Page, Site
from wagtail.views import serve

from ..documents.named_files import linked_files
from ..models import DocumentPage
from ..moved import moved_to
from ..visible import is_public
from .outer_links import failing_outer_links, outer_addresses

PAGE = re.compile(
    r'<a[^>]*linktype="page"[^>]*?\bid="(\d+)"|<a[^>]*\bid="(\d+)"[^>]*linktype="page"'
)
ADDRESS = re.compile(r'href="(/[^"#?]*)')


@dataclass(frozen=True)
class DeadLink:
    """One link of one document, and what is wrong with it."""

    title: str
    pk: int
    target: str
    problem: str


def dead_links(at):
    """Every :class:`DeadLink` of the documents that are public at ``at``."""
    pages = DocumentPage.objects.visible(at).order_by("path")
    pages = pages.prefetch_related("parts", "attachments__file")
    outer = failing_outer_links()
    return [
        DeadLink(page.title, page.pk, target, problem)
        for page in pages
        for target, problem in [*_problems(page, at), *_outer(page, outer)]
    ]


def _outer(page, outer):
    """``(address, what is wrong)`` of the links to other sites, of which ``outer`` failed."""
    addresses = outer_addresses(page) if outer else ()
    return [(each, f"其他网站打不开（{outer[each]}）") for each in addresses if each in outer]


def failing_links(page, at):
    """``(target, what is wrong)`` of the links in the words of a draft, each once."""
    return list(dict.fromkeys(_problems(page, at))) if hasattr(page, "body") else []


def _problems(page, at):
    parts = page.parts.all() if hasattr(page, "parts") else ()
    for body in (page.body, *(part.body for part in parts)):
        for row in body.get_prep_value():
            yield from _in_block(row, at)
    for attachment in page.attachments.all() if hasattr(page, "attachments") else ():
        yield from _file_problem(attachment.file)
        if _is_stored(attachment.file) and not attachment.is_intact:
            yield attachment.title, "附件在公开后被替换，与登记的 SHA-256 不一致"


def _in_block(row, at):
    if row["type"] == "attachment":
        yield from _library_problem(row["value"]["document"])
    words = json.dumps(row["value"], ensure_ascii=False).replace('\\"', '"')
    for match in PAGE.findall(words):
        yield from _page_problem(int(match[0] or match[1]), at)
    for key in sorted(linked_files(words)):
        yield from _library_problem(key)
    for address in ADDRESS.findall(words):
        yield from _address_problem(unescape(address), at)


def _page_problem(key, at):
    page = Page.objects.filter(pk=key).specific().first()
    if page is None:
        yield f"页面 {key}", "页面已删除"
    elif not is_public(page, at):
        yield page.title, "页面已撤下或者尚未公开"


def _library_problem(key):
    document = get_document_model().objects.filter(pk=key).first()
    if document is None:
        yield f"文件 {key}", "文件已删除"
    else:
        yield from _file_problem(document)


def _file_problem(document):
    if not _is_stored(document):
        yield document.title, "存储中没有这个文件"


def _is_stored(document):
    return document.file.storage.exists(document.file.name)


def _address_problem(address, at):
    if moved_to(address, at=at)[0]:
        return
    try:
        is_page = resolve(address).func is serve
    except Resolver404:
        yield address, "本站没有这个地址"
        return
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if is_page and site:
        path = site.root_page.url_path + address.strip("/") + "/"
        page = Page.objects.filter(url_path=path.replace("//", "/")).specific().first()
        if page is None or not is_public(page, at):
            yield address, "本站没有这个页面，或者已经撤下"
