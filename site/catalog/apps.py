"""The catalogue as a Django application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "产品目录"

    def ready(self):
        from records.prepared_writes import prepare_writes

        from . import leaving, services  # noqa: F401, register their jobs
        from .models import Certificate, CertificateEvent, Product, ProductVersion

        prepare_writes(Certificate, CertificateEvent, Product, ProductVersion)
