"""The WSGI entry: ``config.wsgi:application`` with ``site/`` on the path."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - the settings are there only now

from .mounting import Mounted  # noqa: E402

application = Mounted(django, settings.FORCE_SCRIPT_NAME)
