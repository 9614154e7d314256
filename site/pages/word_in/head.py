"""What stands above the text of an official document: 版头, 标题, 主送机关 (GB/T 9704-2012)."""

import re

from rules.refusal import refuse_if

URGENCY = {"特急": "most_urgent", "加急": "urgent"}
SECRET = re.compile(r"(绝密|机密|秘密)\s*(★.*)?")
COPY_NUMBER = re.compile(r"\d{6}")
NUMBER = re.compile(
    r"(?P<number>[\u4e00-\u9fff]{1,20}[〔﹝\[【（(]\s*(?:19|20)\d{2}\s*[〕﹞\]】）)]\s*\d{1,4}\s*号)"
    r"(?P<signer>\s*签发人[：:]\s*\S.*)?"
)
RED_HEAD = re.compile(r"(?P<names>[\u4e00-\u9fff、\s]{2,120}?)\s*文件")
WORD = "文件"
TITLE_SIZE = 16
#: How far down a title may stand below the red head.
FAR_DOWN = 12
LONGEST_TITLE, LONGEST_RECIPIENTS = 200, 300
ENDS_SENTENCE = "。；！？"


class Head:
    """Takes the pieces of the head off the front of ``pieces``."""

    def __init__(self, pieces):
        self.pieces = pieces
        self.fields, self.left = {}, []

    def take(self):
        refuse_if(_secrets(self.pieces))
        self._above_the_title()
        self._title()
        self._recipients()
        return self.fields

    def _above_the_title(self):
        for _ in range(FAR_DOWN):
            if not self.pieces or not self._one_above(self.pieces[0]):
                return
            self.pieces.pop(0)

    def _one_above(self, piece):
        """Whether ``piece`` is an element of the red head; it is noted then."""
        text = "".join(piece.text.split())
        if piece.is_table:
            return self._joint_head(piece)
        if text in URGENCY:
            self.fields["urgency"] = URGENCY[text]
        elif COPY_NUMBER.fullmatch(text):
            self.left.append("份号")
        elif match := NUMBER.fullmatch(piece.text):
            self._number(match)
        elif (match := RED_HEAD.fullmatch(piece.text)) and self._is_head(piece):
            self._issuers(match["names"])
        else:
            return piece.is_red and self._red_name(piece)
        return True

    def _joint_head(self, piece):
        """Joint issuers often stand in a table, with 文件 in a cell of its own beside them."""
        cells = [text.strip() for row in piece.raw["rows"] for text in row if text.strip()]
        if WORD not in cells or len(piece.words) > LONGEST_TITLE:
            return False
        names = [text for text in cells if text != WORD]
        self._issuers("、".join("、".join(text.split("\n")) for text in names))
        return bool(names)

    def _number(self, match):
        self.fields["doc_no"] = "".join(match["number"].split())
        if match["signer"]:
            self.left.append("签发人")

    def _is_head(self, piece):
        """A line that ends in 文件 is a red head only where a number follows."""
        after = [each.text for each in self.pieces[1:FAR_DOWN]]
        return piece.is_red or any(NUMBER.fullmatch(text) for text in after)

    def _red_name(self, piece):
        """A joint issuer has a line of its own; 文件 may stand on the last."""
        names = piece.text.removesuffix("文件").strip()
        if names:
            self._issuers(names)
        return True

    def _issuers(self, names):
        before = self.fields.get("_red", [])
        parts = [part for part in re.split(r"[、\s]+", names.strip()) if part]
        spaced = all(len(part) == 1 for part in parts)
        self.fields["_red"] = before + (["".join(parts)] if spaced else parts)

    def _title(self):
        """The first centred lines, or those in the style of a title."""
        lines = []
        while self.pieces and self._goes_on(lines, self.pieces[0]):
            lines.append(self.pieces.pop(0))
        title = "".join("".join(line.words.split()) for line in lines)
        if 0 < len(title) <= LONGEST_TITLE:
            self.fields["title"] = title
        elif lines:
            self.pieces[:0] = lines

    def _goes_on(self, lines, piece):
        if piece.is_table or piece.pictures or not (piece.is_centred or piece.is_titled):
            return False
        if not lines:
            return piece.is_titled or piece.size >= TITLE_SIZE or piece.raw["outline"] == 0
        return piece.size == lines[0].size and not piece.breaks

    def _recipients(self):
        """主送机关: flush left, ended by a colon, right below the title."""
        if not self.pieces or "title" not in self.fields:
            return
        text = self.pieces[0].text
        is_one = text.endswith(("：", ":")) and self.pieces[0].is_flush
        plain = not any(sign in text for sign in ENDS_SENTENCE) and not text.startswith("附件")
        if is_one and plain and len(text) <= LONGEST_RECIPIENTS:
            self.fields["recipients"] = text[:-1].strip()
            self.pieces.pop(0)


def _secrets(pieces):
    """Nothing classified may enter this system (requirements §5.4)."""
    for piece in pieces[:FAR_DOWN]:
        if match := SECRET.fullmatch("".join(piece.text.split())):
            return [f"文件标有密级“{match[1]}”，涉密文件不得进入本系统"]
    return []
