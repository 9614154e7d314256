"""What holders do with their entries in a simulation: renew them in time, or leave."""

from applications.services import drafts
from catalog.services import leave
from rules.periods import local_day
from rules.refusal import Refused

from .acts import agent
from .preparing import submit

#: How likely, on a working day, a holder whose renewal has opened hands it in, or anyone leaves.
RENEWAL, EXIT = 0.1, 0.0005


class HoldersWork:
    """Renewals and exits of the entries of a simulation, by chance of ``random``."""

    def __init__(self, random):
        self.random = random
        self.renewed = self.exited = self.refused = 0

    def work(self, entries, at):
        """One working day of the holders of ``entries``, which are in force."""
        for entry in entries:
            if self.random.random() < EXIT:
                self.exited += self._do(_leave, entry, at)
            elif self._may_renew(entry, at) and self.random.random() < RENEWAL:
                self.renewed += self._do(_renew, entry, at)

    def _may_renew(self, entry, at):
        day = local_day(at)
        opened = entry.renewal_opens_on <= day <= entry.valid_until
        return opened and entry.renewal_sought_on is None

    def _do(self, act, entry, at):
        """1 when it was done, 0 when the rules refuse it (an open case, a draft begun before)."""
        try:
            act(entry, at)
        except Refused:
            self.refused += 1
            return 0
        return 1


def _renew(entry, at):
    by = agent(entry.applicant_id)
    application = drafts.start(entry.applicant, by=by, at=at, renewal_of=[entry])
    submit(application, by=by, at=at)


def _leave(entry, at):
    leave(entry, by=agent(entry.applicant_id), at=at, because="不再生产该产品（模拟）。")
