"""The desk's registers beside 100,000 rows of each kind: ``make bench``.

One paper goes through the services to its first opinion; a product is listed, sold and complained
about. Then each of these rows is copied (``filling.py``) until there are ``ROWS`` of it, in an
empty database (``DATABASE_URL``, else a temporary SQLite file). Of each register the first page, a
filter, a number, a word that is in no row and the hundredth page are asked for, through the whole
of Django; the best of ``TIMES``. Fails where one takes longer than ``LIMIT`` or where its queries
are other than beside a few hundred rows.
"""

import os
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

from tests.bench.asking import ask_all, compare, prepare  # noqa: E402, sets Django up
from tests.bench.database import analyse  # noqa: E402
from tests.bench.filling import copies  # noqa: E402
from tests.bench.inbox import submitted  # noqa: E402

from catalog.services import list_product  # noqa: E402
from demo import fiction  # noqa: E402
from demo.acts import holder, perform  # noqa: E402
from demo.timetables import moment  # noqa: E402
from ledger.services import record_sale  # noqa: E402
from registry.rulesets import in_force  # noqa: E402
from rules.certificate_numbers import CertificateNumber  # noqa: E402
from supervision.services import complaints  # noqa: E402
from workflow.positions import open_task  # noqa: E402

ROWS = int(os.environ.get("ROWS", 100_000))
FEW = 300
LIMIT = 150  # milliseconds
LISTED = date(2020, 11, 16)
APPLICANTS = 1_000
A_YEAR = 9_999
#: One complaint in so many is not closed: an office has hundreds open and not all it ever had.
OPEN = 50
AUDITOR, OFFICER = "auditor@fpb", "complaint_officer@fpb"
#: ``(title, who, address, a filter, a number that one row bears)``
REGISTERS = (
    ("申请", AUDITOR, "/admin/applications/application/", "kind__exact=first", "ZGSQ-9-000123"),
    ("申请产品", AUDITOR, "/admin/applications/item/", "state=open", "ZGSQ-9-000123"),
    ("审核意见", AUDITOR, "/admin/workflow/opinion/", "step__exact=endorse", "ZGSQ-9-000123"),
    ("产品", AUDITOR, "/admin/catalog/product/", "", "示例产品123号"),
    ("目录条目", AUDITOR, "/admin/catalog/certificate/", "status__exact=active", "2021-0124"),
    ("销售台账", AUDITOR, "/admin/ledger/salesrecord/", "channel__exact=canteen", "A-123号"),
    ("投诉举报", OFFICER, "/admin/desk/complaints/", "state=received", "TS-000123"),
)


def one_of_each():
    """``{name: row}`` of what is copied, made by the services."""
    application = submitted(5001, 1)
    item = application.items.get()
    perform(item, "endorse", at=moment(date(2020, 4, 7)))
    applicant = application.applicant
    certificate = list_product(
        fiction.facts(5001, 1),
        applicant=applicant,
        ruleset=in_force(LISTED),
        listed_on=LISTED,
        publicity={
            "district": (date(2020, 9, 29), date(2020, 10, 12)),
            "national": (date(2020, 11, 3), date(2020, 11, 9)),
        },
        by=None,
        at=moment(LISTED),
    )
    at = moment(LISTED + timedelta(days=5))
    sale = record_sale(
        certificate,
        by=holder("fpb_clerk@fpb"),
        at=at,
        external_id="A-0",
        sold_on=LISTED + timedelta(days=1),
        quantity=Decimal(2),
        unit="箱",
        unit_price_fen=4990,
        channel="canteen",
        six_entry="school",
        buyer_type="school",
    )
    complaint = complaints.receive(
        source="12317",
        certificate=certificate,
        at=at,
        subject_kind="product",
        about_text="示例脐橙1号",
        category="quality",
        content="买到的产品有腐坏，销售点不处理。",
    )
    item.refresh_from_db()
    opinion = item.opinions.get()
    rows = {"application": application, "item": item, "opinion": opinion}
    rows["tasks"] = opinion.task, open_task(item, "review_benefit")
    rows |= {"applicant": applicant, "certificate": certificate, "sale": sale}
    return rows | {"complaint": complaint}


def fill(one, numbers):
    """A paper with an opinion, an entry with its product, a sale and a complaint per number."""
    applicants = one["applicants"]
    whose = [applicants[n % len(applicants)] for n in numbers]
    later = [one["opinion"].signed_at + timedelta(minutes=n) for n in numbers]
    _fill_papers(one, numbers, whose, later)
    names = [f"示例产品{n}号" for n in numbers]
    products = copies(
        one["certificate"].product,
        (
            {"name": name, "identity": name, "applicant_id": applicant}
            for name, applicant in zip(names, whose, strict=True)
        ),
    )
    certificates = copies(
        one["certificate"],
        (
            {"number": number_of(n), "product_id": product, "applicant_id": applicant}
            for n, product, applicant in zip(numbers, products, whose, strict=True)
        ),
    )
    by_entry = list(zip(numbers, certificates, whose, strict=True))
    copies(
        one["sale"],
        (
            {
                "certificate_id": entry,
                "applicant_id": applicant,
                "uid": uuid4(),
                "external_id": f"A-{n}号",
                "sold_on": LISTED + timedelta(days=n % 365),
            }
            for n, entry, applicant in by_entry
        ),
    )
    copies(
        one["complaint"],
        (
            {
                "number": f"TS-{n:06d}",
                "certificate_id": entry,
                "received_at": at,
                "state": "closed" if n % OPEN else "received",
            }
            for (n, entry, _), at in zip(by_entry, later, strict=True)
        ),
    )


def _fill_papers(one, numbers, whose, later):
    processes = copies(one["item"].process, ({} for _ in numbers))
    papers = copies(
        one["application"],
        (
            {
                "number": f"ZGSQ-9-{n:06d}",
                "applicant_id": applicant,
                "start_token": None,
                "submitted_at": at,
            }
            for n, applicant, at in zip(numbers, whose, later, strict=True)
        ),
    )
    items = copies(
        one["item"],
        (
            {"uid": uuid4(), "application_id": paper, "process_id": process}
            for paper, process in zip(papers, processes, strict=True)
        ),
    )
    tasks, _waiting = (
        copies(task, ({"process_id": process} for process in processes)) for task in one["tasks"]
    )
    copies(
        one["opinion"],
        (
            {"item_id": item, "task_id": task, "signed_at": at}
            for item, task, at in zip(items, tasks, later, strict=True)
        ),
    )


def number_of(n):
    return f"{CertificateNumber('360702', 2021 + n // A_YEAR, n % A_YEAR + 1)}"


def pages():
    """``(name, who, address)`` of all that is asked for."""
    for title, who, address, condition, number in REGISTERS:
        yield title, who, address
        if condition:
            yield f"{title}：筛选", who, f"{address}?{condition}"
        yield f"{title}：查找编号", who, f"{address}?q={number}"
        yield f"{title}：查找没有的词", who, f"{address}?q=航天飞机"
        yield f"{title}：第一百页", who, f"{address}?p=100"


def main():
    prepare()
    one = one_of_each()
    one["applicants"] = [fiction.applicant(serial).pk for serial in range(APPLICANTS)]
    fill(one, range(1, FEW))
    questions = list(pages())
    few = ask_all(questions, times=1)
    fill(one, range(FEW, ROWS))
    analyse()
    limits = {name: LIMIT for name, _, _ in questions}
    _, failed = compare("登记簿", f"各{ROWS}行", questions, few, limits=limits)
    sys.exit(failed)


if __name__ == "__main__":
    main()
