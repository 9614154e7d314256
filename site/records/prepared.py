"""Questions of every reader and every act: written to SQL once, then asked with other values.

Most of what a page or a signature costs is not the database but Django writing the same long
statements anew. A prepared question keeps the statement and puts the values in their places.
Where a value stands is learnt, not declared: the question is written for two moments, and each
place where the two differ must hold the moment or its day, or the question is refused.
How each column becomes a Python value is remembered, too. A question that locks its rows is
refused outside a transaction, as Django refuses it.

What stands beside the rows (``prefetch_related``) is read by statements that stand, too.
"""

import json
import weakref
from collections import defaultdict
from datetime import UTC, date, datetime
from functools import cache, partial

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
DAY = (date(1971, 2, 3), date(1983, 9, 8))
NUMBER = (1900000003, 1900000779)
SECOND_NUMBER = (1900000005, 1900000781)
#: For small columns: PostgreSQL holds no more in them, and Django asks nothing that cannot be true.
SMALL_NUMBER = (31003, 31779)
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


class _OfOne(Query):
    """What was read beside one row: whoever narrows it asks of that row alone, as ever."""

    def chain(self, *args, **kwargs):
        return self.anew().chain(*args, **kwargs)


class Prepared:
    """``build(*values)``, a queryset, with one of the kinds above for each value."""

    def __init__(self, build, *kinds):
        self.build, self.kinds, self._written = build, kinds, {}
        _all.add(self)

    def __call__(self, *values):
        """The queryset of these values: to be read, not to be narrowed."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._write(connection)
        template, compiler, sql, params, places = self._written[connection.vendor]
        if template.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("a lock needs a transaction")
        filled = list(params)
        for place, (number, form) in places.items():
            filled[place] = form(connection, values[number])
        written, query = _twin(compiler), _twin(template.query, _Written)
        written.connection = connection
        written.as_sql = lambda *args, **kwargs: (sql, tuple(filled))
        query.written = written
        queryset = _twin(template, _query=query)
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


def read_beside(rows, *paths):
    """Django's ``prefetch_related_objects(rows, "product__photos")``, a statement a relation.

    What was read before is not read again. Foreign keys and what points back by one are led to;
    whatever else is named is refused with ``TypeError``.
    """
    for path in paths:
        names, level = path.split("__"), list(rows)
        while names and level:
            level = _step(level, names)


def _read_beside(queryset, paths):
    """In the place of a queryset's own reading, which would write its statements anew."""
    read_beside(queryset._result_cache, *paths)
    queryset._prefetch_done = True


def _step(rows, names):
    """The rows that the first of ``names`` leads to, after they were read where they were not.

    With rows that point back come those that they in turn point to, in the same statement.
    """
    name = names.pop(0)
    field = type(rows[0])._meta.get_field(name)
    if _leads_to_one(field):
        _read_ones([row for row in rows if not field.is_cached(row)], field)
        return [other for row in rows if (other := getattr(row, name)) is not None]
    if not field.one_to_many:
        raise TypeError(f"{name} is for Django's own prefetch_related")
    ahead = _joined(field.related_model, names)
    _read_many([row for row in rows if name not in _beside(row)], field, name, ahead)
    return [each for row in rows for each in _beside(row)[name]]


def _leads_to_one(field):
    return field.concrete and field.is_relation and not field.many_to_many


def _joined(model, names):
    """The first of ``names`` as far as each is a foreign key: what a statement can join."""
    joined = []
    for name in names:
        field = model._meta.get_field(name)
        if not _leads_to_one(field):
            break
        joined.append(name)
        model = field.related_model
    return "__".join(joined)


def _beside(row):
    """Where Django looks for what was read beside a row."""
    return vars(row).setdefault("_prefetched_objects_cache", {})


def _read_ones(rows, field):
    keys = {getattr(row, field.attname) for row in rows} - {None}
    question = _by_key(field.related_model, "pk")
    others = {each.pk: each for each in question(listed(sorted(keys)))} if keys else {}
    for row in rows:
        field.set_cached_value(row, others.get(getattr(row, field.attname)))


def nothing_beside(row, *names):
    """It is known that there is nothing of these relations of ``row``: nobody asks."""
    for name in names:
        _put([row], type(row)._meta.get_field(name).field, name, defaultdict(list))


def _read_many(rows, relation, name, ahead):
    field, groups = relation.field, defaultdict(list)
    keys = sorted({row.pk for row in rows})
    question = _by_key(field.model, field.name, ahead)
    for each in question(listed(keys)) if keys else ():
        groups[getattr(each, field.attname)].append(each)
    _put(rows, field, name, groups)


def _put(rows, field, name, groups):
    every = field.model._default_manager.none()
    for row in rows:
        for each in groups[row.pk]:
            field.set_cached_value(each, row)
        query = _twin(every.query, _OfOne, anew=partial(_anew, field, row))
        _beside(row)[name] = _twin(
            every, _query=query, _result_cache=groups[row.pk], _prefetch_done=True
        )


def _anew(field, row):
    return field.model._default_manager.filter(**{field.name: row}).query


@cache
def _by_key(model, name, ahead=""):
    """The rows of ``model`` whose ``name`` is among keys, in their usual order."""

    def rows(keys):
        every = model._default_manager.filter(**{f"{name}__in": among(keys)})
        return every.select_related(ahead) if ahead else every

    return Prepared(rows, KEYS)


def _twin(thing, kind=None, **more):
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
