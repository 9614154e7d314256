"""The ledger as a Django application; its job of the clock."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "台账"

    def ready(self):
        from django.db.models.signals import post_migrate

        from . import (
            monthly,  # noqa: F401, this registers its job
            pairing_spans,
            reminders,  # noqa: F401, this registers its job
        )
        from .services import file_imports, venues  # noqa: F401, these register their jobs

        post_migrate.connect(
            pairing_spans.SPANS.create, sender=self, dispatch_uid="ledger.pairing_spans"
        )
