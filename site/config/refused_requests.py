"""What was refused to somebody who is known leaves a row of the trail, whoever's form it was.

The house's own views tell their reasons themselves (``records.refused_acts``). Here is the rest:
Wagtail's forms and bulk actions, the portal's addresses of other units, programs with a token. Only
what wanted to change something counts, and of that no more than the address's name and the method.
"""

from django.contrib.messages import ERROR, get_messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from doors.page_names import page_name
from records import refused_acts

NOT_ALLOWED = "没有办理的权限"
OUT_OF_SIGHT = "不在办理范围内，或者已不存在"
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
BACK_OFFICE, API = "back office", "public_api"
AREAS = {"portal": "申请门户", API: "接口", "desk": "工作台", BACK_OFFICE: "管理后台"}


class RefusedRequests:
    """Below the messages and above all views: what they said is still to be read here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in SAFE and request.resolver_match is not None:
            _keep(request, response)
        return response


def _keep(request, response):
    reasons = _reasons(request, response)
    by = _person(request) if reasons else None
    if by is not None:
        page = request.resolver_match.view_name
        about = {"door": _door(request), "page": page, "method": request.method}
        refused_acts.keep(by, reasons, by=by, at=timezone.now(), **about)


def _reasons(request, response):
    """Why it was refused; empty where it was not, or where somebody has said so already."""
    if getattr(request, "refusal_is_noted", False) or _area(request) not in AREAS:
        return []
    if reasons := getattr(request, "refusal_reasons", None):
        return reasons
    if response.status_code == 403:
        return [NOT_ALLOWED]
    if response.status_code == 302 and _area(request) == BACK_OFFICE:
        return _errors(request)
    return [OUT_OF_SIGHT] if response.status_code == 404 and _area(request) == "portal" else []


def _errors(request):
    """Wagtail and its hooks refuse by leading elsewhere with a message, and by no status."""
    queue = get_messages(request)._queued_messages
    return [
        " ".join(strip_tags(str(each.message)).split()) for each in queue if each.level == ERROR
    ]


def _person(request):
    """Who is signed in, or whose token was shown; None of a stranger.

    Whoever sends something to the public's part names nobody, signed in beside it or not.
    """
    if _area(request) == API:
        token = getattr(request, "token_at_hand", None)
        return token and token.user
    return request.user if request.user.is_authenticated else None


def _area(request):
    """The part of the site that was asked; the desk's pages stand within the back office."""
    name = request.resolver_match.namespace
    is_within = request.path.startswith(reverse("wagtailadmin_home"))
    return BACK_OFFICE if is_within and name != "desk" else name


def _door(request):
    """The part of the site, and what the address is called: what it was about is not told."""
    return f"{AREAS[_area(request)]}：{page_name(request.resolver_match)}"
