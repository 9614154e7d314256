"""The order in which a district's files are read: offices, people, applicants, products, words."""

from functools import partial
from pathlib import Path

from catalog.models import Certificate
from pages.documents.moderation import ensure_moderation
from pages.notices.services import ensure_site_tree

from . import offices
from .applicants import load_applicant
from .documents import Documents
from .ledger import Sales, load_task
from .products import Products
from .report import LoadReport, load_each, read_records
from .templates import load_templates
from .unit_ledgers import load_entry

NOT_LISTED = "目录中还没有条目，销售记录待产品列入目录后再次导入"
DOUBLED = "{}条与已有记录的流水号重复，未重复登记"


def load_district(directory, *, password=None):
    """Import ``directory``; the good records load, the bad are in the report. Idempotent.

    ``password`` is that of every new account; None leaves them without a usable one.
    Raises ``NotADirectoryError``.
    """
    if not Path(directory).is_dir():
        raise NotADirectoryError(directory)
    report = LoadReport()
    load_each(directory, "responsible_units.json", offices.load_unit, report, key="code")
    load_each(directory, "member_units.json", offices.load_unit, report, key="code")
    load_each(directory, "townships.json", offices.load_township, report, key="code")
    offices.tie_successors(read_records(directory, "townships.json", LoadReport()))
    offices.found_office()
    ensure_moderation(ensure_site_tree())
    offices.hire(password)
    load_templates()
    load_each(directory, "applicants.json", partial(load_applicant, password=password), report)
    products = Products(read_records(directory, "applicants.json", LoadReport()))
    load_each(directory, "products.json", products.load, report)
    _load_documents(directory, report)
    load_each(directory, "tasks.json", load_task, report, key="no")
    load_sales(directory, report)
    load_each(directory, "ledgers.json", load_entry, report, key="number")
    return report


def _load_documents(directory, report):
    """The notice that founded it all, then what followed; bulletins with their quarter's sales."""
    sales = read_records(directory, "sales.json", LoadReport())
    founding = read_records(directory, "plan.json", LoadReport())
    records = founding + read_records(directory, "policies.json", LoadReport())
    documents = Documents(records, sales)
    for file in ("plan.json", "policies.json") if founding else ("policies.json",):
        load_each(directory, file, documents.load, report)


def load_sales(directory, report):
    """The sales, once their products are in the catalogue; before that a note says so."""
    records = read_records(directory, "sales.json", LoadReport())
    if records and not Certificate.objects.exists():
        report.notes["sales.json"] = NOT_LISTED
        return
    sales = Sales(records)
    load_each(directory, "sales.json", sales.load, report)
    if sales.duplicates:
        report.notes["sales.json"] = DOUBLED.format(sales.duplicates)
