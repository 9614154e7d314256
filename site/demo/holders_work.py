"""What holders do with their entries in a simulation: renew them in time, or leave."""

from applications.services import drafts
from catalog.leaving import ask_to_leave
from rules.periods import local_day

from .actors import Actor
from .acts import agent
from .preparing import submit

#: How likely, on a working day, a holder whose renewal has opened hands it in, or anyone leaves.
RENEWAL, EXIT = 0.1, 0.0005


class HoldersWork(Actor):
    """Renewals and exits of the entries of a simulation, by chance of ``random``."""

    def work(self, entries, at):
        """One working day of the holders of ``entries``, which are in force."""
        for entry in entries:
            if self.chance(EXIT):
                self.attempt("exits", _leave, entry, at)
            elif self._may_renew(entry, at) and self.chance(RENEWAL):
                self.attempt("renewals", _renew, entry, at)

    def _may_renew(self, entry, at):
        day = local_day(at)
        opened = entry.renewal_opens_on <= day <= entry.valid_until
        return opened and entry.renewal_sought_on is None


def _renew(entry, at):
    by = agent(entry.applicant_id)
    application = drafts.start(entry.applicant, by=by, at=at, renewal_of=[entry])
    submit(application, by=by, at=at)


def _leave(entry, at):
    ask_to_leave(entry, by=agent(entry.applicant_id), at=at, because="不再生产该产品（模拟）。")
