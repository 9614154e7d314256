"""A ledger is declared once: its model and columns make the form, list, import and export.

A further ledger is a model (``ledger/models``) and a class here in a file of its own, named in
``ledgers/__init__.py``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import Q

from registry.models import Organisation

from .cells import Column

Kind = Organisation.Kind
#: The units that the plan names; the four kinds below them keep ledgers of their own.
RESPONSIBLE = (Kind.DEPARTMENT, Kind.ZONE_COMMITTEE, Kind.MASS_ORGANISATION, Kind.GROUP)


class Ledger:
    """``word`` stands in addresses and imports; the docstring is the sentence above the list."""

    word: str
    title: str
    model: type
    #: The columns that people fill in, in the order of form and file; ``number`` comes first.
    columns: tuple[str, ...]
    #: The columns of the list.
    listed: tuple[str, ...]
    #: The columns that may be filled in or changed later; everything else only by a new entry.
    later: tuple[str, ...] = ()
    #: What the search looks into, beside the number.
    searched: tuple[str, ...] = ()
    #: What every row of this ledger has in common where several share a table.
    fixed: dict[str, str] = {}
    kept_by: tuple[str, ...] = RESPONSIBLE
    #: The column with the day by which entries are told apart in time.
    day: str = ""
    #: The templates of a ledger's own parts of the page of an entry.
    parts: tuple[str, ...] = ()
    #: How many days ahead a day of a plan or contract may lie, by column; no other lies ahead.
    ahead: Mapping[str, int] = MappingProxyType({})

    def __init__(self):
        fields = self.model._meta
        names = ("number", *self.columns)
        self.all_columns = tuple(Column(fields.get_field(name)) for name in names)
        self.by_name = {column.name: column for column in self.all_columns}

    @property
    def description(self):
        return self.__doc__

    @property
    def first_columns(self):
        """The columns of the form of a new entry."""
        return self.all_columns

    @property
    def later_columns(self):
        return tuple(self.by_name[name] for name in self.later)

    @property
    def list_columns(self):
        return tuple(self.by_name[name] for name in ("number", *self.listed))

    @property
    def related(self):
        """The relations that a list needs, so that it takes one query."""
        names = [each.name for each in self.all_columns if each.field.is_relation]
        return ("unit", *names)

    def rows(self):
        """The entries of this ledger, void ones included."""
        return self.model.objects.filter(**self.fixed).select_related(*self.related)

    def search(self, rows, text):
        """``rows`` whose number or searched columns contain ``text``."""
        hits = Q(number__icontains=text) | Q(unit__name__icontains=text)
        for name in self.searched:
            hits |= Q(**{f"{name}__icontains": text})
        return rows.filter(hits)

    def is_kept_by(self, unit):
        return unit.kind in self.kept_by

    def reasons(self, entry, on):
        """Further reasons against ``entry``, as ``[(column, reason)]``."""
        return []

    def clashes(self, entry, drawn):
        """Reasons against ``entry`` beside the rows before it in the same file, not saved yet.

        ``drawn`` is a dictionary for the file, in which a ledger keeps what it needs of them.
        """
        return []
