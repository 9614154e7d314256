"""A browser in which somebody has just proved who they are is known from then on."""

from registry.browsers import remember


class KnownBrowserMiddleware:
    """``request.proved_user`` is set by whoever heard of it: a sign-in, a password set anew."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "proved_user", None)
        if user is not None:
            remember(request, response, user)
        return response
