"""Words as the public may read them: personal numbers masked."""

from functools import lru_cache

from rules.plain_text import plain
from rules.privacy import scan

#: Names and facts of products are read on page after page; of those a process remembers so many.
SHORT, MOST = 80, 4000


def masked(text):
    """``text`` with every personal number in it masked: what applicants typed is not all public.

    Without characters that nobody sees and no feed may hold.
    """
    text = str(text or "")
    return _remembered(text) if len(text) <= SHORT else _masked(text)


def _masked(text):
    text = plain(text)
    for finding in reversed(scan(text)):
        text = text[: finding.start] + finding.masked + text[finding.end :]
    return text


_remembered = lru_cache(MOST)(_masked)
