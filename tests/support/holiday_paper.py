"""A whole holiday paper as it is typed into its form."""

import json
from importlib.resources import files

#: The days of 2027 are not known yet; these are a plausible arrangement of our own.
YEAR_2027 = {
    "new_year": ("2027-01-01", "2027-01-03", ""),
    "spring": ("2027-02-05", "2027-02-12", "2027-01-30、2027-02-20"),
    "qingming": ("2027-04-03", "2027-04-05", ""),
    "labour": ("2027-05-01", "2027-05-05", "2027-05-08"),
    "dragon_boat": ("2027-06-09", "2027-06-09", ""),
    "mid_autumn": ("2027-09-15", "2027-09-15", ""),
    "national": ("2027-10-01", "2027-10-07", "2027-09-26、2027-10-09"),
}


def posted(**changes):
    data = {
        "year": 2027,
        "title": "国务院办公厅关于2027年部分节假日安排的通知",
        "document_no": "国办发明电〔2026〕7号",
        "issued_on": "2026-11-04",
        "is_seen": "on",
    }
    for key, values in YEAR_2027.items():
        data |= dict(zip((f"{key}_first", f"{key}_last", f"{key}_make_up"), values, strict=True))
    return {**data, **changes}


def shipped(year):
    """The paper of ``year`` as the house ships it."""
    return json.loads((files("rules") / "data" / "holidays" / f"{year}.json").read_text("utf-8"))
