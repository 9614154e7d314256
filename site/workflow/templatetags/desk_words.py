"""Words on paper: the lines of a letter, each as the kind of paragraph that it is."""

from dataclasses import dataclass

from django import template

register = template.Library()


@dataclass(frozen=True)
class Paragraph:
    """``kind`` is "to" for the addressee, "sign" for the signature, "" for the body."""

    text: str
    kind: str = ""


@register.filter
def paragraphs(text):
    """The non-empty lines of a letter: addressee first, office and day last (GB/T 9704)."""
    lines = [line for line in text.splitlines() if line.strip()]
    last = len(lines) - 2
    return [
        Paragraph(line, "to" if row == 0 else "sign" if row >= last else "")
        for row, line in enumerate(lines)
    ]
