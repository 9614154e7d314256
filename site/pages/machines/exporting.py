"""A read-only copy of the public site in a folder: found by following links from the home page.

Pages, style sheets, pictures, share cards, files and feeds are asked for like any visitor would,
and written with links relative to each other, so that the copy works from any folder or server. A
short address is a page that leads on. What needs the living site (forms, search, sign-in) is
replaced by words that say where it is. The copy of one state of the site at one moment is the same
to the byte.
"""

import fcntl
import posixpath
import re
from contextlib import contextmanager
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from .copied_index import INDEX, WHEN, SearchIndex, api_files, moment_file

#: Addresses that are never followed: they need the living site.
LIVING = re.compile(
    r"^(admin|portal|search|api|complaints(?!/figures/)|intents|verify|reading|subscriptions|site-reports|look-up)/|/(objection|intent)/"
)
LINK = re.compile(r'(?P<head>\s(?:href|src|content)=")(?P<url>[^"]*)(?P<tail>")')
SIZES = re.compile(r'(?P<head>\ssrcset=")(?P<urls>[^"]*)(?P<tail>")')
#: Whatever names another file: the share card is said twice, in the words of two standards.
LINK_TAG = re.compile(
    r'<(?:(?:a|link|img|script|source)\b|meta (?:name="Image"|property="og:image") )[^>]*>'
)
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
CSS_URL = re.compile(r"url\((['\"]?)([^'\")]+)\1\)")
PAGE = "text/html"
MOVED = (301, 302)
#: Stands in a folder that a copy was made in: what lies there may be replaced and removed.
MARK = ".gongshi-copy"
SAFE_NAME = re.compile(r"[^\w.\-/]")


class FolderInUse(LookupError):
    """Another export writes into the same folder at this moment."""


