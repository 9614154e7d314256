"""May a unit be entered in the dishonesty register, answer, be let out of it? (A23)"""

from registry.models import DishonestyEntry, Tie
from registry.permissions import duties, organisations
from registry.roles import Permission
from rules.dishonesty import LONGEST_MONTHS
from rules.periods import local_day

State = DishonestyEntry.State


def reasons_against_tie(applicant, *, by):
    """R67: who is tied to the unit neither proposes nor decides anything about it."""
    if Tie.objects.filter(user=by, applicant=applicant).exists():
        return ["您与该单位有利害关系，应当回避"]
    return []


def reasons_against_proposer(applicant, *, by):
    """Why ``by`` may not propose ``applicant`` at all."""
    reasons = []
    if not organisations(by, Permission.PROPOSE_DISHONESTY):
        reasons.append("您没有提出失信登记建议的权限")
    return reasons + (reasons_against_tie(applicant, by=by) if applicant else [])


def reasons_against_step(entry, task, *, by):
    """Why ``by`` may not take the open ``task`` of ``entry``; None when it is not there."""
    if task is None:
        return ["该环节已由他人办理，或尚未到达该环节"]
    reasons = []
    if task.owner_permission not in duties(by):
        reasons.append("您没有办理该环节的权限")
    reasons += reasons_against_tie(entry.applicant_id, by=by)
    if task.flow_task.name == "decide" and entry.proposed_by_id == by.pk:
        reasons.append("该登记由您提出，同一人不得提出又决定")
    return reasons


def reasons_against_decision(entry, *, is_registered, months, because, at):
    """What is missing of the head's decision, or comes too early, as ``(field, reason)``."""
    reasons = []
    if entry.defence_ends_at is None or at < entry.defence_ends_at:
        reasons.append(("", "陈述申辩期限未满，不得作出决定"))
    if len(because.strip()) < 10:
        reasons.append(("because", "请写明决定理由，对陈述申辩意见应予回应，不少于10个字"))
    if is_registered and not 1 <= (months or 0) <= LONGEST_MONTHS:
        reasons.append(("months", f"登记期限为1至{LONGEST_MONTHS}个月"))
    return reasons


def reasons_against_defending(entry, *, by, text, at):
    """Why the unit cannot state its case so, as ``(field, reason)``."""
    reasons = []
    if by.applicant_id != entry.applicant_id:
        reasons.append(("", "只有被告知的单位可以陈述申辩"))
    if entry.defended_at is not None:
        reasons.append(("", "已经提交陈述申辩"))
    elif entry.state != State.NOTICED or at >= entry.defence_ends_at:
        reasons.append(("", "陈述申辩的期限已过"))
    if len(text.strip()) < 10:
        reasons.append(("text", "请写明陈述申辩意见，不少于10个字"))
    return reasons


def reasons_against_head(entry, *, by):
    """Why ``by`` may not withdraw ``entry`` nor answer a repair of it."""
    reasons = []
    if not organisations(by, Permission.DECIDE_DISHONESTY):
        reasons.append("您没有决定失信登记的权限")
    return reasons + reasons_against_tie(entry.applicant_id, by=by)


def reasons_against_withdrawing(entry, *, by, because):
    """Why ``entry`` cannot be withdrawn, as ``(field, reason)``."""
    reasons = [("", reason) for reason in reasons_against_head(entry, by=by)]
    if entry.state not in DishonestyEntry.OPEN:
        reasons.append(("", f"该登记{entry.get_state_display()}，不能撤销"))
    if len(because.strip()) < 10:
        reasons.append(("because", "请写明撤销的理由，不少于10个字"))
    return reasons


def reasons_against_applying(entry, *, by, text, at):
    """Why the unit cannot ask for a repair so, as ``(field, reason)``."""
    reasons = []
    if by.applicant_id != entry.applicant_id:
        reasons.append(("", "只有被登记的单位可以申请信用修复"))
    if entry.state != State.EFFECTIVE or entry.effective_until < local_day(at):
        reasons.append(("", "该登记不在有效期内，不需要申请信用修复"))
    elif entry.repairs.filter(decided_at__isnull=True).exists():
        reasons.append(("", "已提交信用修复申请，请等待决定"))
    if len(text.strip()) < 10:
        reasons.append(("text", "请写明整改情况，不少于10个字"))
    return reasons


def reasons_against_answering(entry, repair, *, by, because):
    """Why the head cannot answer ``repair`` so, as ``(field, reason)``."""
    reasons = [("", reason) for reason in reasons_against_head(entry, by=by)]
    if repair is None or entry.state != State.EFFECTIVE:
        reasons.append(("", "没有待决定的信用修复申请"))
    if len(because.strip()) < 10:
        reasons.append(("because", "请写明决定理由，不少于10个字"))
    return reasons
