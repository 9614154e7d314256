"""May a closed quarter be opened again? By two heads, for a reason, the one closed last only."""

from registry.permissions import organisations
from registry.roles import Permission
from rules.privacy import scan

from .models import PeriodClose

SHORTEST = 10


def reasons_against_head(by):
    """Why ``by`` has no say in opening a quarter again."""
    if not organisations(by, Permission.REOPEN_QUARTERS):
        return ["重新开账由负责人提出、另一位负责人同意"]
    return []


def reasons_against_quarter(close):
    """Why ``close`` cannot be opened again, whoever asks: later quarters rest on it."""
    last = PeriodClose.objects.in_force().order_by("-quarter").first()
    if close.reopened_at is not None:
        return [f"{close}已经重新开账"]
    if last is not None and last.pk != close.pk:
        return [f"应先重新开账{last.quarter}"]
    if close.reopenings.filter(answered_at__isnull=True).exists():
        return [f"{close}已有重新开账的申请，等待另一位负责人答复"]
    return []


def reasons_against_proposing(close, *, reason, by):
    """Why ``by`` cannot ask for it so, as ``(field, reason)``."""
    close = PeriodClose.objects.get(pk=close.pk)
    reasons = [("", why) for why in (*reasons_against_head(by), *reasons_against_quarter(close))]
    return [*reasons, *_about_text("reason", "原因", reason)]


def reasons_against_answering(reopening, *, is_agreed, answer, by):
    """Why ``by`` cannot answer it so, as ``(field, reason)``: never who asked for it."""
    reasons = [("", why) for why in reasons_against_head(by)]
    if reopening.answered_at is not None:
        reasons.append(("", "该申请已答复"))
    if reopening.proposed_by_id == by.pk:
        reasons.append(("", "提出和同意重新开账的须是两位负责人"))
    return reasons if is_agreed else [*reasons, *_about_text("answer", "不同意的理由", answer)]


def _about_text(field, title, text):
    if not SHORTEST <= len(text.strip()) <= 300:
        return [(field, f"请写明{title}（{SHORTEST}至300字）")]
    return [(field, f"{title}不得含有个人信息")] if scan(text) else []
