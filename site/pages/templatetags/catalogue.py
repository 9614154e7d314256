"""What lists of products need: the standing of one on a day."""

from django import template

register = template.Library()


@register.filter
def standing_on(page, day):
    """The standing of a visible product page on ``day``, for its badge."""
    return page.standing(day)
