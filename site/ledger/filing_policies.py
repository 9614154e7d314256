"""May this filing be prepared, signed, given back? Everything that it lacks is named (R47)."""

from registry import units
from registry.permissions import organisations
from registry.roles import Permission
from rules.sales import quarter_ends, quarter_words

from . import filings
from .ledgers import LEDGERS
from .models import Filing, PeriodClose
from .task_policies import about_text, is_of


def reasons_against_preparing(unit, word, *, empty, lines, note, by, on):
    """Why ``by`` cannot hand in these ``lines`` of ``unit``; ``empty``: ledgers said to be so."""
    if not is_of(by, unit, Permission.KEEP_UNIT_LEDGERS):
        yield "", "台账由本单位填报人报送"
    yield from _about_quarter(unit, word, on)
    if Filing.objects.signed().filter(unit=unit, quarter=word).exists():
        yield "", "该季度的台账已报送"
    yield from _about_gaps(unit, word, on)
    yield from _about_empty(lines, empty)
    if note:
        yield from about_text("note", "说明", note, least=2, most=500)


def _about_empty(lines, empty):
    silent = [word for word, line in lines.items() if not line["count"] and word not in empty]
    if silent:
        yield "empty", f"没有记录，请补记，或者勾选“没有发生”：{_titles(silent)}"
    filled = [word for word, line in lines.items() if line["count"] and word in empty]
    if filled:
        yield "empty", f"有记录，不能勾选“没有发生”：{_titles(filled)}"


def _titles(words):
    return "、".join(LEDGERS[word].title for word in words)


def _about_quarter(unit, word, on):
    if not filings.owing_units(word).filter(pk=unit.pk).exists():
        yield "quarter", "本单位不报送该季度的台账"
    if on <= quarter_ends(word):
        yield "quarter", f"{quarter_words(word)}尚未结束"
    later = Filing.objects.signed().filter(unit=unit, quarter__gt=word).first()
    if later:
        yield "quarter", f"{quarter_words(later.quarter)}已报送，其中已包括以前的记录"


def _about_gaps(unit, word, on):
    return [("", gap.text) for gap in filings.gaps(unit, word, on) if gap.blocks]


def reasons_against_signing(filing, *, by, on):
    """Why ``by`` cannot sign ``filing`` or give it back to its reporter."""
    office = filings.signed_in([filing.unit], on)[filing.unit_id]
    if not is_of(by, office, Permission.CONFIRM_PROGRESS):
        yield "", f"台账由{office}负责人审签"
    if filing.signed_at:
        yield "", "该季度的台账已报送"
    if filing.returned_at:
        yield "", "该报送已退回，等待填报人更正"
    if filing.prepared_by_id == by.pk:
        yield "", "填报人不得自己审签"


def reasons_against_content(filing, lines, on):
    """Why the ledgers are no longer what was prepared: the head signs what was seen."""
    if filing.lines != lines:
        yield "", "提交以后台账有变动，请填报人核对后重新提交"
    yield from _about_gaps(filing.unit, filing.quarter, on)


def reasons_against_returning(filing, *, by):
    """Why ``by`` cannot give a signed ``filing`` back to its unit: whoever follows it may."""
    own = units.own(by)
    follows = filings.followed_by(own).filter(pk=filing.unit_id).exists()
    if not follows and not organisations(by, Permission.RETURN_UNIT_LEDGERS):
        yield "", "由主管单位、牵头单位或者主管办公室退回"
    if not filing.signed_at:
        yield "", "尚未报送"
    if PeriodClose.objects.in_force().filter(quarter=filing.counted_quarter).exists():
        yield "", "该季度已关账，不能退回；请单位在下一季度更正"
    if Filing.objects.signed().filter(unit=filing.unit, quarter__gt=filing.quarter).exists():
        yield "", "该单位下一季度已报送，不能退回"
