"""May this entry be made, changed, made void, returned? The reasons, at their columns."""

from datetime import timedelta

from django.db import models

from rules.privacy import scan

#: How many years back a day may lie before somebody should look at its year again.
OLDEST_DAYS = 366 * 5


def reasons_against_entry(ledger, entry, *, on):
    """Why an unsaved ``entry`` cannot stand in ``ledger`` on day ``on``: ``[(column, why)]``."""
    reasons = [*_about_blanks(ledger, entry), *_about_texts(ledger, entry)]
    reasons += _about_days(ledger, entry, on)
    if not ledger.is_kept_by(entry.unit):
        reasons.append(("", f"{entry.unit}不填报{ledger.title}台账"))
    if not reasons:  # the ledger's own rules may then take every column as filled
        reasons = list(ledger.reasons(entry, on))
    return reasons


def _about_blanks(ledger, entry):
    for column in ledger.all_columns:
        value = getattr(entry, f"{column.name}_id" if column.field.is_relation else column.name)
        if column.is_required and value in (None, ""):
            yield column.name, f"请填写{column.title}"


def _about_texts(ledger, entry):
    for column in ledger.all_columns:
        if isinstance(column.field, models.CharField) and scan(getattr(entry, column.name) or ""):
            yield column.name, f"{column.title}不得含有身份证号、手机号等个人信息"


def _about_days(ledger, entry, on):
    for column in ledger.all_columns:
        if column.is_day and (day := getattr(entry, column.name)) is not None:
            yield from _about_day(column, day, on, ahead=ledger.ahead.get(column.name, 0))


def _about_day(column, day, on, *, ahead):
    if day > on + timedelta(days=ahead):
        yield column.name, f"{column.title}不得晚于今天{f'起{ahead}天' if ahead else ''}"
    if day < on - timedelta(days=OLDEST_DAYS):
        yield column.name, f"{column.title}早于今天五年以上，请核对年份"


def reasons_against_number(ledger, entry):
    """Why ``entry`` cannot have its number: one stands already where the database lets one."""
    within = next(
        rule.fields for rule in entry._meta.constraints if rule.name.endswith("_number_once")
    )
    same = {name: getattr(entry, name) for name in within}
    standing = ledger.model.objects.standing().filter(**same).exclude(pk=entry.pk)
    if standing.exists():
        return [("number", f"编号{entry.number}已登记，有误的请先作废原记录")]
    return []


def reasons_against_voiding(entry, *, reason):
    return [*_about_void(entry), *_about_reason(reason, "作废")]


def reasons_against_returning(entry, *, reason):
    reasons = [*_about_void(entry), *_about_reason(reason, "退回")]
    return [*reasons, ("", "该记录已退回")] if entry.returned_at else reasons


def _about_void(entry):
    return [("", "该记录已作废")] if entry.voided_at else []


def _about_reason(reason, act):
    if not 2 <= len(reason.strip()) <= 100:
        return [("reason", f"请写明{act}原因（2至100字）")]
    return [("reason", f"{act}原因不得含有个人信息")] if scan(reason) else []


def reasons_against_later(ledger, entry, values, voucher=None):
    """Why ``values`` may not be filled into ``entry`` now: only the ledger's later columns may."""
    reasons = _about_void(entry)
    if voucher and not entry.empty_voucher:
        reasons.append(("voucher", "该记录的凭证和补充凭证都已上传"))
    strange = [name for name in values if name not in ledger.later]
    return [*reasons, *((name, "该栏登记后不能更改，请作废后重新登记") for name in strange)]
