"""The workflow as a Django application."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = "认定审核"

    def ready(self):
        from django.db.models.signals import post_migrate
        from viewflow.workflow.signals import task_failed

        from . import indexes
        from .services import (
            absence,  # noqa: F401, these register their jobs
            daily_notice,  # noqa: F401
            failures,
            notices,  # noqa: F401
            reminders,  # noqa: F401
            renewals,  # noqa: F401
            retention,  # noqa: F401
            scans,  # noqa: F401
            timers,  # noqa: F401
        )

        post_migrate.connect(indexes.create, dispatch_uid="workflow.indexes")
        task_failed.connect(failures.scrub, dispatch_uid="workflow.failures")
