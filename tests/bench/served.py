"""Settings of a site that a bench serves over HTTP: the tests', with what a real office keeps."""

from config.settings.test import *  # noqa: F403

API_RATE_PER_MINUTE = 10**9
PAGE_CACHE_MEGABYTES, NGINX_KEEPS_PAGES = 32, True
WHITENOISE_AUTOREFRESH = False
