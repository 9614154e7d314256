"""The WSGI entry: ``config.wsgi:application`` with ``site/`` on the path."""

import os

from .starting import nothing_collected

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
with nothing_collected():
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()
    from . import urls  # noqa: F401 - so that the first visitor does not wait for every door

from django.conf import settings

from records import nginx_link

from .mounting import Mounted

nginx_link.begin()  # here, once a start: previews and static copies load the middleware, too
application = Mounted(django, settings.FORCE_SCRIPT_NAME)
