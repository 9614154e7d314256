"""Telephone numbers that a phone can call."""

import re

from django import template
from django.utils.html import format_html, format_html_join

from registry.names import get_names

register = template.Library()
#: Between numbers that stand in one field.
BETWEEN = re.compile(r"([、，,；;/／\s]+)")
NUMBER = re.compile(r"\+?[0-9][0-9-]{3,16}[0-9]")


@register.filter
def phone(text):
    """``text`` with each whole number in it as a link; a masked one stays as it is."""
    return format_html_join("", "{}", [(_linked(part),) for part in BETWEEN.split(f"{text}")])


def _linked(part):
    if not NUMBER.fullmatch(part):
        return part
    return format_html('<a class="phone" href="tel:{}">{}</a>', part.replace("-", ""), part)


@register.simple_tag
def phone_of(name):
    """The number ``name`` of the names of the house, ready to be called."""
    return phone(getattr(get_names(), name))
