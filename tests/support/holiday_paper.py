"""A whole holiday paper as it is typed into its form."""

import json
from importlib.resources import files

from rules.holiday_arrangements import TOGETHER, holidays_of

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


def retyped(year, **changes):
    """The shipped paper of ``year`` as somebody types it into the form, festival by festival."""
    data = {name: "" for name in posted() if name.endswith(("_first", "_last", "_make_up"))}
    holidays = holidays_of(shipped(year))
    for each in holidays:
        make_up = "、".join(f"{day}" for day in each.make_up)
        parts = {"first": f"{each.first}", "last": f"{each.last}", "make_up": make_up}
        data |= {f"{each.key}_{part}": text for part, text in parts.items()}
    if any(each.name == TOGETHER for each in holidays):
        data["is_together"] = "on"
    paper = {
        "title": f"国务院办公厅关于{year}年部分节假日安排的通知",
        "issued_on": f"{year - 1}-12-08",
    }
    return posted(year=year, **{**data, **paper, **changes})
