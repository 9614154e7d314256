"""The words inside a paragraph of a DOCX, run by run; what is no word is handed on or counted."""

from .parts import R, W, child, local
from .styles import run_look

#: What stands for itself in the text.
SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
#: What only wraps runs.
WRAPPERS = {"smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "bdo", "dir", "rubyBase"}
#: Words that somebody wrote into the text with tracking on, and those that were struck out.
COMING, GOING = {"ins", "moveTo"}, {"del", "moveFrom"}
#: What is alt to the editor by its name, for no block can hold it.
COUNTED = {"commentReference": "comment", "annotationRef": ""}
#: Signs of the faces that Word draws boxes and ticks with; of others only that there was one.
SYMBOLS = {
    "Wingdings": {
        **{0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0xA8: "□", 0xD8: "➢"},
        **{0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑"},
    },
    "Wingdings 2": {0x50: "√", 0x52: "☑", 0x54: "☒", 0xA3: "□"},
}
MATHS = {"oMath", "oMathPara"}


class Line:
    """Collects the runs of one paragraph: dictionaries with ``text``, ``picture`` or ``note``."""

    def __init__(self, reader, look):
        self.reader, self.look = reader, look
        self.runs, self.boxes = [], []
        self.href, self.in_code = "", []
        self.breaks = False
        self.size, self.colour = 0, ""

    def read(self, node):
        for each in node:
            self._read_one(each)

    def _read_one(self, node):
        name = local(node)
        if name == "r":
            self._run(node)
        elif name == "hyperlink":
            self._link(node)
        elif name in WRAPPERS:
            self.read(node)
        elif name in COMING | GOING:
            self.reader.left["revision"] += 1
            if name in COMING:
                self.read(node)
        elif name in MATHS:
            self._maths(node)
        elif name == "AlternateContent":
            self._choice(node)

    def _link(self, node):
        target = self.reader.parts.targets.get(node.get(f"{R}id", ""), "")
        before, self.href = self.href, target
        self.read(node)
        self.href = before

    def _maths(self, node):
        text = "".join(each.text or "" for each in node.iter() if local(each) == "t")
        self.reader.left["formula"] += 1
        self._say(text, self.look)

    def _choice(self, node):
        """Of one thing alt twice, for new readers and for old ones, the first that we know."""
        for each in node:
            if any(local(inner) in {"drawing", "pict", "t"} for inner in each.iter()):
                self._inside(each, self.look)
                return

    def _run(self, node):
        look = run_look(self.look, child(node, "rPr"))
        if look.hidden:
            if any(local(each) == "t" and each.text for each in node.iter()):
                self.reader.left["hidden"] += 1
            return
        self._inside(node, look)

    def _inside(self, node, look):
        for each in node:
            name = local(each)
            if name == "fldChar":
                self._field(each.get(f"{W}fldCharType"))
            elif name == "AlternateContent":
                self._choice(each)
            elif name in {"drawing", "pict", "object"}:
                self._drawing(each)
            elif name == "ruby":
                self.read(child(each, "rubyBase") if child(each, "rubyBase") is not None else ())
            elif name in {"r", *WRAPPERS}:
                self._read_one(each)
            elif not any(self.in_code):
                self._word(each, name, look)

    def _field(self, kind):
        """Of a field (page number, cross reference) the result counts, not how it is made."""
        if kind == "begin":
            self.in_code.append(True)
        elif kind == "separate" and self.in_code:
            self.in_code[-1] = False
        elif kind == "end" and self.in_code:
            self.in_code.pop()

    def _word(self, node, name, look):
        if name == "t":
            self._say(node.text or "", look)
        elif name == "br":
            self._break(node, look)
        elif name in SIGNS:
            self._say(SIGNS[name], look)
        elif name in {"footnoteReference", "endnoteReference"}:
            self._note(name.removesuffix("Reference"), node.get(f"{W}id"))
        elif name == "sym":
            self._symbol(node, look)
        elif COUNTED.get(name):
            self.reader.left[COUNTED[name]] += 1

    def _symbol(self, node, look):
        """A sign by its place in a face; places from F000 are those below it (17.3.3.30)."""
        try:
            place = int(node.get(f"{W}char", ""), 16) & 0xFFF
        except ValueError:
            place = -1
        sign = SYMBOLS.get(node.get(f"{W}font"), {}).get(place)
        if sign is None:
            self.reader.left["symbol"] += 1
        else:
            self._say(sign, look)

    def _break(self, node, look):
        if node.get(f"{W}type") in {"page", "column"}:
            self.breaks = True
        else:
            self._say("\n", look)

    def _say(self, text, look):
        if not text:
            return
        if text.strip():
            self.size = max(self.size, look.size)
            self.colour = self.colour or look.colour
        run = {"text": text, "bold": look.bold, "href": self.href}
        if self.runs and _alike(self.runs[-1], run):
            self.runs[-1]["text"] += text
        else:
            self.runs.append(run)

    def _note(self, kind, key):
        place = self.reader.note(kind, key)
        if place:
            self.runs.append({"note": place})

    def _drawing(self, node):
        """Its pictures and its text boxes, whatever draws them."""
        boxes = [each for each in node.iter() if local(each) == "txbxContent"]
        inner = {id(each) for box in boxes for each in box.iter()}
        self.boxes += boxes
        if boxes:
            self.reader.left["textbox"] += len(boxes)
        alt = _description(node)
        has_picture = False
        for each in node.iter():
            relation = each.get(f"{R}embed") if local(each) == "blip" else None
            relation = each.get(f"{R}id") if local(each) == "imagedata" else relation
            if relation and id(each) not in inner:
                has_picture = True
                self._picture(relation, alt)
        if not has_picture and not boxes:
            self.reader.left["drawing"] += 1

    def _picture(self, relation, alt):
        place = self.reader.picture(relation, alt)
        if place is not None:
            self.runs.append({"picture": place})


def _alike(one, other):
    return "text" in one and all(one[name] == other[name] for name in ("bold", "href"))


def _description(node):
    """The alternative text of a drawing."""
    for each in node.iter():
        if local(each) in {"docPr", "cNvPr", "shape"}:
            text = each.get("descr") or each.get("alt") or ""
            if text.strip():
                return text.strip()
    return ""
