"""The pages room as a Django application."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "公开网站"

    def ready(self):
        from .reindexing import connect

        connect()
