"""Rich text set by code: one allow list, since only the editor's own input is cleaned elsewhere."""

import nh3
from django.utils.html import format_html_join

#: Classes of ``pages.models.blocks``: the middle, the right.
LINE_PLACES = ("line--centre", "line--right")
TAGS = {"p", "h2", "h3", "b", "strong", "ol", "ul", "li", "a", "hr", "br"}


def clean_html(html):
    """``html`` with everything taken out that the allow list does not know."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        allowed_classes={"p": set(LINE_PLACES)},
        url_schemes={"http", "https"},
    )


def paragraphs_html(paragraphs):
    """Plain paragraphs as safe HTML; markup in them is shown as it is written."""
    return clean_html(format_html_join("\n", "<p>{}</p>", ((text,) for text in paragraphs)))
