"""Where the letter went that somebody waits for: a page of allauth's asks it."""

from django import template

from ..waiting import waiting_address

register = template.Library()


@register.simple_tag(takes_context=True, name="waiting_address")
def address(context):
    return waiting_address(context["request"])
