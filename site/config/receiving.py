"""The hour of receipt: what arrives before 24:00 is in time, whatever it then has to wait for."""

from django.utils import timezone

from registry.callers import arrival


class ReceivedAt:
    """The first middleware: notes when the request arrived, before anything makes it wait."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.received_at = arrival(request, at=timezone.now())
        return self.get_response(request)
