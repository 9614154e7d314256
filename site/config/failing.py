"""What is answered when something fails: in words that fit what was asked, or as JSON."""

import sys

from django.http import HttpResponse, JsonResponse
from django.template import loader

from files.storage import NO_SPACE, is_full
from pages.machines.api.problems import problem
from records.unavailable import is_unavailable

from .sessions import wants_json

#: When to come again: PostgreSQL is back within seconds of a restart.
RETRY_SECONDS = 30
READING = ("GET", "HEAD", "OPTIONS")
AWAY = {
    True: "系统暂时不能使用，请稍后再试。",
    False: "系统暂时不能使用，您的操作可能没有保存，请稍后重新打开页面核对。",
}
PAGES = {503: "503.html", 507: "507.html"}
BROKEN = {
    True: "系统出错，暂时不能显示，请稍后再试。",
    False: "系统出错，您的操作没有保存，请稍后再试。",
}


def server_error(request, template_name="500.html"):
    """503 while the database is away, 507 when no file can be stored, else 500.

    Nothing here asks the database or the session.
    """
    error = sys.exception()
    away, is_reading = is_unavailable(error), request.method in READING
    status = 507 if is_full(error) else 503 if away else 500
    reason = NO_SPACE if status == 507 else (AWAY if away else BROKEN)[is_reading]
    if request.path_info.startswith("/api/"):
        response = problem(request, status, reason, [("", reason)])
    elif wants_json(request):
        answer = {"detail": reason, "reasons": [reason]}
        response = JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        page = loader.get_template(PAGES.get(status, template_name))
        response = HttpResponse(page.render({"is_reading": is_reading}), status=status)
    if away:
        response["Retry-After"] = str(RETRY_SECONDS)
        response["Cache-Control"] = "no-store"
    return response
