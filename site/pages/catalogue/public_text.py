"""Words as the public may read them: personal numbers masked."""

from rules.plain_text import plain
from rules.privacy import scan


def masked(text):
    """``text`` with every personal number in it masked: what applicants typed is not all public.

    Without characters that nobody sees and no feed may hold.
    """
    text = plain(str(text or ""))
    for finding in reversed(scan(text)):
        text = text[: finding.start] + finding.masked + text[finding.end :]
    return text
