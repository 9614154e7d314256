"""Pages that were made for strangers, kept in the process for as long as they are right.

An answer belongs to a generation of the public's data (``records.public_writes``), read before the
page is made, and ends at the next moment at which a date changes it (``next_change``): with the
clock dead and no purge anywhere, it is right to the second, in every process. What is kept is the
innermost answer; compression, limits, headers and conditions are each visitor's own as ever.

nginx may keep the same answers, where it stands on the same machine (``NGINX_KEEPS_PAGES``): each
tells it until when, and ``records.nginx_link`` when something was written.
"""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe, quote_etag

from records import nginx_link
from records.public_writes import generation

from . import of_generation
from .moment import asked_at
from .next_change import next_change
from .on_the_hour import reads_pages
from .reading import is_large

#: Cookies of somebody who is known, or of a message that is told once.
OF_SOMEBODY = (settings.SESSION_COOKIE_NAME, "messages")
#: The addresses whose answers are of the data and the moment alone, and their parameters.
ADDRESSES = {"wagtail_serve", "public:site_map", "public:sitemap", "public:feed", "public:draws"}
ADDRESSES |= {"public:sitemap_part"}
ADDRESSES |= {"public:sales", "public:sales_of", "public:data", "public:dcat", "public:dishonesty"}
#: Of the API everything that it tells the public, but what is asked with a purpose of its own, and
#: figures of the desks' work, which change with tables that are never public.
API = "public_api:"
NOT_OF_THE_DATA = ("changes", "figures", "preview", "search", "tickets", "token")
#: Parameters of public pages; whatever else is asked makes a page that nobody keeps.
PARAMETERS = {
    *("page", "kind", "year", "q", "standing", "state", "topic", "section", "entry"),
    *("category", "township", "tag", "status", "month", "applicant", "sort", "view"),
}
#: The longest address, with its question, whose answer is kept.
LONGEST = 600
#: What one answer takes beside its body, about.
OVERHEAD = 2000
HTML = "text/html"
#: How nginx is told until when it may keep an answer; it hides this from the visitor.
FOR_NGINX = "X-Accel-Expires"
#: The longest, should nobody be able to tell it of a change.
LONGEST_IN_NGINX = timedelta(minutes=1)


@dataclass(frozen=True)
class Answer:
    """An answer as it was made: of which generation, from when and until when it is right."""

    generation: tuple
    made_at: datetime
    until: datetime
    body: bytes
    headers: dict
    list_count: int | None

    @property
    def size(self):
        return len(self.body) + OVERHEAD

    def is_right(self, now, at):
        return self.generation == now and self.made_at <= at < self.until

    def give(self, request):
        """It, or 304 to whoever has it already."""
        if self.list_count is not None:
            request.list_count = self.list_count
        response = HttpResponse(self.body, headers=self.headers)
        patch_vary_headers(response, ["Cookie"])
        if "ETag" not in response:
            return response
        changed = parse_http_date_safe(response.get("Last-Modified", ""))
        return get_conditional_response(request, response["ETag"], changed, response)


class Answers:
    """At most ``limit`` bytes of answers by their key; what was not asked for longest goes."""

    def __init__(self, limit):
        self.limit, self.size = limit, 0
        self.rows, self.lock = OrderedDict(), threading.Lock()

    def find(self, key, now, at):
        with self.lock:
            answer = self.rows.get(key)
            if answer is None or not answer.is_right(now, at):
                return None
            self.rows.move_to_end(key)
            return answer

    def keep(self, key, answer):
        with self.lock:
            before = self.rows.pop(key, None)
            self.size += answer.size - (before.size if before else 0)
            self.rows[key] = answer
            while self.size > self.limit and self.rows:
                self.size -= self.rows.popitem(last=False)[1].size


class PageCache:
    """Middleware, the innermost: answers strangers from what was kept, and keeps what is made."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.answers = Answers(settings.PAGE_CACHE_MEGABYTES * 2**20)
        self.boundaries = {}

    def __call__(self, request):
        if not self.answers.limit or not is_of_a_stranger(request) or not is_by_name(request):
            return self.get_response(request)
        nginx_link.mend()
        key, at, now = key_of(request), asked_at(request), generation()
        answer = self.answers.find(key, now, at)
        if answer is None:
            until = self.until(now, at)
            of_generation.begin(request, (now, until))
            response = self.get_response(request)
            if not may_be_kept(request, response):
                return response
            answer = self.made(request, response, now, at, until)
            self.answers.keep(key, answer)
        return for_nginx(answer.give(request), answer.until, at)

    def made(self, request, response, now, at, until):
        """The answer to keep, with its ETag; ``now`` is the generation before it was made."""
        headers = dict(response.headers)
        if headers["Content-Type"].startswith(HTML):
            digest = hashlib.sha256(response.content).hexdigest()
            headers["ETag"] = quote_etag(digest[:32])
            headers.setdefault("Cache-Control", "no-cache")
        count = getattr(request, "list_count", None)
        return Answer(now, at, until, response.content, headers, count)

    def until(self, now, at):
        """The next change, asked once for a generation and a time between two changes."""
        span = self.boundaries.get(now)
        if span is None or not span[0] <= at < span[1]:
            self.boundaries = {now: (at, next_change(at))}
        return self.boundaries[now][1] if now in self.boundaries else next_change(at)


def for_nginx(response, until, at):
    """``response``, with the last whole second in which nginx may give it out.

    nginx counts seconds, and the one that is named belongs to it: an answer that is right until
    09:00:00 is named 08:59:59.
    """
    if nginx_link.is_used() and "max-age" not in response.get("Cache-Control", ""):
        last = int(min(until, at + LONGEST_IN_NGINX).timestamp()) - 1
        if last >= int(at.timestamp()):
            response[FOR_NGINX] = f"@{last}"
    return response


def is_of_a_stranger(request):
    return (
        request.method == "GET"
        and reads_pages(request)
        and "Authorization" not in request.headers
        and not any(name in request.COOKIES for name in OF_SOMEBODY)
    )


def is_by_name(request):
    """Whether a site was asked for by the one spelling of its name.

    Other ports, capitals and a last dot are answered and never kept: whoever makes them up would
    push out what everybody reads.
    """
    name, _, port = request.get_host().partition(":")
    ports = {"", request.META.get("SERVER_PORT"), f"{urlsplit(settings.SITE_URL).port}"}
    return name == name.lower().rstrip(".") and port in ports


def key_of(request):
    return request.scheme, request.get_host(), request.get_full_path(), is_large(request)


def may_be_kept(request, response):
    """Whether the answer is of the data and the moment alone."""
    is_whole = response.status_code == 200 and not response.streaming
    is_long = len(request.get_full_path()) > LONGEST
    if not is_whole or is_long or response.cookies or "CSRF_COOKIE" in request.META:
        return False
    if any(word in response.get("Cache-Control", "") for word in ("private", "no-store")):
        return False
    return is_kept(request.resolver_match, request.GET)


def is_kept(match, parameters):
    if match is None:
        return False
    if match.view_name.startswith(API):
        return not any(word in match.route for word in NOT_OF_THE_DATA)
    return match.view_name in ADDRESSES and PARAMETERS.issuperset(parameters)
