"""The desk room as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = "工作台"

    def ready(self):
        from . import making_exports  # noqa: F401, registers its job
        from .exports import neutralise
        from .filter_bounds import bound
        from .sidebar import load_once

        neutralise()
        bound()
        load_once()
