"""The facts that a change report may change: as columns, as plain JSON, and as words to read."""

from decimal import Decimal

from catalog import sheet
from registry.models import Applicant
from registry.particulars import PARTICULARS
from rules import vocabulary
from rules.changes import is_far

#: A19: which columns belong to a kind of change; a kind without columns is told in words.
COLUMNS = {
    "registration": PARTICULARS,
    "licence": (),
    "product": ("name", "sales_spec", "standard_no"),
    "origin_input": ("origin_text", "input_sources", "input_source_text"),
    "output_supply": ("annual_output", "output_unit", "supply_months", "supply_text"),
    "price": ("reference_price_fen",),
    "benefit": (
        "mechanisms",
        "households",
        "persons",
        "average_income_fen",
        "employed_workers",
    ),
    "stop": (),
    "safety": (),
}


def columns_of(kinds):
    """The columns that reports of ``kinds`` may change, in the order of the list."""
    return [name for kind, _ in vocabulary.CHANGE_KINDS if kind in kinds for name in COLUMNS[kind]]


def plain(value):
    """A column's value as JSON keeps it: decimals as text without trailing zeros."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def standing(certificate, names):
    """What ``names`` are now, as plain values."""
    return {name: plain(_current(certificate, name)) for name in names}


def _current(certificate, name):
    if name in PARTICULARS:
        return getattr(certificate.applicant, PARTICULARS[name])
    return getattr(certificate.version, name)


def merged(version, after):
    """The facts of ``version`` with what changed, as keyword arguments for another version."""
    changed = {name: after[name] for name in version.fact_names() if name in after}
    if changed.get("annual_output") is not None:
        changed["annual_output"] = Decimal(changed["annual_output"])
    return {**version.facts(), **changed}


def rows(change):
    """``[(title, before, after, by how much)]`` of what changed, in words."""
    return [
        (
            title(name),
            display(name, change.before.get(name)),
            display(name, value),
            _extent(change, name),
        )
        for name, value in change.after.items()
    ]


def checked_rows(change):
    """``[(title, claimed, verified)]`` of the figures that the station checked, in words."""
    check = getattr(change, "figure_check", None)
    figures = check.figures() if check else {}
    return [
        (title(name), display(name, change.after.get(name)), display(name, value))
        for name, value in figures.items()
    ]


def title(name):
    if name in PARTICULARS:
        return f"持证单位{Applicant._meta.get_field(PARTICULARS[name]).verbose_name}"
    return sheet.title(name)


def display(name, value):
    """A plain value as people read it; an empty one as a dash."""
    if name in PARTICULARS:
        return value or "—"
    return sheet.words(name, value) or "—"


def _extent(change, name):
    """How far a number moved, in percent, and whether A19 asks for a report of it.

    Another unit makes two figures that cannot be compared.
    """
    before, after = change.before.get(name), change.after.get(name)
    has_moved = is_far(name, before, after)
    if has_moved is None or (name == "annual_output" and "output_unit" in change.after):
        return ""
    extent = f"{(Decimal(after) - Decimal(before)) / Decimal(before):+.1%}"
    return extent if has_moved else f"{extent}（未达应当报告的幅度）"
