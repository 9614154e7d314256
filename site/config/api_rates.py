"""How often one place may ask the API in a minute, told in headers (draft-ietf-httpapi-ratelimit).

Counted in the cache and never exactly: reading what is public is never worth a row.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from doors.tickets import place_key
from registry.callers import address_of

MINUTE = 60


@dataclass(frozen=True)
class Rate:
    """What is left of this minute to who asks."""

    limit: int
    count: int
    seconds_left: int

    @classmethod
    def of(cls, request):
        """Count this request too."""
        now = int(time.time())
        place = place_key(address_of(request), at=timezone.now())
        key = f"api-rate-{place[:32]}-{now // MINUTE}"
        cache.add(key, 0, 2 * MINUTE)
        try:
            count = cache.incr(key)
        except ValueError:  # it was pushed out meanwhile
            count = 1
        return cls(settings.API_RATE_PER_MINUTE, count, MINUTE - now % MINUTE)

    @property
    def is_exceeded(self):
        return self.count > self.limit

    def write(self, response):
        """The headers of an answer; one that was refused also says when to come again."""
        left = max(0, self.limit - self.count)
        response["RateLimit-Policy"] = f'"minute";q={self.limit};w={MINUTE}'
        response["RateLimit"] = f'"minute";r={left};t={self.seconds_left}'
        if self.is_exceeded:
            response["Retry-After"] = str(self.seconds_left)
