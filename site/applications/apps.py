"""The applications room as a Django application."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "申请"

    def ready(self):
        from .services import licences  # noqa: F401, this registers its job
