"""Somebody in a simulation, who acts by chance through the real services."""

from collections import Counter

from registry.rulesets import in_force
from rules.periods import local_day
from rules.refusal import Refused

from .acts import holder


class Actor:
    """``counts`` what was done by name, and in ``refused`` what the rules refused.

    ``diligence`` is how likely it does on a working day what waits for it.
    """

    def __init__(self, random, diligence=1):
        self.random, self.diligence = random, diligence
        self.counts, self.refused = Counter(), 0

    def chance(self, likely):
        """Whether something of that likelihood happens now."""
        return self.random.random() < likely

    def some_of(self, rows, likely):
        """Those rows of a queryset to which something of that likelihood happens now.

        The keys of all are read, and of the rows themselves only these: mostly none. What is no
        more among them when its turn comes is passed over.
        """
        for key in list(rows.values_list("pk", flat=True)):
            if self.chance(likely) and (row := rows.filter(pk=key).first()):
                yield row

    def attempt(self, name, act, *args):
        """Do ``act(*args)`` and count it as ``name``; what the rules refuse is their business."""
        try:
            act(*args)
        except Refused:
            self.refused += 1
            return False
        self.counts[name] += 1
        return True


def officer(role, at):
    """Who holds ``role`` in the office in charge at ``at``."""
    return holder(f"{role}@{in_force(local_day(at)).office.code}")
