"""The parts of an Office file with persons hidden that no page or sheet shows as its own words.

Alternative texts, choices, fields, variables, charts, limits of input: what the gate reads there.
"""

import re

from lxml import etree

from rules.masking import mask_text

from .office_words import DRAWN, DUMB, FEWEST_DIGITS, LOOKS, WORDY
from .xml_names import SHEET

PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


#: What is emptied anyway, and what no reader of the gate opens.
NOT_ASKED = re.compile(f"^docprops/|{DUMB.pattern}", re.IGNORECASE)


def tree_of(content):
    return etree.fromstring(content, PARSER)


def bytes_of(root):
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def mask_rest(parts, done):
    """Mask attributes and loose texts of all XML parts in place; what was told to nobody goes.

    A part that nothing was hidden in keeps its very bytes.
    """
    for name, content in parts.items():
        if name.lower().endswith(".xml") and not NOT_ASKED.search(name):
            parts[name] = _masked_part(name, content, done)


def _masked_part(name, content, done):
    root = tree_of(content)
    remarks = list(root.iter(etree.Comment))
    for remark in remarks:
        _drop(remark)
    changes = [_mask_attributes(each, done) for each in root.iter(etree.Element)]
    if not LOOKS.search(name):
        changes += [_mask_own_text(each, done) for each in root.iter(etree.Element)]
    return bytes_of(root) if remarks or any(changes) else content


def _drop(remark):
    """The text behind a remark belongs to what stands around it."""
    before, parent = remark.getprevious(), remark.getparent()
    if parent is None:
        remark.text = ""
    elif before is not None:
        before.tail = (before.tail or "") + (remark.tail or "")
        parent.remove(remark)
    else:
        parent.text = (parent.text or "") + (remark.tail or "")
        parent.remove(remark)


def _mask_attributes(node, done):
    changed = False
    for name, value in node.items():
        local = name.rpartition("}")[2]
        if local in DRAWN or not (local in WORDY or _is_numeric(value)):
            continue
        masked = mask_text(value, done)
        if masked != value:
            node.set(name, masked)
            changed = True
    return changed


def _is_numeric(value):
    return sum(map(str.isdigit, value)) >= FEWEST_DIGITS


def _mask_own_text(node, done):
    """The figures of cells are hidden as cells: a cell of figures holds no stars."""
    text = node.text or ""
    is_short = len(text) < 2 or node.tag == f"{SHEET}v"
    masked = text if is_short else mask_text(text, done)
    node.text = masked or None
    return masked != text
