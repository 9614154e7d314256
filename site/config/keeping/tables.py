"""The database as tables and rows, whichever engine holds them."""

from django.db import connection as default

#: Made anew by `manage.py update_index`, and of another shape on each engine.
SEARCH = "wagtailsearch_indexentry"
FULL_TEXT = "wagtailsearch_indexentry_fts"
#: Written by triggers beside each row of the index.
SEARCH_ORDER = "pages_indexedpage"
#: A notebook of SQLite's own, and what `migrate` writes wherever it runs.
OF_THE_ENGINE = ("sqlite_", "django_migrations")


def names(connection=default):
    """Every table of the house, sorted; without the search index and what engines keep."""
    present = connection.introspection.table_names()
    left_out = (FULL_TEXT, SEARCH, SEARCH_ORDER, *OF_THE_ENGINE)
    return sorted(name for name in present if not name.startswith(left_out))


def counts(connection=default):
    """``{table: rows}``."""
    return {name: _count(name, connection) for name in names(connection)}


def _count(name, connection):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")
        return cursor.fetchone()[0]


def differences(expected, actual):
    """One line for each table whose rows are not as many as they should be."""
    return [
        f"{name}：应有 {expected.get(name, 0)} 行，实有 {actual.get(name, 0)} 行"
        for name in sorted(expected.keys() | actual.keys())
        if expected.get(name, 0) != actual.get(name, 0)
    ]
