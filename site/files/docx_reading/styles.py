"""What a paragraph looks like by its style and by its own settings."""

from dataclasses import dataclass, replace

from .parts import W, child, is_on, number, value

#: A style that rests on itself, over others, was made to hang readers.
DEEPEST = 20
MOST_LEVELS = 9
BODY_TEXT = 9


@dataclass(frozen=True)
class Look:
    """How a paragraph looks; ``key`` and ``name`` are those of its style.

    ``outline`` is from 0 for headings; ``size`` in points; ``numbering`` is (list, level);
    ``indents`` are those of the first line, left and right, in twentieths of a point.
    """

    key: str = ""
    name: str = ""
    outline: int | None = None
    side: str = ""
    bold: bool = False
    size: float = 0
    colour: str = ""
    hidden: bool = False
    numbering: tuple[str, int | None] | None = None
    indents: tuple[int, int, int] = (0, 0, 0)
    breaks: bool = False


class Styles:
    """The styles of a DOCX by their ids."""

    def __init__(self, root):
        nodes = [] if root is None else root.iter(f"{W}style")
        self.nodes = {node.get(f"{W}styleId", ""): node for node in nodes}
        defaults = [
            key
            for key, node in self.nodes.items()
            if node.get(f"{W}default") == "1" and node.get(f"{W}type") == "paragraph"
        ]
        self.default = defaults[0] if defaults else ""
        self.remembered = {}

    def look(self, properties):
        """The :class:`Look` of a paragraph with these properties (``w:pPr`` or None)."""
        key = value(properties, "pStyle") or self.default
        return _with_paragraph(self.of(key), properties)

    def of(self, key, depth=0):
        """The look of a style, with what it rests on."""
        if key not in self.remembered:
            node = self.nodes.get(key)
            if node is None or depth > DEEPEST:
                return Look()
            base = self.of(value(node, "basedOn"), depth + 1)
            look = _with_run(_with_paragraph(base, child(node, "pPr")), child(node, "rPr"))
            self.remembered[key] = replace(look, key=key, name=value(node, "name") or key)
        return self.remembered[key]


def _with_paragraph(look, properties):
    if properties is None:
        return look
    values = {
        "side": value(properties, "jc") or look.side,
        "outline": _outline(properties, look),
        "indents": _indents(child(properties, "ind"), look.indents),
        "numbering": _numbering(child(properties, "numPr"), look.numbering),
    }
    breaks = is_on(properties, "pageBreakBefore")
    return replace(look, **values, breaks=look.breaks if breaks is None else breaks)


def _outline(properties, look):
    level = value(properties, "outlineLvl")
    if level is None:
        return look.outline
    level = number(level, BODY_TEXT)
    return level if 0 <= level < BODY_TEXT else None


def _indents(node, before):
    if node is None:
        return before
    first = _twips(node, before[0], "firstLine", "firstLineChars")
    hanging = _twips(node, 0, "hanging", "hangingChars")
    left = _twips(node, before[1], "left", "leftChars") or _twips(node, before[1], "start")
    right = _twips(node, before[2], "right", "rightChars") or _twips(node, before[2], "end")
    return (first - hanging, left, right)


def _twips(node, default, name, characters=""):
    """A length; where it is values in hundredths of a character, of one of 16 points."""
    if characters and number(node.get(f"{W}{characters}")):
        return number(node.get(f"{W}{characters}")) * 320 // 100
    return number(node.get(f"{W}{name}"), default)


def _numbering(node, before):
    if node is None:
        return before
    key, level = value(node, "numId"), value(node, "ilvl")
    if key == "0":
        return None
    level = None if level is None else min(max(number(level), 0), MOST_LEVELS - 1)
    if key is None:
        return (before[0], level) if before else None
    return (key, level)


def _with_run(look, properties):
    if properties is None:
        return look
    bold, hidden = is_on(properties, "b"), is_on(properties, "vanish")
    return replace(
        look,
        bold=look.bold if bold is None else bold,
        hidden=look.hidden if hidden is None else hidden,
        size=number(value(properties, "sz")) / 2 or look.size,
        colour=value(properties, "color") or look.colour,
    )


def run_look(look, properties):
    """The look of a run inside a paragraph of ``look``."""
    return _with_run(look, properties)
