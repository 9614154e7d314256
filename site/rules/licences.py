"""What the number of a licence tells of its kind (GB 32100; 食品生产、经营许可管理办法)."""

import re

_NUMBERS = (
    (re.compile(r"SC\d{14}"), "food_production_licence"),
    (re.compile(r"JY\d{14}"), "food_trade_licence"),
)


def kind_of(number: str, *, credit_code: str) -> str:
    """The kind of licence ``number`` of the unit ``credit_code``; "other" where it is silent."""
    written = re.sub(r"\s", "", number).upper()
    if written == credit_code:
        return "business_licence"
    return next((kind for form, kind in _NUMBERS if form.fullmatch(written)), "other")
