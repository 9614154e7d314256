"""Compressing what the public reads, for where no proxy does it (docs/operators.md).

Only what strangers ask for: a page of somebody's own beside words that another site chose would
let its length tell what is on it (BREACH). A form's token is masked anew each time.
"""

from django.conf import settings
from django.middleware.gzip import GZipMiddleware

from .headers import PRIVATE

TEXT = ("text/", "application/json", "application/xml", "application/atom", "application/rss")


class PublicGZip(GZipMiddleware):
    """gzip for GET of strangers, text only; files are compressed already or are read in parts."""

    def process_response(self, request, response):
        if not is_public_text(request, response):
            return response
        return super().process_response(request, response)


def is_public_text(request, response):
    return (
        request.method == "GET"
        and not request.path_info.startswith(PRIVATE)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.streaming
        and response.get("Content-Type", "").startswith((*TEXT, "image/svg"))
    )
