"""The desk room as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = "工作台"

    def ready(self):
        from .exports import neutralise

        neutralise()
