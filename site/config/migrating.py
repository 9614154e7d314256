"""A new database in a fraction of the time: what Django does beside the SQL is done once.

While it migrates Django keeps a class of every model, and makes the classes of all related models
anew when one is added: in a house where everything belongs to somebody, that is all of them, for
each table. But a model that was not there changes no other class than by its reverse relations,
which the classes look up whenever they are asked. And whose migrations come last matters little
to the database, but the fewer models there are, the fewer are made anew: the packages go first.
Which models a setting may swap does not change meanwhile, but Django forgets it with each class
made anew, and then looks through all installed models for every relation: it is remembered.

On a person's own machine an empty SQLite database has its tables from a file (``READY_TABLES``,
written by ``make tables``): only what was added to the migrations since is migrated.
"""

from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

_add_model = ProjectState.add_model


def _add_new_model(state, model_state):
    """As Django's own, but what is there already is not made anew for a model that was not."""
    key = model_state.app_label, model_state.name_lower
    if key in state.models or "apps" not in state.__dict__:
        _add_model(state, model_state)
        return
    rendered = state.__dict__.pop("apps")
    _add_model(state, model_state)
    state.__dict__["apps"] = rendered
    rendered.render_multiple([model_state])


@contextmanager
def quick_states():
    ProjectState.add_model = _add_new_model
    apps.get_swappable_settings_name = cache(apps.get_swappable_settings_name)
    try:
        yield
    finally:
        ProjectState.add_model = _add_model
        del apps.get_swappable_settings_name


@contextmanager
def unhurried(connection):
    """No statement is broken off because it takes long, as an index of a long table does.

    What waits for a lock still gives up: who works meanwhile goes first.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")


class PackagesFirst(MigrationExecutor):
    """Takes the migrations of packages, and what those need of ours, before the rest of ours."""

    def migration_plan(self, targets, clean_start=False):
        return super().migration_plan(sorted(targets, key=_is_ours), clean_start=clean_start)


def lay_tables(connection, path):
    """Make the tables of the file at ``path`` in an empty SQLite database; all of them or none.

    Any other database is left as it is.
    """
    if connection.vendor == "sqlite" and not connection.introspection.table_names():
        connection.ensure_connection()
        connection.connection.executescript(path.read_text(encoding="utf-8"))


def _is_ours(target):
    path = apps.get_app_config(target[0]).path
    return path.startswith(str(settings.ROOT / "site"))
