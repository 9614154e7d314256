"""The pages room as a Django application."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "公开网站"

    def ready(self):
        from . import site_checks  # noqa: F401, registers itself
        from .reindexing import connect

        connect()
