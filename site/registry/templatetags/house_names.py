"""``{% name "office" %}`` in every template, of a mail and a page of errors, too."""

from django import template

from .. import names

register = template.Library()


@register.simple_tag
def name(of):
    """What ``of`` (a field of :class:`registry.names.Names`) is called; AttributeError else."""
    return getattr(names.get_names(), of)
