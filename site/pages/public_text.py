"""Words and figures as the public may read them: personal numbers masked, fen as yuan."""

from decimal import Decimal

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


def yuan(fen):
    """Fen as yuan with two places; empty when there is no price."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"
