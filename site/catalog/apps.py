"""The catalogue as a Django application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "产品目录"

    def ready(self):
        from . import leaving, services  # noqa: F401, register their jobs
