"""What django-allauth tells us of, and what this house does then."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver


@receiver(authenticator_added, dispatch_uid="portal.factor_was_shown")
def factor_was_shown(sender, request, user, authenticator, **kwargs):
    """Whoever sets up an authenticator has just typed a code of it: this session has shown it."""
    if authenticator.type == authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
