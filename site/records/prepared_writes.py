"""Rows that every act writes: Django's INSERT and UPDATE of a model, written to SQL once.

Storing a row takes Django longer to put into words than the database to do: the same names in the
same order, each time anew. ``prepare_writes(Model)`` keeps the words and fills in the values. All
else about a row is Django's as before: signals, defaults, what fields make of their values, the
key that comes back. What is no plain value (``F("x") + 1``, a database's default, fixtures) goes
Django's own way.
"""

from functools import partial

from django.db import connections
from django.db.models.sql import InsertQuery

_statements = {}


def prepare_writes(*models):
    """From now on ``save`` of these models, and of what inherits them, keeps its statements."""
    for model in models:
        model._do_insert, model._do_update = (
            _in_place_of(model._do_insert, _insert),
            _in_place_of(model._do_update, _update),
        )


def _in_place_of(own, prepared):
    def write(self, *args, **kwargs):
        return prepared(self, partial(own, self), *args, **kwargs)

    return write


def _insert(self, django, manager, using, fields, returning_fields, raw):
    """The keys that the database gave, as ``Model._do_insert`` hands them back."""
    if raw or not _are_plain(fields, [getattr(self, field.attname) for field in fields]):
        return django(manager, using, fields, returning_fields, raw)
    connection = connections[using]
    key = ("insert", connection.vendor, manager.model, _names(fields))
    if key not in _statements:
        _statements[key] = _insert_in_words(self, manager.model, using, fields, returning_fields)
    values = [field.pre_save(self, True) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statements[key], _stored(fields, values, connection))
        return [cursor.fetchone()] if returning_fields else []


def _insert_in_words(row, model, using, fields, returning_fields):
    """The statement; ``raw``, so that no field draws its value of this moment for mere words."""
    query = InsertQuery(model)
    query.insert_values(fields, [row], raw=True)
    compiler = query.get_compiler(using=using)
    compiler.returning_fields = returning_fields
    [(sql, _)] = compiler.as_sql()
    return sql


def _update(self, django, base_qs, using, pk_val, values, update_fields, forced_update):
    """Whether there was such a row, as ``Model._do_update`` says."""
    fields, plain = [field for field, _, _ in values], [value for _, _, value in values]
    is_narrowed = base_qs.query.where or self._meta.select_on_save
    if is_narrowed or not _are_plain(fields, plain):
        return django(base_qs, using, pk_val, values, update_fields, forced_update)
    connection, meta = connections[using], base_qs.model._meta
    key = ("update", connection.vendor, base_qs.model, _names(fields))
    if key not in _statements:
        _statements[key] = _update_in_words(meta, fields, connection.ops.quote_name)
    params = _stored([*fields, meta.pk], [*plain, pk_val], connection)
    with connection.cursor() as cursor:
        cursor.execute(_statements[key], params)
        return cursor.rowcount > 0


def _update_in_words(meta, fields, quoted):
    places = ", ".join([f"{quoted(field.column)} = %s" for field in fields])
    return f"UPDATE {quoted(meta.db_table)} SET {places} WHERE {quoted(meta.pk.column)} = %s"


def _names(fields):
    return tuple([field.attname for field in fields])


def _are_plain(fields, values):
    return bool(values) and not any(
        hasattr(value, "resolve_expression") or hasattr(field, "get_placeholder")
        for field, value in zip(fields, values, strict=True)
    )


def _stored(fields, values, connection):
    return [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values, strict=True)
    ]
