"""Drawings in templates: ``{% bar_chart rows title %}`` and ``{% qr_code text label %}``.

Both work on a page, in print, in a PDF and under a strict content policy.
"""

from django import template
from django.utils.safestring import mark_safe

from ..drawings import bars, qr_svg

register = template.Library()


@register.inclusion_tag("printing/bar_chart.html")
def bar_chart(rows, title, unit=""):
    """A horizontal bar chart beside its own figures; ``rows`` of (label, number, shown)."""
    drawn = bars(rows)
    return {"bars": drawn, "title": title, "unit": unit, "height": 36 * len(drawn)}


@register.inclusion_tag("printing/qr_code.html")
def qr_code(text, label, title=""):
    """A QR code of ``text`` that says in words what it opens."""
    return {"svg": mark_safe(qr_svg(text, title)), "text": text, "label": label}
