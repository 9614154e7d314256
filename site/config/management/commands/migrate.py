"""``manage.py migrate``: Django's own, quicker (``config.migrating``)."""

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connection, connections

from config.migrating import PackagesFirst, lay_tables, quick_states, unhurried
from records.models import PublicWrite
from records.public_writes import begin_anew, unnoted

migrate.MigrationExecutor = PackagesFirst


class Command(migrate.Command):
    def handle(self, *args, **options):
        database = connections[options["database"]]
        if settings.READY_TABLES and not self._is_part(options):
            lay_tables(database, settings.READY_TABLES)
        with quick_states(), unnoted(), unhurried(database):
            super().handle(*args, **options)
        if not options["plan"] and not options["check_unapplied"]:
            _tell_what_migrations_wrote()

    def _is_part(self, options):
        """Whether somebody asked for less than all migrations, or only looks."""
        return any(options[name] for name in ("app_label", "plan", "check_unapplied", "fake"))


def _tell_what_migrations_wrote():
    """Pages that other processes keep were made before; going back may have taken the table."""
    if PublicWrite._meta.db_table in connection.introspection.table_names():
        begin_anew()
