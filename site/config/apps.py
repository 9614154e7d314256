"""The wiring as an application: its static files, templates and project-wide commands."""

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class GongshiConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "公示"

    def ready(self):
        from . import (  # noqa: F401, they register themselves
            background,
            checks,
            daily_findings,
            metrics,
            office_networks,
        )
        from .keeping import backing_up  # noqa: F401

        # An application without models of its own is not told of a migration: registry hears it.
        sender = apps.get_app_config("registry")
        post_migrate.connect(create_limits, sender=sender, dispatch_uid="config.create_limits")


def create_limits(sender, using, **kwargs):
    """Create the table of the counted limits (``caches.LIMITS``); runs again without harm."""
    call_command("createcachetable", database=using, verbosity=0)
