"""``manage.py migrate``: Django's own, quicker (``config.migrating``)."""

from django.core.management.commands import migrate

from config.migrating import PackagesFirst, quick_states

migrate.MigrationExecutor = PackagesFirst


class Command(migrate.Command):
    def handle(self, *args, **options):
        with quick_states():
            super().handle(*args, **options)
