"""Keeping what an expired session had submitted, until its writer has signed in again."""

import json
from datetime import timedelta

from files.vault import seal, unseal
from rules.periods import local_day

from . import preserving
from .models import KeptForm

KEPT_FOR = timedelta(days=1)
MAX_BYTES = 512 * 1024
#: Never kept: they are asked for again.
SECRET = ("password", "csrfmiddlewaretoken", "code")


def keep(path, fields, *, user, at, files=0):
    """Seal ``fields`` (``{name: [value]}``) of a form sent to ``path``; None when there is nothing.

    ``user`` is who the session belonged to, None where nobody can tell any more.
    """
    saved_fields = {name: values for name, values in fields.items() if not _is_secret(name)}
    data = json.dumps(saved_fields, ensure_ascii=False).encode()
    if not saved_fields or len(data) > MAX_BYTES or len(path) > 500:
        return None
    forget_old(at=at)
    return KeptForm.objects.create(path=path, user=user, sealed=seal(data), files=files, kept_at=at)


def find(token, *, by, at):
    """The kept form of ``token`` if it is ``by``'s to see; None otherwise."""
    if not token:
        return None
    form = KeptForm.objects.filter(token=token, kept_at__gt=at - KEPT_FOR).first()
    if form is None or (form.user_id is not None and form.user_id != by.pk):
        return None
    return form


def fields(form):
    """``[(name, value)]`` as they were sent."""
    values_by_name = json.loads(unseal(bytes(form.sealed)))
    return [(name, value) for name, values in values_by_name.items() for value in values]


def forget(form):
    form.delete()


def forget_old(*, at):
    """Destroy what nobody came back for. Answers how many."""
    old = KeptForm.objects.filter(kept_at__lte=at - KEPT_FOR)
    return preserving.clearable(old, "user", local_day(at)).delete()[0]


def _is_secret(name):
    return any(word in name.lower() for word in SECRET)
