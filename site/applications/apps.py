"""The applications room as a Django application."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "申请"

    def ready(self):
        from records.prepared_writes import prepare_writes

        from .models import Application, Item, Outcome, Submission
        from .services import licences  # noqa: F401, this registers its job

        prepare_writes(Application, Item, Outcome, Submission)
