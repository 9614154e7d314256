"""``manage.py migrate``: Django's own, quicker (``config.migrating``)."""

from django.core.management.commands import migrate
from django.db import connection

from config.migrating import PackagesFirst, quick_states
from records.models import PublicWrite
from records.public_writes import begin_anew, unnoted

migrate.MigrationExecutor = PackagesFirst


class Command(migrate.Command):
    def handle(self, *args, **options):
        with quick_states(), unnoted():
            super().handle(*args, **options)
        if not options["plan"] and not options["check_unapplied"]:
            _tell_what_migrations_wrote()


def _tell_what_migrations_wrote():
    """Pages that other processes keep were made before; going back may have taken the table."""
    if PublicWrite._meta.db_table in connection.introspection.table_names():
        begin_anew()
