"""The one moment that an answer is about."""

from django.utils import timezone


def asked_at(request):
    """Now, or the moment of a preview; the same however often it is asked.

    An error page is drawn without a request, and is about now.
    """
    if request is None:
        return timezone.now()
    if not hasattr(request, "asked_at"):
        request.asked_at = timezone.now()
    return request.asked_at
