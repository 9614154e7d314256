"""What the words of a notice are: the text of its article, whatever the page around it shows.

Only the standard library: the file goes into the evidence of a notice as it stands, so that the
digest of the words can be computed from the archived page without us.
"""

import hashlib
from html.parser import HTMLParser

#: Elements without an end tag.
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)
#: What is no word of the notice: code, and parts that change with the day alone.
UNREAD = frozenset({"script", "style", "template"})
PASSING = "data-passing"


class _Article(HTMLParser):
    """The text and the links of ``<article>``, without what is marked as passing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.links: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_read = self._is_read(tag) and tag not in UNREAD and PASSING not in values
        if is_read:
            address = values.get("href" if tag == "a" else "src") if tag in ("a", "img") else None
            self.links.extend([address] if address else [])
        if tag not in VOID:
            self.open.append((tag, is_read))

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][1]:
            self.texts.append(data)

    def _is_read(self, tag: str) -> bool:
        return self.open[-1][1] if self.open and self._is_inside() else tag == "article"

    def _is_inside(self) -> bool:
        return any(name == "article" for name, _ in self.open)


def _parsed(page: str) -> _Article:
    article = _Article()
    article.feed(page)
    article.close()
    return article


def plain(text: str) -> str:
    """``text`` without any white space: where a line breaks says nothing."""
    return "".join(text.split())


def words_of(page: str) -> str:
    """The words of the notice in ``page`` (HTML), without white space; "" when it has none."""
    return plain("".join(_parsed(page).texts))


def links_of(page: str) -> list[str]:
    """The addresses that the article links or shows, as they are written, each once."""
    return list(dict.fromkeys(_parsed(page).links))


def digest(words: str) -> str:
    """SHA-256 in hex of the UTF-8 bytes."""
    return hashlib.sha256(words.encode()).hexdigest()
