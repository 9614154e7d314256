"""The registry as a Django application."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = "基础信息"

    def ready(self):
        from . import sign_ins

        sign_ins.connect()
