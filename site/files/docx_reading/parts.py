"""The parts of a DOCX that its text is made of, each read once; DTDs are refused."""

import io
import posixpath
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from ..unreadable import DAMAGED, Unreadable
from ..xml_parts import root_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAIN = "word/document.xml"


class Parts:
    """An opened DOCX; its name lists were looked at by ``office_files.read_office`` before."""

    def __init__(self, data):
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = set(self.archive.namelist())
        self.targets = self._relations()

    def root(self, name):
        """The root of an XML part, None where there is no such part."""
        if name not in self.names:
            return None
        try:
            return root_of(self.archive.read(name), forbid_dtd=True)
        except (ParseError, DefusedXmlException) as error:
            raise Unreadable(DAMAGED) from error

    def bytes_of(self, relation):
        """The content of a related part of the text (a picture), None where there is none."""
        name = posixpath.normpath(posixpath.join("word", self.targets.get(relation, "")))
        name = self.targets.get(relation, "").lstrip("/") if name not in self.names else name
        return self.archive.read(name) if name in self.names else None

    def _relations(self):
        root = self.root("word/_rels/document.xml.rels")
        if root is None:
            return {}
        return {each.get("Id", ""): each.get("Target", "") for each in root}


def local(node):
    """The name of an element without its name space."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node, *names):
    """The element below ``node`` on a path of names of WordprocessingML, or None."""
    for name in names:
        if node is None:
            return None
        node = node.find(f"{W}{name}")
    return node


def value(node, *names):
    """The ``w:val`` of the element on that path; None where there is none."""
    element = child(node, *names)
    return None if element is None else element.get(f"{W}val")


def is_on(node, *names):
    """Whether a switch (bold, hidden …) on that path is on; None where nothing is said."""
    element = child(node, *names)
    if element is None:
        return None
    return element.get(f"{W}val", "1").lower() not in {"0", "false", "off", "none"}


def number(text, default=0):
    """A whole number from an attribute that may hold anything."""
    try:
        return int(float(text))
    except (TypeError, ValueError, OverflowError):
        return default
