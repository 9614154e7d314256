"""Browsers that have signed in to an account before: a signed cookie, for an account or several.

It opens nothing. It only says that whoever types a wrong word here is not one of the strangers
whose guesses are counted together, so that their guessing does not shut the owner out.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

COOKIE = "known_browser"
SALT = "registry.browsers"
DAYS = 180
#: People share machines, but not with a whole town.
ACCOUNTS = 8


def digest(name):
    """The account called ``name``, as it is counted and remembered."""
    return salted_hmac(SALT, name.lower(), algorithm="sha256").hexdigest()


def browser_of(request, account):
    """The browser's own number, when it has signed in to ``account`` (a digest); else ""."""
    number, accounts = _read(request)
    return number if account in accounts else ""


def remember(request, response, user):
    """Let ``response`` tell the browser that ``user`` has signed in with it."""
    number, accounts = _read(request)
    account = digest(user.username)
    newest_first = [account, *(each for each in accounts if each != account)][:ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps([number or secrets.token_hex(16), newest_first], salt=SALT),
        max_age=DAYS * 86400,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request):
    """``(number, [account])`` of a cookie that is ours and not too old."""
    try:
        written = request.COOKIES.get(COOKIE, "")
        number, accounts = signing.loads(written, salt=SALT, max_age=DAYS * 86400)
    except (signing.BadSignature, ValueError):
        return "", []
    return number, accounts
