"""Words on paper: the lines of a letter, each as the kind of paragraph that it is."""

from dataclasses import dataclass

from django import template

register = template.Library()


@dataclass(frozen=True)
class Paragraph:
    """``kind`` is "to" for the addressee, "sign" and "day" for the signature, "" for the body."""

    text: str
    kind: str = ""


@register.filter
def paragraphs(text):
    """The non-empty lines of a letter: addressee first, office and day last (GB/T 9704)."""
    lines = [line for line in text.splitlines() if line.strip()]
    kinds = {0: "to", len(lines) - 2: "sign", len(lines) - 1: "day"}
    return [Paragraph(line, kinds.get(row, "")) for row, line in enumerate(lines)]


@register.filter
def issuer(text):
    """The office that signed a letter: the line above its day."""
    return paragraphs(text)[-2].text
