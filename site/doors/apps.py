"""The doors room as a Django application."""

from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "doors"
    verbose_name = "办事入口"