@contextmanager
def held_folder(folder):
    """Mark ``folder`` as a copy's and hold it alone; whoever is killed lets it go.

    Raises :class:`FolderInUse`, and ``OSError`` where it cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / MARK).open("ab") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderInUse(f"{folder}") from error
        yield


class Copy:
    """One copy being made: ``read(path)`` answers ``(status, media type, bytes)`` of an address.

    Of an address that leads elsewhere the bytes are where it leads to.
    """

    def __init__(self, read, folder, *, root="/", live_url=""):
        self.read, self.folder, self.root = read, Path(folder), root
        self.live_url = live_url.rstrip("/")
        self.hosts = {"copy", urlsplit(live_url).netloc}
        self.waiting, self.addresses = [root], {root}
        self.written, self.changed, self.failed = [], [], []
        self.index = SearchIndex()

    def make(self, also=()):
        """Follow everything that can be reached, and ``also``; the written files, in order."""
        for address in also:
            self._follow(address)
        while self.waiting:
            self._take(self.waiting.pop(0))
        return sorted(self.written)

    def add_machines_files(self, at):
        """The index that the copy's own search reads, the JSON of the API, and of what moment."""
        self._write(self.folder / INDEX, self.index.content())
        self._write(self.folder / WHEN, moment_file(at, self.live_url))
        for path, content in api_files(self.read, self.root):
            self._write(self.folder / path, content)

    def not_found(self, address):
        """``404.html`` for the server in front of the copy, made of what no address answers."""
        _status, _kind, content = self.read(address)
        self._write(self.folder / "404.html", self._page(self.root, content.decode()).encode())

    def _take(self, address):
        status, kind, content = self.read(address)
        if status in MOVED and not address.endswith("/"):
            status, kind, content = self.read(self._inner(address, content.decode())[0] or "")
        if status in MOVED and address.endswith("/"):
            status, kind, content = 200, "", self._signpost(address, content.decode()).encode()
        if status != 200:
            self.failed.append((address, status))
            return
        if kind.startswith(PAGE):
            if not urlsplit(address).query:
                self.index.add(file_of(address, self.root), content.decode())
            content = self._page(address, content.decode()).encode()
        elif kind.startswith("text/css"):
            self._styles(address, content.decode())
        self._write(self.folder / file_of(address, self.root), content)

    def _write(self, target, content):
        """Only where its bytes are others than before, and never half of them."""
        self.written.append(target)
        if target.is_file() and target.read_bytes() == content:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.part")
        try:
            draft.write_bytes(content)
        except OSError:
            draft.unlink(missing_ok=True)  # a full disk needs its room
            raise
        draft.replace(target)
        self.changed.append(target)

    def remove_others(self):
        """Take away what an earlier copy in this folder had and this one has not; those files."""
        own = {self.folder / MARK, *self.written}
        others = [each for each in self.folder.rglob("*") if each.is_file() and each not in own]
        for each in others:
            each.unlink()
        for each in sorted(self.folder.rglob("*"), reverse=True):
            if each.is_dir() and not any(each.iterdir()):
                each.rmdir()
        return sorted(others)

    def _page(self, address, html):
        """The page without its forms, every link relative or led to the living site."""
        html = LINK_TAG.sub(lambda tag: self._tag(address, tag[0]), html)
        return FORM.sub(self._hint(), html)

    def _signpost(self, address, url):
        """A page that leads on at once, and has a link for whoever it does not carry along."""
        link = self._link(address, url)
        return (
            f'<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n<title>短网址</title>\n'
            f'<meta http-equiv="refresh" content="0; url={link}">\n'
            f'<p><a href="{link}">转到这个网址的页面</a></p>\n</html>\n'
        )

    def _hint(self):
        home = escape(f"{self.live_url}{self.root}")
        link = f'<a href="{home}">在线网站</a>' if self.live_url else "在线网站"
        return f'<p class="quiet">此处需要联网办理，请访问{link}。</p>'

    def _tag(self, address, tag):
        if 'rel="canonical"' in tag or "data-living" in tag:
            return tag
        tag = SIZES.sub(lambda match: self._sizes(address, match), tag)
        return LINK.sub(
            lambda match: f"{match['head']}{self._link(address, match['url'])}{match['tail']}", tag
        )

    def _sizes(self, address, match):
        """The sizes of one picture: ``address 480w, address 960w``."""
        sizes = [each.split() for each in match["urls"].split(",")]
        linked = [" ".join([self._link(address, url), *width]) for url, *width in sizes]
        return f"{match['head']}{', '.join(linked)}{match['tail']}"

    def _link(self, address, url):
        """What a link of the page at ``address`` becomes; an inner one is put on the list."""
        target, fragment = self._inner(address, unescape(url))
        if target is None:
            return url
        if self._is_living(target):
            return escape(f"{self.live_url}{target}") if self.live_url else "#"
        self._follow(target)
        here = posixpath.dirname(file_of(address, self.root))
        relative = posixpath.relpath(file_of(target, self.root), here or ".")
        return escape(f"{relative}{fragment}")

    def _inner(self, address, url):
        """``(address, "#fragment")`` inside the site; ``(None, "")`` of what lies outside."""
        whole = urlsplit(urljoin(f"http://copy{address}", url))
        if whole.scheme not in ("http", "https") or whole.netloc not in self.hosts:
            return None, ""
        if not whole.path.startswith(self.root):
            return None, ""
        query = f"?{whole.query}" if whole.query else ""
        return f"{whole.path}{query}", f"#{whole.fragment}" if whole.fragment else ""

    def _is_living(self, target):
        parts = urlsplit(target)
        names = {name for name, _ in parse_qsl(parts.query)}
        return bool(LIVING.search(parts.path[len(self.root) :])) or not names <= {"page"}

    def _follow(self, target):
        if target not in self.addresses:
            self.addresses.add(target)
            self.waiting.append(target)

    def _styles(self, address, css):
        for match in CSS_URL.finditer(css):
            target, _ = self._inner(address, match[2])
            if target:
                self._follow(target)


def file_of(address, root="/"):
    """The file of an address: a folder has its ``index.html``, a later page its number."""
    parts = urlsplit(address)
    path = unquote(parts.path)[len(root) :]
    page = dict(parse_qsl(parts.query)).get("page")
    if path.endswith("/table/"):
        path = f"{path}table.xlsx"
    elif not path or path.endswith("/"):
        path = f"{path}{f'page-{page}' if page else 'index'}.html"
    return SAFE_NAME.sub("_", path)
