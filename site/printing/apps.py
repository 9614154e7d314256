"""The room's entry in Django's list of applications."""

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "printing"
    verbose_name = "排印"
