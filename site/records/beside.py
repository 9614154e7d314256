"""What stands beside rows (Django's ``prefetch_related``), read by statements that stand.

Django writes the statement of each relation anew for every reader. Here it is a prepared question
of a relation, asked with the keys of the rows; what comes is put where Django would have put it.
"""

from collections import defaultdict
from functools import cache, partial

from django.db.models.sql import Query

from .prepared import KEYS, Prepared, among, listed, twin


class _OfOne(Query):
    """What was read beside one row: whoever narrows it asks of that row alone, as ever.

    It says nothing itself until it is copied, asked, or joined with another (``|``), which looks
    first whether it is empty and then reads it as it is: then it becomes what it stands for.
    """

    def clone(self):
        return self.anew()

    def get_compiler(self, *args, **kwargs):
        return self.anew().get_compiler(*args, **kwargs)

    def is_empty(self):
        vars(self).update(vars(self.anew()))
        return False


def read_beside(rows, *paths):
    """Django's ``prefetch_related_objects(rows, "product__photos")``, a statement a relation.

    What was read before is not read again. Foreign keys, links to one and what points back by
    either are led to; whatever else is named is refused with ``TypeError``.
    """
    for path in paths:
        names, level = path.split("__"), list(rows)
        while names and level:
            level = _step(level, names)


def _step(rows, names):
    """The rows that the first of ``names`` leads to, after they were read where they were not.

    With rows that point back come those that they in turn point to, in the same statement.
    """
    name = names.pop(0)
    field = type(rows[0])._meta.get_field(name)
    if _leads_to_one(field) or field.one_to_one:
        _read_ones([row for row in rows if not field.is_cached(row)], field)
        return [other for row in rows if (other := getattr(row, name, None)) is not None]
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
    """The other end of each row: what its column names, or whose column names it."""
    own, theirs = (field.attname, "pk") if field.concrete else ("pk", field.field.attname)
    keys = {getattr(row, own) for row in rows} - {None}
    question = _by_key(field.related_model, theirs)
    rest = question(listed(sorted(keys))) if keys else ()
    others = {getattr(each, theirs): each for each in rest}
    for row in rows:
        other = others.get(getattr(row, own))
        field.set_cached_value(row, other)
        if other and not field.concrete:
            field.field.set_cached_value(other, row)


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
        query = twin(every.query, _OfOne, anew=partial(_anew, field, row))
        _beside(row)[name] = twin(
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
