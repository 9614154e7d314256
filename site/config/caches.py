"""The cache that a site does without: Redis while it answers, this process's memory while not.

What must be counted (limits of the sign-in, codes used once) lives in the database instead, so
that it is neither forgotten when Redis starts anew nor held by each process for itself.
"""

import logging
import time
from dataclasses import dataclass, field

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

#: Keys of what must be counted, as allauth begins them, and the cache they go to.
COUNTED = "allauth"
LIMITS = "limits"
#: How long a server that did not answer is left alone, and how long memory stands in for it: other
#: processes do not hear what this one changes meanwhile.
PAUSE_SECONDS = 5
STAND_IN_SECONDS = 30
#: A server that takes longer than half a second is slower than doing without it.
QUICK = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 1)}
MAX_UNSENT = 1000


@dataclass
class Outage:
    """What this process knows of one server: when to ask again, and what it could not tell it."""

    is_away: bool = False
    ask_again_at: float = 0.0
    unsent: set = field(default_factory=set)

    def begin(self, error):
        self.ask_again_at = time.monotonic() + PAUSE_SECONDS
        if not self.is_away:
            self.is_away = True
            log.error("the cache server does not answer, going on without: %s", error)

    def end(self):
        if self.is_away:
            self.is_away = False
            log.warning("the cache server answers again")


OUTAGES: dict[str, Outage] = {}


class SharedCache(BaseCache):
    """Redis at ``LOCATION``; with none, memory only. Never raises because of the server."""

    def __init__(self, location, params):
        super().__init__(params)
        options = {**QUICK, **params.get("OPTIONS", {})}
        self.server = RedisCache(location, {**params, "OPTIONS": options}) if location else None
        self.memory = LocMemCache(f"beside {location}", {**params, "OPTIONS": {}})
        self.outage = OUTAGES.setdefault(location, Outage())

    def get(self, key, default=None, version=None):
        return self._ask("get", key, default, version=version)

    def has_key(self, key, version=None):
        return self._ask("has_key", key, version=version)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("add", key, value, timeout=timeout, version=version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("set", key, value, timeout=timeout, version=version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._ask("touch", key, timeout=timeout, version=version)

    def delete(self, key, version=None):
        return self._ask("delete", key, version=version)

    def clear(self):
        self.memory.clear()
        if self.server is not None:
            self._try("clear")

    def answers(self):
        """Whether the server does, now; nobody waits for one that did not a moment ago."""
        return self.server is None or self._try("has_key", "readyz")[0]

    def _ask(self, act, key, *values, **options):
        if key.startswith(COUNTED):
            return getattr(caches[LIMITS], act)(key, *values, **options)
        if self.server is None:
            return getattr(self.memory, act)(key, *values, **options)
        answered, answer = self._try(act, key, *values, **options)
        return answer if answered else self._stand_in(act, key, *values, **options)

    def _try(self, act, *values, **options):
        """``(whether the server answered, its answer)``."""
        if self.outage.is_away and time.monotonic() < self.outage.ask_again_at:
            return False, None
        try:
            self._send_unsent()
            answer = getattr(self.server, act)(*values, **options)
        except (RedisError, OSError) as error:
            self.outage.begin(error)
            return False, None
        self.outage.end()
        return True, answer

    def _send_unsent(self):
        """Take back from a server that answers again what changed while it did not."""
        unsent = set(self.outage.unsent)
        if len(unsent) >= MAX_UNSENT:
            self.server.clear()
        else:
            for key, version in unsent:
                self.server.delete(key, version=version)
        self.outage.unsent -= unsent

    def _stand_in(self, act, key, *values, **options):
        if act not in ("get", "has_key") and len(self.outage.unsent) < MAX_UNSENT:
            self.outage.unsent.add((key, options["version"]))
        if "timeout" in options:
            options["timeout"] = self._short(options["timeout"])
        return getattr(self.memory, act)(key, *values, **options)

    def _short(self, timeout):
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return STAND_IN_SECONDS if seconds is None else min(STAND_IN_SECONDS, seconds)
