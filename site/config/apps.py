"""The wiring as an application: its static files, templates and project-wide commands."""

from django.apps import AppConfig


class GongshiConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "公示"
