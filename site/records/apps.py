"""The records room as a Django application."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "记录"

    def ready(self):
        from django.db.models.signals import post_migrate

        from . import (
            append_only,
            evidence,  # noqa: F401, these register their jobs and measures
            outbox,  # noqa: F401
            own_measures,  # noqa: F401
            prepared,
            public_writes,
            sealing,  # noqa: F401
        )
        from .models import AuditEvent, Counter, OutgoingMail
        from .prepared_writes import prepare_writes

        prepare_writes(AuditEvent, Counter, OutgoingMail)
        public_writes.install()
        post_migrate.connect(append_only.guard, sender=self, dispatch_uid="records.append_only")
        post_migrate.connect(prepared.forget, dispatch_uid="records.prepared")
