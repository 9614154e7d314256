"""An XML part of a strange file as a tree: what defusedxml refuses is refused here too.

To see entities defusedxml needs the half of a parser that is written in Python, which takes a
third more time than the whole one in C. Entities stand in a DTD and nowhere else, and a DTD before
the first element: so only a part that has one is read by defusedxml.
"""

from xml.etree import ElementTree as PlainTree
from xml.parsers import expat

from defusedxml import ElementTree


def root_of(data, *, forbid_dtd=False):
    """The root of ``data``; raises ``ParseError`` or ``DefusedXmlException``."""
    if _has_dtd(data):
        return ElementTree.fromstring(data, forbid_dtd=forbid_dtd)
    return PlainTree.fromstring(data)


class _FirstElement(Exception):
    pass


def _has_dtd(data):
    """Whether a DTD may stand before the first element; nothing behind that is read."""
    types = []

    def stop(*_):
        raise _FirstElement

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *doctype: types.append(doctype)
    parser.StartElementHandler = stop
    try:
        parser.Parse(data, True)
    except _FirstElement:
        return bool(types)
    except expat.ExpatError:
        pass
    return True
