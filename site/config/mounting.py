"""The site below a path of somebody else's portal: ``/xxgk/cpgs/`` instead of ``/``.

Django writes every address with the prefix once ``FORCE_SCRIPT_NAME`` says it. What comes in may
still carry it or not, as the proxy in front decides; here it is taken off the path where it stands.
"""


def prefix_of(text):
    """A prefix as Django wants it: ``/xxgk/cpgs``; None for the root of a host."""
    inner = text.strip().strip("/")
    return f"/{inner}" if inner else None


class Mounted:
    """A WSGI application below ``prefix``; a path without it is served as it is."""

    def __init__(self, application, prefix):
        self.application, self.prefix = application, prefix

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if self.prefix and f"{path}/".startswith(f"{self.prefix}/"):
            environ = {
                **environ,
                "SCRIPT_NAME": self.prefix,
                "PATH_INFO": path[len(self.prefix) :] or "/",
            }
        return self.application(environ, start_response)
