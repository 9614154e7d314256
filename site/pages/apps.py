"""The pages room as a Django application, and the privacy gate at every way to the public."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "公开网站"

    def ready(self):
        from django.db.models.signals import (
            post_migrate,
            post_save,
            pre_delete,
            pre_migrate,
            pre_save,
        )
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.images.models import Rendition
        from wagtail.models import CollectionViewRestriction, Page, PageLogEntry, Revision

        from pages import (
            after_migrate,
            audited_models,
            line_places,  # noqa: F401, registers its buttons
            page_audit,
            public_change,
            site_checks,  # noqa: F401, the checks register themselves
        )
        from pages.documents import file_doors, folders, signed_files
        from pages.machines.api import following  # noqa: F401, registers its job
        from pages.models import recipients
        from pages.notices import services  # noqa: F401, registers its jobs
        from pages.privacy import (
            found_later,  # noqa: F401, watches what was read later
            guards,
            waiting_claims,  # noqa: F401, registers its job
        )
        from pages.search import order
        from pages.search.reindexing import connect
        from pages.subscribing import services as subscribing  # noqa: F401, registers its jobs
        from pages.word_in import services as word_in  # noqa: F401, registers its job
        from records.prepared_writes import prepare_writes

        words = (guards.page, guards.revision, guards.library_file, guards.picture)
        for guard in (*words, public_change.guard_page, public_change.guard_revision):
            pre_save.connect(guard, dispatch_uid=f"{guard.__module__}.{guard.__name__}")
        for model in (get_document_model(), get_image_model()):
            options = {"sender": model, "dispatch_uid": f"pages.signed_files.{model.__name__}"}
            pre_save.connect(signed_files.guard, **options)
            pre_delete.connect(signed_files.guard_deletion, **options)
        pre_save.connect(folders.guard_restriction, sender=CollectionViewRestriction)
        pre_delete.connect(recipients.guard_group, sender=recipients.RecipientGroup)
        post_save.connect(file_doors.note_new_size, sender=Rendition)
        prepare_writes(Page, PageLogEntry, Revision)
        connect()
        page_audit.connect()
        audited_models.enter()
        pre_migrate.connect(order.untie, sender=self, dispatch_uid="pages.search.order.untie")
        acts = (
            order.tie,
            after_migrate.create_indexes,
            after_migrate.name_in_chinese,
            after_migrate.retire_stock_moderation,
        )
        for act in acts:
            uid = f"{act.__module__}.{act.__name__}"
            post_migrate.connect(act, sender=self, dispatch_uid=uid)
