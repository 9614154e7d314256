"""The catalogue as records for tools of others: numbers are numbers, words are masked as on pages.

Which facts there are, in which order and what they are called, says the sheet of the product.
"""

from decimal import Decimal

from catalog.sheet import COLUMNS, words

from .public_text import masked

OUTPUT = "annual_output"
FACTS = tuple(column for column in COLUMNS if column.shows("public"))
MONEY = frozenset(column.name for column in FACTS if column.name.endswith("_fen"))
NUMBERS = frozenset({"households", "persons", "employed_workers", OUTPUT, *MONEY})
#: Whose the certificate is, what it is worth today, and since when it may not be used.
OWN = {
    "number": "证书编号",
    "standing": "状态",
    "valid_from": "有效期自",
    "valid_until": "有效期至",
    "stopped_on": "停止之日",
    "stopped_because": "停止原因",
    "decision": "决定文号",
    "applicant": "申请单位",
    "credit_code": "统一社会信用代码",
}


def headings():
    """``{name of a column: what it is called}`` in the order of the table."""
    facts = {
        column.name: f"{column.title}（元）" if column.name in MONEY else column.title
        for column in FACTS
    }
    return {**OWN, **facts}


def record_of(page, on):
    """One entry as it stands on day ``on``; of a page that ``with_facts`` and a status came with.

    A value that there is not is None.
    """
    certificate = page.certificate
    day, because, decision = page.stop(on) or (None, None, None)
    own = {
        "number": certificate.number,
        "standing": page.standing(on).label,
        "valid_from": f"{certificate.valid_from}",
        "valid_until": f"{certificate.valid_until}",
        "stopped_on": day and f"{day}",
        "stopped_because": because,
        "decision": masked(decision) if decision else None,
        "applicant": masked(certificate.applicant.name),
        "credit_code": certificate.applicant.credit_code,
    }
    facts = {column.name: _value(certificate.version, column.name) for column in FACTS}
    return {**own, **facts}


def _value(facts, name):
    value = getattr(facts, name)
    if value is None or name not in NUMBERS:
        return masked(words(name, value)) or None
    return Decimal(value) / 100 if name in MONEY else value
