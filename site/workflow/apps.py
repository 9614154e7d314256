"""The workflow as a Django application."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = "认定审核"

    def ready(self):
        from django.db.models.signals import post_migrate
        from viewflow.workflow.signals import task_failed

        from registry.row_changes import audit

        from . import indexes, trail_pages
        from .models import OpinionTemplate
        from .services import failures

        audit(OpinionTemplate, "workflow")
        trail_pages.connect()
        post_migrate.connect(indexes.create, dispatch_uid="workflow.indexes")
        task_failed.connect(failures.scrub, dispatch_uid="workflow.failures")
