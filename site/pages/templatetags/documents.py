"""What the templates of documents need: bars of figures, pictures as data, the latest bulletin."""

import base64

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from rules.title_lines import title_lines

from ..models.document_words import Section

register = template.Library()
#: From so many times its width on a picture is a chart to be read from above to below.
TALL = 1.6
#: The end of a line of a title on paper.
TURN = mark_safe('<br class="paper__turn">')


@register.filter
def as_bars(figures):
    """Figures as rows for ``bar_chart``."""
    return [(figure.label, figure.amount, figure.amount_text) for figure in figures]


@register.filter
def in_lines(title):
    """A title with its line ends for paper; a screen leaves them out and breaks by itself."""
    return format_html_join(
        "", "{}{}", ((TURN if place else "", line) for place, line in enumerate(title_lines(title)))
    )


@register.simple_tag
def heading_tag(level, deeper=False):
    """``h2`` to ``h6`` of a heading's level ("2" to "5"); one deeper below a part's own title."""
    return f"h{int(level) + bool(deeper)}"


@register.simple_tag
def data_url(image):
    """A picture inside the page itself: paper reads no address."""
    rendition = image.get_rendition("max-1200x1600|format-jpeg")
    with rendition.file.open("rb") as file:
        return f"data:image/jpeg;base64,{base64.b64encode(file.read()).decode()}"


@register.simple_tag
def picture_shape(image):
    """The class of a picture that is higher than wide, for paper; none of others."""
    if image.height <= image.width:
        return ""
    shape = "tall" if image.height > TALL * image.width else "upright"
    return format_html(' class="picture--{}"', shape)


@register.inclusion_tag("pages/_bulletin_highlights.html", takes_context=True)
def bulletin_highlights(context):
    """The figures of the latest bulletin that has any; nothing when there is none."""
    latest = context.get("bulletin")
    return {
        "bulletin": latest,
        "groups": latest.figure_groups if latest else [],
        "column": context.get("columns", {}).get(Section.BULLETIN),
        "request": context.get("request"),
    }
