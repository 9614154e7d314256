"""Which version of the rules holds on a day."""

from .models import RuleSet


class NoRuleSet(LookupError):
    """No rule set covers the day; the operator must enter one."""


def in_force(on):
    """The rule set in force on day ``on``; raises :class:`NoRuleSet` (办法六: from publication)."""
    found = RuleSet.objects.in_force(on).first()
    if found is None:
        raise NoRuleSet(f"{on:%Y-%m-%d} 没有生效的认定办法")
    return found
