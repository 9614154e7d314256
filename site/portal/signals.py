"""What django-allauth tells us of, and what this house does then."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import email_confirmed, password_reset
from allauth.mfa.signals import authenticator_added
from axes.utils import reset
from django.contrib import messages
from django.dispatch import receiver
from django.utils import timezone

from registry import registering
from registry.callers import place_of


@receiver(authenticator_added, dispatch_uid="portal.factor_was_shown")
def factor_was_shown(sender, request, user, authenticator, **kwargs):
    """Whoever sets up an authenticator has just typed a code of it: this session has shown it."""
    if authenticator.type == authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(password_reset, dispatch_uid="portal.mailbox_was_proved")
def mailbox_was_proved(sender, request, user, **kwargs):
    """Whoever set a new password has proved the mailbox: the guesses of others bar them no more."""
    request.proved_user = user
    reset(username=user.username.lower(), ip=place_of(request))


@receiver(email_confirmed, dispatch_uid="portal.unit_is_admitted")
def unit_is_admitted(sender, request, email_address, **kwargs):
    """The unit that somebody registered becomes an applicant, or it is said why it cannot."""
    for reason in registering.prove(email_address.user, at=timezone.now()):
        messages.error(request, f"{reason}。本次注册已作废")
