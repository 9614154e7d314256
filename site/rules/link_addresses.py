"""What the address of a link says, for whoever looks for personal data in it.

A reader does not see it, a press of the button shows it: ``mailto:`` with a number in it, ``tel:``,
questions put to a form of another site.
"""

import html
import re
from typing import NamedTuple
from urllib.parse import unquote

WEB = re.compile(r"(?:https?:)?//|/|\./|\.\./", re.IGNORECASE)
SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]{1,20}:\S", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""\s(?:href|src|url)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
#: An address may be written in percent signs twice over: as a question within a question.
LAYERS = 3


class Address(NamedTuple):
    """``path`` names a page of the web, and may hold any number; ``words`` is what is said."""

    path: str
    words: str


def addresses_in(markup: str) -> list[str]:
    """The addresses of the links and pictures of a piece of HTML."""
    return [html.unescape(double or single) for double, single in ATTRIBUTE.findall(markup or "")]


def is_address(text: str) -> bool:
    """Whether ``text`` is nothing but an address."""
    return bool(SCHEME.match(text)) and not re.search(r"\s", text.strip())


def read_address(url: str) -> Address:
    """The parts of an address, without percent signs."""
    if not WEB.match(url.strip()):
        return Address("", _plain(url))
    url, _, place = url.partition("#")
    path, _, query = url.partition("?")
    return Address(_plain(path), "\n".join(filter(None, (_plain(query), _plain(place)))))


def _plain(text: str) -> str:
    for _ in range(LAYERS):
        text = unquote(text)
    return re.sub(r"(?<=[0-9])\+(?=[0-9])", " ", text).replace("&", "\n")
