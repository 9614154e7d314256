"""The typing error in a day: what a simulated officer first writes on a paper, now and then."""

from datetime import timedelta

from rules.periods import local_day
from rules.refusal import Refused

from .acts import perform

#: The steps whose papers bear a day that somebody types.
DATED_STEPS = {
    "endorse",
    "report_to_city",
    "city_review",
    "province_review",
    "record_national",
    "list_item",
}
MISTAKE = 0.06
#: A wrong year, a wrong month, yesterday, tomorrow.
SLIPS = (-366, -365, -31, -1, 1, 30, 365, 366)


class Typist:
    """Takes steps, sometimes with a wrong day first; ``refused`` counts those that were refused."""

    def __init__(self, random):
        self.random, self.refused = random, 0

    def perform(self, item, node, *, at, choice):
        """The step of ``item``: with the wrong day, and rightly where the rules refuse that."""
        if node not in DATED_STEPS or self.random.random() >= MISTAKE:
            return perform(item, node, at=at, choice=choice)
        wrong = local_day(at) + timedelta(days=self.random.choice(SLIPS))
        try:
            return perform(item, node, at=at, choice=choice, dated=wrong)
        except Refused:
            self.refused += 1
        return perform(item, node, at=at, choice=choice)
