"""Guessing the words of one account from many addresses, and of many accounts from one.

django-axes counts a name at one address. These counts are slow and are over all addresses; they
live in the database. All browsers that never signed in to an account are counted together, each
one that has by itself: strangers who guess make strangers wait, and never the owner at a browser
of the owner's. At another one the owner waits, or proves the mailbox by setting a new password.
"""

from datetime import timedelta

from allauth.account.models import EmailAddress
from axes.backends import AxesStandaloneBackend
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from records import preserving
from records.audit import record
from records.models import AuditEvent
from registry.models import FailedSignIn, User
from rules.periods import local_day

from .browsers import browser_of, digest
from .callers import place_of
from .news import send_guessing_warning

Kind = FailedSignIn.Kind
#: [ours] So many wrong words in an hour, of one account and one kind of browser; and of all
#: accounts together, from one address, at browsers that never signed in.
WITHIN = timedelta(hours=1)
MOST = {Kind.PASSWORD: 50, Kind.CODE: 10}
MOST_FROM_ONE_PLACE = 100
KEPT_FOR = timedelta(days=1)
#: Whatever a form or a backend calls the field in which a person says who they are.
NAMES = ("login", "username", "email")


def account_name(request, credentials):
    """The one name under which failures are counted, however the person is called at the door.

    Somebody who knows name and e-mail address of an account must not get twice the attempts.
    """
    name = typed_name(credentials or {}) or typed_name(request.POST if request else {})
    if "@" not in name:
        return name.lower()
    owner = EmailAddress.objects.filter(email__iexact=name).values_list("user__username")
    owner = owner.order_by("-verified", "pk").first()
    owner = owner or User.objects.filter(email__iexact=name).values_list("username").first()
    return (owner[0] if owner else name).lower()


def typed_name(fields):
    """What stands in the first of the fields that names anybody, as far as a name may be long."""
    texts = (str(fields.get(name) or "").replace("\0", "").strip() for name in NAMES)
    return next(filter(None, texts), "")[:150]


class GuardedBackend(AxesStandaloneBackend):
    """Asked before every other backend: whoever has to wait is asked nothing more.

    ``request.is_untried`` says afterwards that the password was not looked at.
    """

    def authenticate(self, request, username=None, password=None, **credentials):
        if request is not None:
            request.is_untried = True
        super().authenticate(request, username, password, **credentials)
        name = account_name(request, {"username": username, **credentials})
        if must_wait(name, Kind.PASSWORD, request=request, at=timezone.now()):
            request.axes_locked_out = request.must_wait = True
            raise PermissionDenied
        request.is_untried = False


def must_wait(name, kind, *, request, at):
    """Whether wrong words of ``kind`` for the account called ``name`` are too many by now."""
    account = digest(name)
    browser, since = browser_of(request, account), at - WITHIN
    wrong = _counted().filter(account=account, kind=kind, browser=browser)
    if wrong.filter(at__gt=since).count() >= MOST[kind]:
        return True
    return not browser and _place_is_full(place_of(request), since)


def _place_is_full(place, since):
    wrong = _counted().filter(address=place or None, browser="", at__gt=since)
    return bool(place) and wrong.count() >= MOST_FROM_ONE_PLACE


@transaction.atomic
def note(name, kind, *, request, at):
    """Count one wrong word; its owner hears once a day that somebody keeps guessing."""
    account, user = digest(name), User.objects.filter(username__iexact=name).first()
    browser = browser_of(request, account)
    old = FailedSignIn.objects.filter(at__lte=at - KEPT_FOR)
    preserving.clearable(old, "user", local_day(at)).delete()
    FailedSignIn.objects.create(
        account=account,
        user=user,
        kind=kind,
        browser=browser,
        address=place_of(request) or None,
        at=at,
    )
    wrong = _counted().filter(account=account, kind=kind, browser=browser)
    if user is not None and wrong.filter(at__gt=at - WITHIN).count() >= MOST[kind]:
        _tell_owner(user, kind, at=at)


def _tell_owner(user, kind, *, at):
    earlier = AuditEvent.objects.filter(
        action="registry.guessed",
        subject_type=user._meta.label_lower,
        subject_id=str(user.pk),
        at__gt=at - KEPT_FOR,
        data__kind=str(kind),
    )
    if earlier.exists():
        return
    record("registry.guessed", user, by=None, at=at, kind=str(kind), most=MOST[kind])
    send_guessing_warning(user, is_code=kind == Kind.CODE, at=at)


def waiting(at):
    """``[(user, wrong words)]`` of the accounts at which strangers have to wait at ``at``."""
    wrong = _counted().filter(at__gt=at - WITHIN, browser="", user__isnull=False)
    counts = {}
    for user, kind in wrong.values_list("user", "kind"):
        counts[user, kind] = counts.get((user, kind), 0) + 1
    full = {user: count for (user, kind), count in counts.items() if count >= MOST[kind]}
    people = User.objects.in_bulk(full)
    return [(people[pk], full[pk]) for pk in sorted(full)]


def forgive(user):
    """Whoever was told on good grounds that it was the owner counts from nothing again; the rows
    stay as long as others do. Answers how many counted.
    """
    return _counted().filter(account=digest(user.username)).update(is_forgiven=True)


def _counted():
    return FailedSignIn.objects.filter(is_forgiven=False)
