"""The ledger as a Django application; its job of the clock."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "台账"

    def ready(self):
        from .services import file_imports, venues  # noqa: F401, these register their jobs
