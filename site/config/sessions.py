"""How a session ends: after idle time, for officers after a working day, never with a loss."""

from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from portal.kept_words import typed_words
from records import kept_forms

LAST_REQUEST, BEGAN, FORM_TOKEN = "seen_at", "began_at", "kept_form"
#: The moment of the last request is written at most this often, in seconds.
GRAIN = 60
#: Pages that hold secrets, or that are the way back in.
NOT_KEPT = ("/account/",)
#: The old doors, which lead on to the one sign-in.
DOORS = ("/admin/login/", "/portal/login/", "/_util/login/")
ENDED = "您较长时间没有操作，为保护账号安全已自动退出，请重新登录。"


class SessionEndMiddleware:
    """Ends a session that has run out; what was being submitted waits for its writer.

    It works in ``process_view``: by then the form's token has been checked, so only what this
    site's own page sent is kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_sent_to_login(request, response) and keep(request, user=None):
            return to_login(request, reverse("portal:kept_form"))
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        now = timezone.now().timestamp()
        if not has_ended(request, now):
            remember(request, now)
            drop_what_is_sent_on(request)
            return None
        return end(request)


def has_ended(request, now):
    session = request.session
    idle = now - session.get(LAST_REQUEST, now) > settings.SESSION_IDLE_SECONDS
    is_officer = request.user.applicant_id is None
    over = is_officer and now - session.get(BEGAN, now) > settings.STAFF_SESSION_SECONDS
    return idle or over


def remember(request, now):
    session = request.session
    session.setdefault(BEGAN, now)
    if now - session.get(LAST_REQUEST, 0) > GRAIN:
        session[LAST_REQUEST] = now


def drop_what_is_sent_on(request):
    """A kept form that its writer now sends on need not be kept any longer."""
    if request.method == "POST" and FORM_TOKEN in request.session:
        form = kept_forms.find(request.session[FORM_TOKEN], by=request.user, at=timezone.now())
        if form is not None and form.path == request.get_full_path():
            kept_forms.forget(form)
            del request.session[FORM_TOKEN]


def end(request):
    """Sign out, keep what was sent, and show the way back to where the person was."""
    user, here = request.user, request.get_full_path()
    has_form = request.method == "POST" and keep(request, user=user)
    token = request.session.get(FORM_TOKEN)
    logout(request)
    if has_form:
        request.session[FORM_TOKEN] = token
        here = reverse("portal:kept_form")
    elif request.method != "GET":
        here = resolve_url(settings.LOGIN_REDIRECT_URL)
    messages.info(request, ENDED)
    if wants_json(request):
        return JsonResponse({"reason": ENDED, "login": login_url(here)}, status=401)
    return to_login(request, here)


def keep(request, *, user):
    """Keep the form of ``request``; whether there was anything to keep.

    What a script sends by itself is no form to be sent on: the browser keeps that.
    """
    if request.path_info.startswith(NOT_KEPT) or wants_json(request):
        return False
    form = kept_forms.keep(
        request.get_full_path(),
        dict(request.POST.lists()),
        user=user,
        at=timezone.now(),
        files=len(request.FILES),
    )
    if form is not None:
        request.session[FORM_TOKEN] = str(form.token)
    return form is not None


def is_sent_to_login(request, response):
    """Whether a form came from somebody whose session is quite gone: asked in, and back here."""
    if request.method != "POST" or response.status_code != 302 or request.user.is_authenticated:
        return False
    sent = urlsplit(response["Location"])
    back = parse_qs(sent.query).get(REDIRECT_FIELD_NAME, [""])[0]
    at_door = sent.path in (resolve_url(settings.LOGIN_URL), *DOORS)
    return at_door and urlsplit(back).path == request.path


def login_url(onward):
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': onward})}"


def to_login(request, onward):
    return redirect(login_url(onward))


def wants_json(request):
    """Whether a script of our own pages asks, and not a person's form."""
    by_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return by_script or request.headers.get("Accept") == "application/json"


def stale_form(request, reason=""):
    """A form whose token has changed, by a sign-in in another tab: shown again, never lost.

    What another site sent is refused as always.
    """
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    is_ours = url_has_allowed_host_and_scheme(sender, {request.get_host()}) and sender
    request.refusal_is_noted = True  # nobody was refused for want of a right
    if not is_ours or not request.user.is_authenticated:
        return render(request, "portal/refused_form.html", status=403)
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    path = request.get_full_path()
    context = {
        "path": path,
        "fields": [pair for pair in sent if pair[0] != "csrfmiddlewaretoken"],
        "words": typed_words(path, sent),
        "files": len(request.FILES),
    }
    return render(request, "portal/kept_form.html", context, status=403)
