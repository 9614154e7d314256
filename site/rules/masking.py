"""Masking: the words of a text or table with what names or numbers a person hidden.

Sources: requirements §5.7; PIPL 6 (as little as the purpose needs). What is hidden is what the
gate finds, in the way of official lists: 张*, 138****2345, 3****************4.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rules.form_words import without_blanks
from rules.households import named_households
from rules.link_addresses import read_address
from rules.masks import star_name
from rules.privacy import Finding, scan
from rules.private_tables import (
    BETWEEN_CELLS,
    LONGEST_HEADING,
    number_heading,
    numbers_behind_labels,
    scan_rows,
)
from rules.rosters import (
    PRIVATE,
    SEPARATORS,
    find_roster_in_text,
    headings_of_rosters,
    names_in_rosters,
)

#: What of a table of persons is private beside names and numbers, and only people can judge.
LEFT_TO_PEOPLE = re.compile(PRIVATE.pattern.replace("身份证|证件|电话|手机|联系方式|", ""))


@dataclass
class Masked:
    """What was done: how many of each kind were hidden, and headings that people must judge."""

    counts: dict[str, int] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)

    def count(self, kind: str) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1


def mask_text(text: str, done: Masked) -> str:
    """``text`` with every personal number and every name that the gate finds in one hidden."""
    for start, end, mask in reversed(spans(text, done)):
        text = text[:start] + mask + text[end:]
    return text


def names_somebody(url: str, done: Masked) -> bool:
    """Whether an address holds what the gate finds in one: half an address leads nowhere."""
    address = read_address(url)
    persons = [each for each in scan(address.path) if each.kind == "resident_id"]
    for each in persons:
        done.count(each.kind)
    return bool(persons or spans(address.words, done))


def spans(text: str, done: Masked) -> list[tuple[int, int, str]]:
    """``(start, end, what stands there instead)`` in order of place; none overlaps another."""
    masks = []
    for finding in scan(text):
        done.count(finding.kind)
        masks.append((finding.start, finding.end, finding.masked))
    for start, end in named_households(text):
        if all(end <= other or start >= stop for other, stop, _ in masks):
            done.count("household")
            masks.append((start, end, star_name(text[start:end])))
    for start, end in _names_in_lines(text):
        if all(end <= other or start >= stop for other, stop, _ in masks):
            done.count("roster")
            masks.append((start, end, star_name(text[start:end])))
    return sorted(masks)


def _names_in_lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the names stand of a roster whose rows are lines, and its cells parted by gaps."""
    if find_roster_in_text(text) is None:
        return
    lines = text.splitlines(keepends=True)
    rows = [SEPARATORS.split(line.strip()) for line in lines]
    for down, across in names_in_rosters(rows):
        line = lines[down - 1]
        start = sum(map(len, lines[: down - 1])) + len(line) - len(line.lstrip())
        gaps = [gap.end() for gap in SEPARATORS.finditer(line.strip())]
        start += [0, *gaps][across - 1]
        yield start, start + len(rows[down - 1][across - 1])


def mask_rows(rows: Sequence[Sequence[str]], done: Masked) -> list[list[str]]:
    """The cells of a table with names, and numbers in or over them, hidden."""
    masked = [list(row) for row in rows]
    for down, across in names_in_rosters(rows):
        done.count("roster")
        masked[down - 1][across - 1] = star_name(rows[down - 1][across - 1])
    done.headings += [
        without_blanks(each)
        for each in headings_of_rosters(rows)
        if _is_left_to_people(without_blanks(each))
    ]
    headings: dict[int, str] = {}
    for cells in masked:
        _mask_parted(cells, done)
        _mask_behind_labels(cells, done)
        _mask_boxes(cells, done)
        for column, cell in enumerate(cells):
            headings[column] = number_heading(cell) or headings.get(column, "")
            cells[column] = _mask_cell(cell, headings[column], done)
    return masked


def _is_left_to_people(heading: str) -> bool:
    return len(heading) <= LONGEST_HEADING and bool(LEFT_TO_PEOPLE.search(heading))


def _mask_cell(cell: str, heading: str, done: Masked) -> str:
    """A cell by itself, and as what the heading of its column calls it."""
    hidden = mask_text(cell, done)
    label = f"{heading}："
    if hidden != cell or not heading or not scan(label + cell):
        return hidden
    return mask_text(label + cell, done)[len(label) :]


def _mask_parted(row: list[str], done: Masked) -> None:
    """Stars in the boxes of a resident number that is parted over neighbouring cells."""
    cells = [re.sub(r"\s+", " ", cell) for cell in row]
    starts = [sum(len(each) + len(BETWEEN_CELLS) for each in cells[:at]) for at in range(len(row))]
    for finding in scan(BETWEEN_CELLS.join(cells)):
        touched = [at for at, start in enumerate(starts) if _touches(finding, start, cells[at])]
        if finding.kind == "resident_id" and len(touched) > 1:
            done.count("resident_id")
            for at in touched:
                row[at] = re.sub("[0-9Xx]", "*", row[at])


def _mask_boxes(row: list[str], done: Masked) -> None:
    """Stars in the boxes of a telephone or a card, of which each holds one digit."""
    for each in scan_rows([row]):
        at = each.column - 1
        if each.finding.kind == "resident_id" or len(row[at]) != 1:
            continue
        done.count(each.finding.kind)
        while at < len(row) and re.fullmatch("[0-9]", row[at]):
            row[at] = "*"
            at += 1


def _mask_behind_labels(row: list[str], done: Masked) -> None:
    """Stars in the cells over which a telephone or a card is parted."""
    for first, stop, finding in list(numbers_behind_labels(row)):
        done.count(finding.kind)
        row[first:stop] = [re.sub("[0-9]", "*", cell) for cell in row[first:stop]]


def _touches(finding: Finding, start: int, cell: str) -> bool:
    return bool(cell) and finding.start < start + len(cell) and start < finding.end
