"""What stands below the text: 附件说明, 署名, 成文日期, 附注, 版记 (GB/T 9704-2012, 7.3.4–7.4)."""

import re
from datetime import date

CHINESE = str.maketrans("〇零○Ｏ一二三四五六七八九０１２３４５６７８９", "00001234567890123456789")
DATE = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
#: 十 in a date: 二十三, 二十, 十三, 十.
TENS = re.compile(r"(\d?)十(\d?)")
NOTE = re.compile(r"[（(](?P<note>[^（()）]{2,60})[）)]")
ATTACHED = re.compile(r"附\s*件\s*[：:]\s*")
NEXT_ATTACHED = re.compile(r"\d{1,2}\s*[.．、]\s*(?P<name>\S.*)")
COPIES = re.compile(r"抄送[：:]\s*(?P<copies>[^\n]+?)[。\s]*")
PRINTED = re.compile(
    r"(?P<office>[^\d\n]{2,60}?)[\s\u3000]*(?P<day>\d{4}年\d{1,2}月\d{1,2}日)\s*印发"
)
CAPTION = re.compile(r"[图表]\s*[\d一二三四五六七八九十]")
SHORTEST_NAME, LONGEST_NAME = 3, 40
#: How many lines a list of annexes may have.
MOST_ATTACHED = 60


def day_in(text):
    """The date that ``text`` is, in digits or in Chinese ones; None when it is none."""
    plain = "".join(text.split()).translate(CHINESE)
    plain = TENS.sub(lambda match: f"{match[1] or '1'}{match[2] or '0'}", plain)
    match = DATE.fullmatch(plain)
    try:
        return date(*(int(match[name]) for name in ("year", "month", "day"))) if match else None
    except ValueError:
        return None


def take_imprint(pieces, fields):
    """版记 stands at the very end, in lines or in a table of its own."""
    for piece in list(pieces[-4:]):
        lines = piece.words.split("\n") if piece.is_table else [piece.text]
        words = [line.strip() for line in lines if line.strip()]
        if words and all(_imprint(line, fields) for line in words):
            pieces.remove(piece)


def _imprint(line, fields):
    if match := COPIES.fullmatch(line):
        fields["copies_to"] = match["copies"]
    elif match := PRINTED.fullmatch(line):
        fields["printing_office"] = match["office"].strip()
        fields["printed_on"] = day_in(match["day"])
    return match is not None


def take_signature(pieces, fields):
    """附注, 成文日期 and the names above it, from the end; what is not sure stays text."""
    dated = any(day_in(piece.text) for piece in pieces[-3:-1])
    if dated and (match := NOTE.fullmatch(pieces[-1].text)):
        fields["public_note"] = match["note"]
        pieces.pop()
    if not pieces or (day := day_in(pieces[-1].text)) is None:
        return
    fields["written_on"] = day
    pieces.pop()
    names = []
    while pieces and _is_name(pieces[-1]):
        names[:0] = [name for name in re.split(r"[\s\u3000、]{2,}", pieces.pop().text) if name]
    if names:
        fields["_signed"] = ["".join(name.split()) for name in names]


def _is_name(piece):
    """A short line at the right without a stop is who signs."""
    text = piece.text
    fits = SHORTEST_NAME <= len(text) <= LONGEST_NAME and not piece.raw.get("mark")
    fits = fits and not piece.is_captioned and not CAPTION.match(text)
    return (
        not piece.is_table and fits and piece.is_at_right and not re.search("[，。；：:！？]", text)
    )


def take_attached(pieces):
    """The names of 附件说明, in their order; its lines go, for the paper writes them anew."""
    for start in range(max(len(pieces) - MOST_ATTACHED, 0), len(pieces)):
        match = not pieces[start].is_table and ATTACHED.match(pieces[start].text)
        names = match and _names(pieces[start:])
        if names:
            del pieces[start:]
            return names
    return []


def heads_list(piece, after):
    """Whether 附件： in a line of its own heads the list of annexes; ``after`` is what follows."""
    is_named = bool(after) and not after[0].is_table and NEXT_ATTACHED.fullmatch(after[0].text)
    return piece.text.endswith(("：", ":")) and bool(is_named)


def _names(pieces):
    """The names in these lines, one each, numbered where there are several; [] of other lines."""
    if any(piece.is_table or piece.pictures for piece in pieces):
        return []
    whole = [f"{piece.raw['mark']}{piece.words}" for piece in pieces]
    lines = [line.strip() for line in "\n".join(whole).split("\n") if line.strip()]
    lines[0] = lines[0][ATTACHED.match(lines[0]).end() :]
    lines = [line for line in lines if line]
    numbered = [NEXT_ATTACHED.fullmatch(line) for line in lines]
    if len(lines) == 1:
        return [_bare(numbered[0]["name"] if numbered[0] else lines[0])]
    return [_bare(match["name"]) for match in numbered] if all(numbered) else []


def _bare(name):
    return name.strip().strip("《》").rstrip("。；")
