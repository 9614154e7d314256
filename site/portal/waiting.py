"""Where the letter went that whoever has just registered waits for."""

from allauth.account.internal.stagekit import unstash_login


def waiting_address(request):
    """The address of this browser's registration; "" where none is waited for."""
    login = unstash_login(request, peek=True)
    if login is None:
        return ""
    return login.email or getattr(login.user, "email", "")
