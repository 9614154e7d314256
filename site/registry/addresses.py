"""The one e-mail address of a person: Django's column and allauth's row say the same."""

from allauth.account.models import EmailAddress

from .models import User


def reasons_against(email, *, user=None):
    """Why ``email`` cannot be the proved address of ``user`` (or of somebody new)."""
    others = EmailAddress.objects.filter(email__iexact=email, verified=True)
    people = User.objects.filter(email__iexact=email, is_active=True, registration=None)
    if user is not None and user.pk:
        others, people = others.exclude(user=user), people.exclude(pk=user.pk)
    is_taken = others.exists() or people.exists()
    return ["该电子信箱已登记在另一个账号上，请使用另一个信箱"] if is_taken else []


def set_address(user, email, *, is_proved=True):
    """``email`` is from now on the address of ``user``, and the only one; "" for none.

    The row is a new one: a link that was sent to another address proves nothing of this one.
    """
    user.email = email.lower()
    user.save(update_fields=["email"] if user.pk else None)
    EmailAddress.objects.filter(user=user).delete()
    if not email:
        return None
    return EmailAddress.objects.create(
        user=user, email=user.email, verified=is_proved, primary=True
    )


def sync_office_address(user):
    """An officer's address was typed by the administrator, who vouches for it: the row says so."""
    rows = EmailAddress.objects.filter(user=user)
    if [(row.email, row.verified, row.primary) for row in rows] != [
        (user.email.lower(), True, True)
    ]:
        set_address(user, user.email)


def is_proved(user):
    """Whether the address that ``user`` has was proved, or vouched for by the office."""
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
