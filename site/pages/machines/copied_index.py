"""What a static copy adds for those who search it or read it by program: no server is needed.

``copy-search/index.js`` holds title and words of every page, so that the search page of a copy
works from a folder, too; ``api/v1/…json`` holds the lists and items of the API. Both are the same
to the byte while nothing changes: what counts days is left out.
"""

import json
import re
from html import unescape

from django.utils.html import strip_tags
from django.utils.timezone import localtime
from lxml import html as markup

#: Where the search page of a copy lies, and the index beside it; of what moment the copy is.
SEARCH, INDEX, WHEN = "copy-search/", "copy-search/index.js", "copy.json"
#: The lists of the API that a copy holds whole, each with its items.
LISTS = ("products", "notices", "results", "documents", "removals", "bulletins", "features")
#: What would be false tomorrow.
FROZEN = {"days_left"}
#: So many characters of a page are searched: a plan with its annexes has 20,000.
LONGEST = 20_000
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
MAIN = re.compile(r'<main id="main"[^>]*>.*?</main>', re.DOTALL)
#: Classes of what acts or leads away, and of what is only read aloud.
ASIDE = ("action", "button", "buttons", "chosen", "file-links", "hidden", "take", "tools")
#: What is no content of its page: that, forms, ways to other pages, what a day changes.
LEFT_OUT = markup.etree.XPath(
    ".//nav|.//form|.//button|.//script|.//style|.//*[@hidden]|.//*[@data-passing]"
    "|.//*[contains(@class, 'heading-row')]/a|.//p[span[@class='copy-moment']]|"
    + "|".join(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]" for name in ASIDE)
)


class SearchIndex:
    """The pages of a copy as they were read: ``add(file, html)``, then ``content()``."""

    def __init__(self):
        self.rows = {}

    def add(self, file, html):
        """Remember the page of ``file`` (its path in the copy) by its title and words."""
        title, main = TITLE.search(html), MAIN.search(html)
        if title and main:
            words = _content(main[0])[:LONGEST]
            self.rows[file] = {"title": _plain(title[1]).rpartition(" - ")[0], "words": words}

    def content(self):
        """The script that the search page loads: one page a line, in the order of their files."""
        lines = [
            json.dumps({"file": file, **self.rows[file]}, ensure_ascii=False)
            for file in sorted(self.rows)
        ]
        return "\n".join(["window.copiedPages = [", ",\n".join(lines), "];", ""]).encode()


def _content(main):
    """What a page says, in one line: without the words of its buttons, boxes and ways."""
    root = markup.fragment_fromstring(main)
    for each in LEFT_OUT(root):
        each.drop_tree()
    return " ".join(" ".join(root.xpath(".//text()")).split())


def _plain(html):
    return " ".join(unescape(strip_tags(html)).split())


def api_files(read, root):
    """Yield ``(path, bytes)`` of the JSON of a copy; ``read`` answers addresses as for pages."""
    for name in LISTS:
        items = list(_items(read, f"{root}api/v1/{name}"))
        yield f"api/v1/{name}.json", _json({"count": len(items), "items": items})
        for item in items:
            _status, whole = _answer(read, f"{root}api/v1/{name}/{item['slug']}")
            yield f"api/v1/{name}/{item['slug']}.json", _json(whole)


def moment_file(at, live_url):
    """``copy.json``: whose copy, of what moment; no other JSON is dated."""
    return _json({"copied_at": localtime(at).isoformat(timespec="minutes"), "live_url": live_url})


def _items(read, address):
    """Every item of a list, by its cursor."""
    cursor = 0
    while cursor is not None:
        status, part = _answer(read, f"{address}?limit=100&cursor={cursor}")
        if status != 200:
            return
        yield from part["items"]
        cursor = part["next_cursor"]


def _answer(read, address):
    status, _kind, content = read(address)
    return status, json.loads(content)


def _json(value):
    return f"{json.dumps(_lasting(value), ensure_ascii=False, indent=1)}\n".encode()


def _lasting(value):
    """Without what counts days, at any depth."""
    if isinstance(value, dict):
        return {key: _lasting(each) for key, each in value.items() if key not in FROZEN}
    return [_lasting(each) for each in value] if isinstance(value, list) else value
