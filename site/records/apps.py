"""The records room as a Django application."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "记录"

    def ready(self):
        from . import outbox, sealing  # noqa: F401, these register their jobs
