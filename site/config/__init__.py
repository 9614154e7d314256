"""The wiring: settings, urls, api, wsgi."""
