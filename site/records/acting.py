"""Who is acting, and when, where Django saves a row without saying so: forms, commands, allauth."""

import sys
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.utils import timezone

_request = ContextVar("records.acting.request", default=None)
_service = ContextVar("records.acting.service", default=None)
_way = ContextVar("records.acting.way", default="")


class ActorMiddleware:
    """Remembers the request while it is answered, for :func:`actor`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def note_refusal():
    """Remember at the request going on that a refusal of it has been dealt with."""
    if (request := _request.get()) is not None:
        request.refusal_is_noted = True


@contextmanager
def acting(*, by, at):
    """Inside, ``by`` is who changes audited rows, at the moment ``at`` of the service."""
    token = _service.set((by, at))
    try:
        yield
    finally:
        _service.reset(token)


@contextmanager
def acting_through(way):
    """Inside, every row of the trail says that the act came by ``way``, such as a token."""
    token = _way.set(way)
    try:
        yield
    finally:
        _way.reset(token)


def through():
    """``{"through": …}`` where the act going on came by a way of its own, else ``{}``."""
    return {"through": _way.get()} if _way.get() else {}


def actor(person=None):
    """``(user or None, moment, data)`` of the act going on; ``data`` says by which way it came.

    ``person`` is whose account the changed row belongs to: nobody else can have followed the
    link that a person not yet signed in was mailed.
    """
    if service := _service.get():
        return (*service, through())
    request = _request.get()
    if request is None:
        return None, timezone.now(), _command()
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return user, timezone.now(), {}
    return person, timezone.now(), {"through": "未登录"}


def _command():
    """The management command going on, as the console's operator typed its name."""
    program, *words = sys.argv or [""]
    is_managed = Path(program).name in {"manage.py", "django-admin"} and words
    return {"through": f"命令 {words[0]}"[:60]} if is_managed else {}
