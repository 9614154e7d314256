"""The sheet of a product in templates: ``{% for title, text in facts|sheet:"public" %}``."""

from django import template

from catalog import sheet as columns

register = template.Library()


@register.filter
def sheet(facts, display):
    """The rows of one display; ``"desk:benefit"`` and ``"desk:product"`` are its two parts."""
    display, _, part = display.partition(":")
    names = {
        "": None,
        "benefit": columns.BENEFIT,
        "product": columns.COLUMN.keys() - columns.BENEFIT,
    }
    return columns.rows(facts, display, names=names[part])
