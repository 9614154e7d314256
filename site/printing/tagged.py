"""What WeasyPrint leaves open of a tagged PDF: headings of tables, claims, and who made the file.

Called by the press with the finished objects, before they are written (``finisher`` of
WeasyPrint). Held against PDF/A-2a and PDF/UA-1 with veraPDF's own rules.
"""

import re
from collections import defaultdict

#: PDF/UA-1 is claimed beside PDF/A-2a, which asks that a schema it does not know is described.
CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""
SOFTWARE = re.compile(rb'<rdf:Description[^>]*\bpdf:Producer="[^"]*"\s*/>')
GROUPS = ("/THead", "/TBody", "/TFoot")
CELLS = ("/TH", "/TD")


def finish(_document, pdf):
    """Complete ``pdf`` (``pydyf.PDF``): no software named, pictures as they are, tables headed."""
    pdf.info.pop("Producer", None)
    _claim(pdf)
    for each in pdf.objects:
        extra = getattr(each, "extra", {})
        if extra.get("Subtype") == "/Image":
            extra["Interpolate"] = "false"  # PDF/A-2, 6.2.8
        if isinstance(each, dict) and each.get("S") == "/Table":
            Table(pdf, each).head()


def _claim(pdf):
    place = pdf.catalog.get("Metadata")
    if not place:
        return
    words = SOFTWARE.sub(b"", b"".join(_at(pdf, place).stream))
    tags = [each for each in pdf.objects if isinstance(each, dict) and "S" in each]
    # a draft may still owe the words of a picture
    if all("Alt" in each for each in tags if each["S"] == "/Figure"):
        words = words.replace(b"</rdf:RDF>", CLAIM)
    _at(pdf, place).stream = [words]


class Table:
    """One table of the tree of tags; its cells are placed as a browser places them.

    WeasyPrint writes no ``Scope`` and loses count of columns below a merged cell, so that a cell
    would be read aloud under its neighbour's heading.
    """

    def __init__(self, pdf, node):
        self.pdf = pdf
        self.rows = list(self._rows(node, ""))
        self.columns, self.sides = defaultdict(list), defaultdict(list)
        self.cells = list(self._placed())

    def head(self):
        """Give every heading its scope and every other cell its headings."""
        for row, column, cell, is_head in self.cells:
            if cell["S"] == "/TH":
                self._say_scope(row, column, cell, is_head)
        for row, column, cell, _ in self.cells:
            if cell["S"] == "/TD":
                down, across = _size(cell)
                over = [self.columns[place] for place in range(column, column + across)]
                beside = [self.sides[place] for place in range(row, row + down)]
                keys = dict.fromkeys(key for keys in [*beside, *over] for key in keys)
                cell["A"]["Headers"] = type(cell["K"])(keys)  # WeasyPrint's own kind of list

    def _say_scope(self, row, column, cell, is_head):
        down, across = _size(cell)
        cell["A"]["Scope"] = "/Column" if is_head else "/Row"
        places, first, size = (self.columns, column, across) if is_head else (self.sides, row, down)
        for place in range(first, first + size):
            places[place].append(cell["ID"])

    def _rows(self, node, group):
        """``(group, cells)`` of each row below ``node``."""
        for child in self._children(node):
            if child["S"] in GROUPS:
                yield from self._rows(child, child["S"])
            elif child["S"] == "/TR":
                yield group, [each for each in self._children(child) if each["S"] in CELLS]

    def _children(self, node):
        nodes = [_at(self.pdf, kid) for kid in node["K"] if isinstance(kid, bytes)]
        return [each for each in nodes if isinstance(each, dict) and "S" in each]

    def _placed(self):
        """``(row, column, cell, whether it heads a column)``."""
        taken = set()
        for row, (group, cells) in enumerate(self.rows):
            column = 0
            is_head = group == "/THead" or all(each["S"] == "/TH" for each in cells)
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                down, across = _size(cell)
                taken |= {(row + x, column + y) for x in range(down) for y in range(across)}
                yield row, column, cell, is_head


def _size(cell):
    """How many rows and columns a cell covers."""
    return cell["A"].get("RowSpan", 1), cell["A"].get("ColSpan", 1)


def _at(pdf, reference):
    return pdf.objects[int(reference.split()[0])]
