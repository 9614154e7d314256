"""Watching open notices from outside: each through its public address, as a stranger reads it.

It is here because this room alone opens sockets: what is seen goes down to ``publicity``, which
keeps it and knows no network. A job of the clock, or ``manage.py watch_notices`` on another host.
"""

import posixpath
import time
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from pages.models import NoticePage
from pages.notices.promised import promised_digest, promised_words
from publicity.looks import interval, next_look
from publicity.models import Observation
from publicity.services.observations import Quicker, keep_observation
from records.jobs import job
from rules.notice_words import digest, links_of, words_of

from .fetching import Answer, fetch
from .web_archives import archive

Occasion, Outcome = Observation.Occasion, Observation.Outcome
#: Looks of which the page itself is kept, not only its digest.
ARCHIVED = (Occasion.OPENING, Occasion.CHANGE, Occasion.CLOSING)
MOST_FILES = 20
#: So long one pass of the clock looks at most: other jobs wait. The rest is due at the next.
BUDGET = timedelta(seconds=40)


@job("watch", "公示观测", order=180)
def watch(at):
    """Look at every open notice that is due; how many were looked at."""
    if interval() is None:
        return 0
    begun = time.monotonic()
    looks = _due(at)
    sweep = watch.each(
        looks,
        lambda page: _look_in_time(page, *looks[page], at=at, begun=begun),
        at=at,
        passing=(Quicker,),
        atomic=False,
    )
    return len(list(filter(None, sweep.done)))


def _due(at):
    """``{page: (occasion, due_at)}`` of the looks that are due, longest unseen first."""
    sweep = watch.each(
        open_notices(at), lambda page: (page, _next_look(page, at)), at=at, atomic=False
    )
    looks = [(page, due) for page, due in sweep.done if due]
    return dict(sorted(looks, key=lambda each: each[1][1]))


def _next_look(page, at):
    facts = promised_digest(page, at=at)
    return next_look(page.publicity, ends_at=page.runs_until, facts_sha256=facts, at=at)


def open_notices(at):
    """The pages of the notices that stand before the public at ``at``, with their facts."""
    pages = NoticePage.objects.visible(at).with_end(at).open(at)
    return pages.prefetch_related("publicity__entries__publicity")


def _look_in_time(page, occasion, due_at, *, at, begun):
    """The look at its moment of a pass that began ``at``; None once the pass lasts too long."""
    spent = timedelta(seconds=time.monotonic() - begun)
    return look(page, occasion, due_at, at=at + spent) if spent < BUDGET else None


def look(page, occasion, due_at, *, at):
    """Fetch ``page`` and what it links to, and keep what was seen."""
    path = urlsplit(page.get_url()).path
    answer = fetch(path)
    html = answer.body.decode("utf-8", "replace")
    words = words_of(html)
    files = [fetch(each) for each in _files(path, html)] if answer.is_good else []
    is_archived = occasion in ARCHIVED
    return keep_observation(
        page.publicity,
        occasion=occasion,
        due_at=due_at,
        at=at,
        address=answer.address,
        outcome=_outcome(page, answer, words, files),
        status=answer.status,
        latency_ms=round(answer.seconds * 1000),
        words_sha256=digest(words) if words else "",
        facts_sha256=promised_digest(page, at=at),
        files=[_facts(each) for each in files],
        archive=archive([answer, *files], at=at) if is_archived and answer.status else b"",
    )


def _files(path, html):
    """The addresses below the notice's own that its article links; forms are no files."""
    targets = [urlsplit(urljoin(path, link)) for link in links_of(html)]
    below = [
        posixpath.normpath(target.path) + "/" * target.path.endswith("/")
        for target in targets
        if not target.netloc and not target.scheme
    ]
    files = [each for each in below if each.startswith(path) and each != path]
    return [each for each in dict.fromkeys(files) if "/objection" not in each][:MOST_FILES]


def _outcome(page, answer, words, files):
    if not answer.is_good:
        return answer.outcome
    if any(text not in words for text in promised_words(page)):
        return Outcome.WRONG_WORDS
    return Outcome.GOOD if all(map(_is_good, files)) else Outcome.FILE_MISSING


def _is_good(answer: Answer):
    return answer.is_good


def _facts(answer):
    return {
        "address": answer.address,
        "status": answer.status,
        "size": len(answer.body),
        "sha256": sha256(answer.body).hexdigest() if answer.is_good else "",
    }
