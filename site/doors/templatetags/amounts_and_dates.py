"""How every template shows money, days and moments; moments in the time of China."""

from django import template

from rules.amounts import yuan
from rules.official_dates import iso_day, iso_moment, official_date, official_moment
from rules.sales import quarter_words

register = template.Library()
register.filter("yuan", yuan)
register.filter("quarter_words", quarter_words)
for way in (official_date, official_moment, iso_day, iso_moment):
    register.filter(way.__name__, way, expects_localtime=True)


@register.filter
def provisional(row):
    """Behind a limit: that it reaches beyond the entered holiday papers, else nothing."""
    return "（暂计）" if row.due_is_provisional else ""
