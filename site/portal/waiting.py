"""Where the letter went that whoever has just registered waits for."""

from allauth.account.internal.stagekit import pop_login, unstash_login

#: Where the session names an address that was put right.
CORRECTED = "corrected_address"


def waiting_address(request):
    """The address of this browser's registration; "" where none is waited for."""
    login = unstash_login(request, peek=True)
    if login is None:
        return request.session.get(CORRECTED, "")
    return login.email or getattr(login.user, "email", "")


def wait_for(request, email):
    """From now on the letter to ``email`` is waited for.

    The sign-in that allauth began for the mistyped address is given up: one that names nobody would
    send its browser from the page of signing in to that of codes, and back, for ever.
    """
    pop_login(request)
    request.session[CORRECTED] = email
