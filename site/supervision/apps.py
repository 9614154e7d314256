"""Supervision as a Django application."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "社会监督"

    def ready(self):
        from . import recounting  # noqa: F401, registers itself
