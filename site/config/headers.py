"""What every answer tells the browser: what it may run, keep, embed and pass on.

And what no view is asked: TRACE, and an address with the character that PostgreSQL keeps nowhere.
"""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import Http404, HttpResponseNotAllowed

#: Pages that are somebody's own: no cache keeps them, a shared one least of all.
PRIVATE = ("/admin/", "/portal/", "/account/")
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class HeadersMiddleware(CSPMiddleware):
    """The strict policy for all but Wagtail's admin, whose own scripts are inline."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith("/admin/"):
            parts.config = settings.ADMIN_SECURITY_POLICY
        return parts

    def process_view(self, request, view, args, kwargs):
        """Nobody needs TRACE, which a view that is a plain function would answer like GET."""
        if "\0" in request.path_info:
            raise Http404
        is_trace = request.method == "TRACE"
        return HttpResponseNotAllowed(["GET", "HEAD", "OPTIONS"]) if is_trace else None

    def process_response(self, request, response):
        response = super().process_response(request, response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        is_private = request.path_info.startswith(PRIVATE)
        if is_private and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
        return response
