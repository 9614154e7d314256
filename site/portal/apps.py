"""The portal room as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "申请门户"

    def ready(self):
        from . import signals  # noqa: F401 - its receivers listen from here on
