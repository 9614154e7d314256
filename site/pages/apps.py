"""The pages room as a Django application, and the privacy gate at every way to the public."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "公开网站"

    def ready(self):
        from django.db.models.signals import post_migrate, pre_save

        from . import (
            after_migrate,
            audited_models,
            guards,
            site_checks,  # noqa: F401, registers itself
        )
        from .reindexing import connect

        for guard in (guards.page, guards.revision, guards.library_file, guards.picture):
            pre_save.connect(guard, dispatch_uid=f"pages.guards.{guard.__name__}")
        connect()
        audited_models.enter()
        for act in (after_migrate.create_search_index, after_migrate.name_in_chinese):
            post_migrate.connect(
                act, sender=self, dispatch_uid=f"pages.after_migrate.{act.__name__}"
            )
