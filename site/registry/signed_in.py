"""Who is signed in, and what their groups allow: asked at every request, so written to SQL once.

Django asks as it does elsewhere; only what it would put into words anew is at hand already.
"""

from functools import partialmethod

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from records.prepared import NUMBER, Prepared

from .models import User

#: With what every page of the desk asks of a person besides.
PERSON = Prepared(
    lambda key: User.objects.select_related("wagtail_userprofile").filter(pk=key).order_by(), NUMBER
)


def _names(**whose):
    rows = Permission.objects.filter(**whose).order_by()
    return rows.values_list("content_type__app_label", "codename")


#: ``(application, codename)`` of what is a person's own, and of what comes with their groups.
NAMES = {
    "user": Prepared(lambda key: _names(user=key), NUMBER),
    "group": Prepared(lambda key: _names(group__user=key), NUMBER),
}


def connect():
    ModelBackend.get_user = person
    ModelBackend._get_permissions = partialmethod(permissions, ModelBackend._get_permissions)


def person(backend, key):
    user = PERSON.first(key)
    return user if user is not None and backend.user_can_authenticate(user) else None


def permissions(backend, django, user, obj, source):
    """Puts the names where ``django`` looks for them first."""
    cache = f"_{source}_perm_cache"
    is_asked = user.is_active and not user.is_anonymous and obj is None
    if is_asked and not user.is_superuser and not hasattr(user, cache):
        setattr(user, cache, {f"{room}.{name}" for room, name in NAMES[source](user.pk)})
    return django(backend, user, obj, source)
