"""Django's own queries, written in less time.

For each ordered query Django 5.2 hashes every column that it selects, lest it be ordered by one of
them as an expression; and a column's hash binds the arguments of its constructor by ``inspect``.
For each query it compares every column's field with itself, name by name. Here both say at once
what they would have found. The statements are the same to the letter:
``tests/config/test_quick_queries.py`` compares them with Django's own. What it is worth is in
``docs/bench.md``.
"""

from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import cached_property

_stock_converters = Col.get_db_converters
_stock_order_by = SQLCompiler.get_order_by


def _identity(self):
    """What ``Expression.identity`` makes of ``Col(alias, target, output_field=None)``."""
    args, kwargs = self._constructor_args
    given = {**dict(zip(("alias", "target", "output_field"), args, strict=False)), **kwargs}
    return (
        self.__class__,
        ("alias", given["alias"]),
        ("target", self._identity(given["target"])),
        ("output_field", self._identity(given.get("output_field"))),
    )


def _converters(self, connection):
    if self.target is self.output_field:
        return self.target.get_db_converters(connection)
    return _stock_converters(self, connection)


def _order_by(self):
    """Django's own, which need not look for an ordering by name among columns without a name."""
    select = self.select
    if select and _is_by_names(self.query) and not any(alias for _, _, alias in select):
        self.select = None
    try:
        return _stock_order_by(self)
    finally:
        self.select = select


def _is_by_names(query):
    """Whether ``query`` stands alone and is ordered by names of fields, as a caller wrote them."""
    ordering = query.extra_order_by or query.order_by
    if not ordering and query.default_ordering and query.model:
        ordering = query.get_meta().ordering
    return not query.combinator and all(isinstance(each, str) for each in ordering)


def install():
    """From here on, for every query of this process."""
    Col.identity = cached_property(_identity)
    Col.identity.__set_name__(Col, "identity")
    Col.get_db_converters = _converters
    SQLCompiler.get_order_by = _order_by
