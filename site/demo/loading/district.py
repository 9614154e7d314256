"""The order in which a district's files are read: offices, people, applicants, products, words."""

from functools import partial
from pathlib import Path

from pages.moderation import ensure_moderation
from pages.services import ensure_site_tree

from . import offices
from .applicants import load_applicant
from .documents import Documents
from .products import Products
from .report import LoadReport, load_each, read_records

NOT_YET = {
    "tasks.json": "任务台账尚未建成，未导入",
    "sales.json": "销售台账尚未建成，未导入",
}


def load_district(directory, *, password=None):
    """Import ``directory``; the good records load, the bad are in the report. Idempotent.

    ``password`` is that of every new account; None leaves them without a usable one.
    Raises ``NotADirectoryError``.
    """
    if not Path(directory).is_dir():
        raise NotADirectoryError(directory)
    report = LoadReport()
    load_each(directory, "responsible_units.json", offices.load_unit, report, key="code")
    load_each(directory, "townships.json", offices.load_township, report, key="code")
    offices.tie_successors(read_records(directory, "townships.json", LoadReport()))
    offices.found_office()
    ensure_moderation(ensure_site_tree())
    offices.hire(password)
    load_each(directory, "applicants.json", partial(load_applicant, password=password), report)
    products = Products(read_records(directory, "applicants.json", LoadReport()))
    load_each(directory, "products.json", products.load, report)
    _load_documents(directory, report)
    _note_what_waits(directory, report)
    return report


def _load_documents(directory, report):
    """The notice that founded it all, then what followed; bulletins with their quarter's sales."""
    sales = read_records(directory, "sales.json", LoadReport())
    founding = read_records(directory, "plan.json", LoadReport())
    records = founding + read_records(directory, "policies.json", LoadReport())
    documents = Documents(records, sales)
    for file in ("plan.json", "policies.json") if founding else ("policies.json",):
        load_each(directory, file, documents.load, report)


def _note_what_waits(directory, report):
    for file, note in NOT_YET.items():
        if (Path(directory) / file).exists():
            report.notes[file] = note
