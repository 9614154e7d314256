"""The catalogue as a Django application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "产品目录"

    def ready(self):
        from . import services  # noqa: F401, registers its jobs
