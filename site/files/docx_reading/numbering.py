"""Automatic numbers of a DOCX, counted as Word counts them: 一、（一）1.（1） are in no text.

ISO/IEC 29500-1, 17.9: a paragraph names a list and a level; the list rests on an abstract one,
whose levels say how they count and how the number is written.
"""

import re
from dataclasses import dataclass

from rules.counting import counted

from .parts import W, child, is_on, number, value

PLACE = re.compile(r"%([1-9])")
LEVELS = 9


@dataclass(frozen=True)
class Level:
    """How one level counts (``way``) and writes (``text`` with ``%1`` … ``%9``)."""

    start: int = 1
    way: str = "decimal"
    text: str = ""
    in_digits: bool = False
    style: str = ""
    #: After a number of which level (from 1) it begins anew; 0 never, None after any above it.
    restarts: int | None = None


class Numbering:
    """Counts along with the text; ``mark`` is asked once for each numbered paragraph."""

    def __init__(self, root):
        self.abstract, self.links, self.lists, self.fresh = {}, {}, {}, {}
        self.counters = {}
        if root is None:
            return
        for node in root.findall(f"{W}abstractNum"):
            self._read_abstract(node)
        for node in root.findall(f"{W}num"):
            self._read_list(node)

    def _read_abstract(self, node):
        key = node.get(f"{W}abstractNumId", "")
        self.abstract[key] = {_place(each): _level(each) for each in node.findall(f"{W}lvl")}
        for name in ("styleLink", "numStyleLink"):
            if (link := value(node, name)) is not None:
                self.links.setdefault(link, {})[name] = key

    def _read_list(self, node):
        key, own = node.get(f"{W}numId", ""), {}
        abstract = self._resolved(value(node, "abstractNumId") or "")
        for each in node.findall(f"{W}lvlOverride"):
            start = value(each, "startOverride")
            if start is not None:
                self.fresh.setdefault(key, {})[_place(each)] = number(start, 1)
            if (level := child(each, "lvl")) is not None:
                own[_place(each)] = _level(level)
        self.lists[key] = (abstract, {**self.abstract.get(abstract, {}), **own})

    def _resolved(self, key):
        """A list may say: count as the list that belongs to that style."""
        for link in self.links.values():
            if link.get("numStyleLink") == key and "styleLink" in link:
                return link["styleLink"]
        return key

    def level_of_style(self, key, style):
        """The level at which a list counts the paragraphs of a style; 0 where it says nothing."""
        _, levels = self.lists.get(key, ("", {}))
        return next((place for place, each in levels.items() if each.style == style), 0)

    def mark(self, key, place):
        """``(the number as it is written, whether it is a bullet)`` of the next paragraph."""
        abstract, levels = self.lists.get(key, ("", {}))
        level = levels.get(place)
        if level is None:
            return "", False
        counters = self.counters.setdefault(abstract, {})
        for each, start in self.fresh.pop(key, {}).items():
            counters[each] = start - 1
        counters[place] = counters.get(place, level.start - 1) + 1
        for deeper in range(place + 1, LEVELS):
            restarts = levels.get(deeper, Level()).restarts
            if restarts is None or place < restarts:
                counters.pop(deeper, None)
        if level.way == "bullet":
            return "", True
        return PLACE.sub(
            lambda match: self._written(match, level, levels, counters), level.text
        ), False

    def _written(self, match, level, levels, counters):
        place = int(match[1]) - 1
        other = levels.get(place, Level())
        current = counters.setdefault(place, other.start)
        return counted(current, "decimal" if level.in_digits and other.way != "none" else other.way)


def _place(node):
    return min(max(number(node.get(f"{W}ilvl")), 0), LEVELS - 1)


def _level(node):
    restarts = value(node, "lvlRestart")
    return Level(
        start=number(value(node, "start"), 1) if value(node, "start") is not None else 1,
        way=value(node, "numFmt") or "decimal",
        text=value(node, "lvlText") or "",
        in_digits=bool(is_on(node, "isLgl")),
        style=value(node, "pStyle") or "",
        restarts=None if restarts is None else number(restarts),
    )
