"""What the public reads changes in acts of this system only: a signature, a flow, the clock.

Wagtail has many roads to a live page (its form, bulk actions, copies, aliases, its APIs). All of
them store a page or the hour of a revision, and storing is where this stands.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied
from wagtail.models import Page, Revision

CLOSED = "页面的公开和撤下须经审签或者由系统办理，不能直接进行"
#: Fields of a page that decide whether and in which words it is public.
STATE = {"live", "live_revision", "live_revision_id"}
#: Why the act that is going on changes something public; None outside of any.
_because = ContextVar("because_of_public_change", default=None)


@contextmanager
def public_change(because=""):
    """Inside of this, a page may become public, change its words or be taken down."""
    token = _because.set(because)
    try:
        yield
    finally:
        _because.reset(token)


def reason():
    """The reason somebody gave for the change that is going on; empty where none is asked."""
    return _because.get() or ""


def guard_page(sender, instance, raw=False, update_fields=None, **_):
    """Refuse to store a page that appears, changes its words or vanishes outside of our acts."""
    if raw or not isinstance(instance, Page) or _because.get() is not None:
        return
    if update_fields is not None and not STATE & set(update_fields):
        return
    after = (instance.live, instance.live_revision_id if instance.live else None)
    if after != _before(instance):
        raise PermissionDenied(CLOSED)


def _before(page):
    rows = Page.objects.filter(pk=page.pk).values_list("live", "live_revision_id")
    live, revision = (page.pk and rows.first()) or (False, None)
    return live, revision if live else None


def guard_revision(sender, instance, raw=False, **_):
    """Refuse an hour of publication that none of our acts has set."""
    is_hour = isinstance(instance, Revision) and instance.approved_go_live_at is not None
    if is_hour and not raw and _because.get() is None:
        raise PermissionDenied(CLOSED)
