"""Questions of every reader and every act: written to SQL once, then asked with other values.

Most of what a page or a signature costs is not the database but Django writing the same long
statements anew. A prepared question keeps the statement and puts the values in their places.
Where a value stands is learnt, not declared: the question is written for two moments, and each
place where the two differ must hold the moment or its day, or the question is refused.
How each column becomes a Python value is remembered, too. A question that locks its rows is
refused outside a transaction, as Django refuses it.

What stands beside the rows (``prefetch_related``) is read by ``records.beside`` in the same way.
"""

import json
import weakref
from datetime import UTC, date, datetime
from functools import partial

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Prefetch
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query
from django.db.transaction import TransactionManagementError

from rules.periods import local_day

#: Stand-ins for values, two of each kind, so unlike anything else that they can be recognised.
MOMENT = (
    datetime(1971, 2, 3, 4, 5, 6, 700, tzinfo=UTC),
    datetime(1983, 9, 8, 7, 6, 5, 432, tzinfo=UTC),
)
TEXT = ("prepared-text-one", "prepared-text-two")
SECOND_TEXT = ("prepared-text-three", "prepared-text-four")
THIRD_TEXT = ("prepared-text-five", "prepared-text-six")
DAY = (date(1971, 2, 3), date(1983, 9, 8))
NUMBER = (1900000003, 1900000779)
SECOND_NUMBER = (1900000005, 1900000781)
#: For small columns: PostgreSQL holds no more in them, and Django asks nothing that cannot be true.
SMALL_NUMBER = (31003, 31779)
#: The greatest that a column holds, and the greatest that SQLite takes for a value.
GREATEST = 2**63 - 1
#: Any number of keys as one value (:func:`listed`, :func:`among`): the statement stays the same.
KEYS = ("[1900000001]", "[1900000777]")
UNFOLD = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
}
#: The same for words (:func:`among_words`).
WORDS = ('["prepared-word-one"]', '["prepared-word-two"]')
MORE_WORDS = ('["prepared-word-three"]', '["prepared-word-four"]')
UNFOLD_WORDS = UNFOLD | {"postgresql": "SELECT value FROM json_array_elements_text(%s::json)"}


def listed(keys):
    """Numbers as a value of the kind ``KEYS``, words as one of ``WORDS``."""
    return json.dumps(list(keys))


def among(keys):
    """What a column is held against with ``__in``: the numbers in a value of the kind ``KEYS``."""
    return RawSQL(UNFOLD[connections[DEFAULT_DB_ALIAS].vendor], [keys])


def among_words(words):
    """What a column is held against with ``__in``: the words in a value of the kind ``WORDS``."""
    return RawSQL(UNFOLD_WORDS[connections[DEFAULT_DB_ALIAS].vendor], [words])


_all = weakref.WeakSet()


class _Written(Query):
    """A query whose statement stands; whoever narrows it further asks another question."""

    def get_compiler(self, *args, **kwargs):
        return self.written

    def chain(self, *args, **kwargs):
        raise TypeError("a prepared question is asked as it is")

    clone = chain


class Prepared:
    """``build(*values)``, a queryset, with one of the kinds above for each value."""

    def __init__(self, build, *kinds):
        self.build, self.kinds, self._written = build, kinds, {}
        _all.add(self)

    def __call__(self, *values):
        """The queryset of these values: to be read, not to be narrowed."""
        return self._ask(values)

    def part(self, *values, limit, offset=0):
        """The same, but only ``limit`` rows from the ``offset`` on: one statement for any part."""
        return self._ask(values, " LIMIT %s OFFSET %s", (limit, offset))

    def _ask(self, values, ending="", more=()):
        if any(isinstance(value, int) and value > GREATEST for value in values):
            return self.build(*values)  # no column holds it: Django knows, the database fails
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._write(connection)
        template, compiler, sql, params, places = self._written[connection.vendor]
        if template.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("a lock needs a transaction")
        if ending and (template.query.is_sliced or template.query.select_for_update):
            raise TypeError("a part is taken of a prepared question that neither ends nor locks")
        filled = list(params)
        for place, (number, form) in places.items():
            filled[place] = form(connection, values[number])
        written, query = twin(compiler), twin(template.query, _Written)
        written.connection = connection
        written.as_sql = lambda *args, **kwargs: (f"{sql}{ending}", (*filled, *more))
        query.written = written
        queryset = twin(template, _query=query)
        if beside := template._prefetch_related_lookups:
            queryset._prefetch_related_objects = partial(_read_beside, queryset, beside)
        return queryset

    def first(self, *values):
        """The first row, or None; the question itself should end after one."""
        return next(iter(self(*values)), None)

    def forget(self):
        self._written.clear()

    def _write(self, connection):
        """``(queryset, compiler, statement, parameters, {place: (number of the value, form)})``."""
        pairs = [tuple(kind[nth] for kind in self.kinds) for nth in (0, 1)]
        template, other = (self.build(*values) for values in pairs)
        if any(isinstance(each, Prefetch) for each in template._prefetch_related_lookups):
            raise TypeError("a prepared question cannot hold another: prefetch by names only")
        compiler = template.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        other_sql, other_params = other.query.get_compiler(connection=connection).as_sql()
        if sql != other_sql:
            raise TypeError("a prepared question must read the same for all values")
        places = {
            place: _place(connection, both, pairs)
            for place, both in enumerate(zip(params, other_params, strict=True))
            if both[0] != both[1]
        }
        selected = [expression for expression, *_ in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(selected)
        compiler.get_converters = lambda expressions: converters
        return template, compiler, sql, params, places


def greatest(model, column, *, owner):
    """The greatest ``column`` among the rows of one ``owner``: a question asked with its key."""

    def rows(key):
        mine = model.objects.filter(**{owner: key})
        return mine.order_by(f"-{column}").values_list(column, flat=True)[:1]

    return Prepared(rows, NUMBER)


def _read_beside(queryset, paths):
    """In the place of a queryset's own reading, which would write its statements anew."""
    from .beside import read_beside  # which asks prepared questions itself

    read_beside(queryset._result_cache, *paths)
    queryset._prefetch_done = True


def twin(thing, kind=None, **more):
    """A shallow copy that differs in ``more``.

    ``copy.copy`` asks each thing how it is copied, and would read a queryset; a queryset's setter
    of ``query`` would change what it yields.
    """
    twin = object.__new__(kind or type(thing))
    twin.__dict__.update(thing.__dict__, **more)
    return twin


def forget(**kwargs):
    """Write every statement anew: after a migration the keys of content types may be others."""
    for each in _all:
        each.forget()


def _place(connection, both, pairs):
    """Which value stands here, and how; from what both writings have in this place."""
    for number, values in enumerate(zip(*pairs, strict=True)):
        forms = _forms(values[0])
        for form in forms:
            if tuple(form(connection, value) for value in values) == both:
                return number, form
    raise TypeError(f"a prepared question says {both[0]!r}, which is none of its values")


def _forms(value):
    if isinstance(value, datetime):
        return (_as_moment, _as_its_day)
    return (_as_day,) if isinstance(value, date) else (_as_is,)


def _as_is(connection, value):
    return value


def _as_moment(connection, at):
    return connection.ops.adapt_datetimefield_value(at)


def _as_its_day(connection, at):
    return connection.ops.adapt_datefield_value(local_day(at))


def _as_day(connection, day):
    return connection.ops.adapt_datefield_value(day)
