"""What the processes of a walk share: the simulated hour, who is idle, what was acknowledged."""

import os
import time
from datetime import datetime
from multiprocessing.sharedctypes import RawArray, RawValue

from rules.periods import SHANGHAI

#: In the small hours only clocks are awake.
CLOCKS_ONLY, OFFICE_HOURS = 0, 1


class Shared:
    """Plain memory without locks: a process that dies must leave none of them closed."""

    def __init__(self, actors, journal):
        self.journal = journal
        self.phase, self.kind = RawValue("l", 0), RawValue("l", CLOCKS_ONLY)
        self._moment, self._began = RawValue("d", 0), RawValue("d", 0)
        self.idle = RawArray("l", actors)

    def begin(self, moment, kind):
        """From now on it is ``moment``, a datetime; everybody has to look again."""
        self._moment.value, self._began.value = moment.timestamp(), time.time()
        self.kind.value = kind
        self.phase.value += 1

    def now(self):
        """The simulated moment, which goes on as the real one does."""
        passed = min(time.time() - self._began.value, 1800)
        return datetime.fromtimestamp(self._moment.value + passed, SHANGHAI)

    def acknowledge(self, *words):
        """Somebody was told that this is done; from here on it may not be lost."""
        handle = os.open(self.journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, f"{' '.join(map(str, words))}\n".encode())
        os.close(handle)

    def acknowledged(self):
        if not self.journal.exists():
            return []
        return [line.split() for line in self.journal.read_text().splitlines()]
