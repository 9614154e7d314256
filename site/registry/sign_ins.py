"""Every sign-in, sign-out and failed attempt as a row of the audit trail (GB/T 22239, level 2)."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils import timezone

from records.audit import record

from . import guessing
from .callers import address_of
from .models import FailedSignIn, User


def connect():
    """Listen to Django's own signals, whichever door somebody came in by."""
    for signal, receiver in (
        (user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (user_login_failed, failed),
    ):
        signal.connect(receiver, dispatch_uid=f"registry.sign_ins.{receiver.__name__}")


def signed_in(sender, request, user, **kwargs):
    if request is not None:
        request.proved_user = user  # config.known_browsers
    record("registry.sign_in", user, by=user, at=timezone.now(), address=address_of(request))


def signed_out(sender, request, user, **kwargs):
    if user is not None:
        record("registry.sign_out", user, by=user, at=timezone.now(), address=address_of(request))


def failed(sender, credentials, request=None, **kwargs):
    """What was typed is not kept: people type passwords and telephone numbers there."""
    now, name = timezone.now(), guessing.account_name(request, credentials)
    user = User.objects.filter(username__iexact=name).first() if name else None
    if request is not None and name and not getattr(request, "is_untried", False):
        guessing.note(name, FailedSignIn.Kind.PASSWORD, request=request, at=now)
    record(
        "registry.sign_in_failed",
        user or User(last_name="不存在的用户"),
        by=None,
        at=now,
        address=address_of(request),
    )
