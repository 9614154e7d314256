"""Tickets of the public's forms: who asked for a form and when, and a proof of work done for it.

A ticket is signed and single-use; the proof is bound to it, so that neither is good for a second
form. Nothing is stored until a form is sent in.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from altcha import ChallengeOptionsV1, create_challenge_v1, verify_solution_v1
from django.conf import settings
from django.core import signing

from registry.callers import network_of

SALT = "doors.ticket"
LIFE = timedelta(hours=3)
#: About 25,000 digests on average: half a second on a desk, some seconds on an old phone.
MAX_NUMBER = 50_000


@dataclass(frozen=True)
class Ticket:
    """One form handed out: ``nonce`` is its name, ``scope`` what it is for."""

    nonce: str
    scope: str
    issued_at: datetime

    def is_stale(self, at):
        return not timedelta(0) <= at - self.issued_at <= LIFE

    def signed(self):
        """The ticket as it travels in the form."""
        return signing.dumps([self.nonce, self.scope, self.issued_at.isoformat()], salt=SALT)


def issue(scope, *, at):
    return Ticket(secrets.token_hex(16), scope, at)


def read(text, scope):
    """The ticket in a form that came back; None when it is not one of ours for ``scope``."""
    try:
        nonce, meant_for, issued_at = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Ticket(nonce, scope, datetime.fromisoformat(issued_at)) if meant_for == scope else None


def challenge(ticket, price=1):
    """What the browser has to solve, as JSON; it takes ``price`` times as long as usual."""
    options = {"hmac_key": _key(), "max_number": MAX_NUMBER * price, "salt": ticket.nonce}
    made = create_challenge_v1(ChallengeOptionsV1(**options))
    return json.dumps(made.to_dict())


def is_proved(ticket, proof):
    """Whether ``proof`` is a solution of this very ticket's challenge."""
    try:
        claimed = json.loads(base64.b64decode(proof, validate=True))
        bound = claimed["salt"].rstrip("&?") == ticket.nonce
        solved, _error = verify_solution_v1(claimed, _key(), check_expires=False)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return bound and solved


def place_key(address, *, at):
    """A keyed hash of where a submission came from; tomorrow the same place has another.

    IPv6 addresses count by their /64, which is one household.
    """
    text = f"{at.date()} {network_of(address)}"
    return hmac.new(_key().encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def digest_of(values):
    """A keyed digest of what was written, to know a second sending of the same form."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hmac.new(_key().encode(), text.encode(), hashlib.sha256).hexdigest()


def _key():
    return hashlib.sha256(f"altcha {settings.SECRET_KEY}".encode()).hexdigest()
