"""The workflow as a Django application."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = "认定审核"

    def ready(self):
        from django.db.models.signals import post_migrate
        from viewflow.workflow.signals import task_failed

        from applications import above
        from records.row_changes import audit

        from . import answers, indexes, trail_pages
        from .models import OpinionTemplate
        from .services import (
            absence,  # noqa: F401, these register their jobs
            daily_notice,  # noqa: F401
            dishonesty,  # noqa: F401
            failures,
            notices,  # noqa: F401
            reminders,  # noqa: F401
            renewals,  # noqa: F401
            retention,  # noqa: F401
            scans,  # noqa: F401
            timers,  # noqa: F401
        )

        audit(OpinionTemplate, "workflow")
        trail_pages.connect()
        above.register(
            is_being_mended=answers.is_being_mended,
            was_returned=answers.was_returned,
            seen_by=answers.seen_by,
        )
        post_migrate.connect(indexes.create, dispatch_uid="workflow.indexes")
        task_failed.connect(failures.scrub, dispatch_uid="workflow.failures")
