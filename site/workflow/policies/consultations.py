"""May others be asked about this product, and may they answer?

An opinion that was asked for prepares a decision and is none: no step waits for it or ends by it.
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from viewflow.workflow.status import STATUS

from registry.calendars import calendar
from registry.models import Membership, Tie
from registry.permissions import duties, headed
from registry.roles import Auditor
from rules.official_dates import iso_day

from ..models import CertificationTask, Consultation, Turn
from ..positions import NODE_OF
from .acting import reasons_against_duty, reasons_against_taking, reasons_against_ties

SHORTEST_QUESTION, SHORTEST = 10, 5
#: [ours] Open questions of one step at a time.
MOST = 10
#: [ours] Working days to answer, where the step has no limit, and where its limit has passed.
WITHOUT_LIMIT, PAST_LIMIT = 10, 3
NO_STEP = "该产品现在没有由您办理的环节，不能征求意见"
KINDS = Consultation.Kind
OF_STEP = {reference: duty for duty, reference in NODE_OF.items()}


def own_task(item, by):
    """The open step of ``item`` that is ``by``'s to take; None where there is none."""
    waiting = CertificationTask.objects.filter(
        process=item.process_id, status__in=(STATUS.NEW, STATUS.ASSIGNED)
    )
    own = waiting.filter(owner_permission__in=duties(by)).order_by("pk")
    return next((task for task in own if not reasons_against_taking(task, by=by)), None)


def duty_of(task):
    """The duty of the opinion that ends ``task``; None where it ends in none."""
    return OF_STEP.get(task.flow_task.name)


def last_possible_day(task, on):
    """No answer may hold up the step: by its own limit, or soon where it has none or is late."""
    turn = Turn.objects.filter(task=task).first()
    due = turn.due_on if turn else None
    if due is None:
        return calendar().planned_after(on, WITHOUT_LIMIT).day
    return due if due >= on else calendar().planned_after(on, PAST_LIMIT).day


def reasons_against_who(item, *, by):
    """Why ``by`` may ask nobody about ``item``."""
    if item.is_ended:
        return ["该产品已办结，不能征求意见"]
    reasons = reasons_against_ties(item, by=by)
    return reasons + ([] if own_task(item, by) else [NO_STEP])


def reasons_against_asking(item, task, *, kind, addressee, question, due_on, by, on):
    """Why ``by`` cannot ask so, as ``[(field, reason)]``; ``addressee`` as the service has it."""
    if task is None or item.is_ended:
        return [("", reason) for reason in reasons_against_who(item, by=by)]
    reasons = [("", reason) for reason in reasons_against_ties(item, by=by)]
    open_ones = Consultation.objects.open().filter(task=task)
    if open_ones.count() >= MOST:
        reasons.append(("", f"同一环节未答复的征求意见和委派最多{MOST}件"))
    if len(question.strip()) < SHORTEST_QUESTION:
        reasons.append(("question", f"请写明需要答复的事项，不少于{SHORTEST_QUESTION}个字"))
    last = last_possible_day(task, on)
    if due_on is None or not on <= due_on <= last:
        reasons.append(("due_on", f"请填写答复期限，不得早于今天，不得晚于{iso_day(last)}"))
    reasons += _about_addressee(item, task, kind, addressee, by=by, on=on)
    if not reasons and open_ones.filter(kind=kind, **addressee).exists():
        reasons.append(("", "已向其征求意见，尚未答复"))
    return reasons


def _about_addressee(item, task, kind, addressee, *, by, on):
    person, office = addressee.get("person"), addressee.get("office")
    if kind == KINDS.PREPARATION:
        return [("person", why) for why in _against_lending(item, task, person, by=by, on=on)]
    if "person" in addressee:
        return [("person", why) for why in _against_person(item, person, by=by, on=on)]
    if "office" in addressee:
        if office is None:
            return [("office", "请选择征求哪个单位的意见")]
        has_people = Membership.objects.in_force(on).filter(organisation=office).exists()
        return (
            [] if has_people else [("office", f"{office}没有人员在本系统办理，请改为征求个人意见")]
        )
    return _against_expert(addressee)


def _against_person(item, person, *, by, on):
    if person is None:
        return ["请选择人员"]
    if person.pk == by.pk:
        return ["不能向本人征求意见"]
    works = Membership.objects.in_force(on).filter(user=person).exclude(role=Auditor.word)
    if not (person.is_active and works.exists()):
        return [f"{person}现在没有任职，不能办理"]
    if Tie.objects.filter(user=person, applicant=item.application.applicant_id).exists():
        return [f"{person}与该申请单位有利害关系，应当回避"]
    return []


def _against_lending(item, task, person, *, by, on):
    """Why ``person`` may not prepare the opinion of ``task`` for ``by`` (R67)."""
    reasons = _against_person(item, person, by=by, on=on)
    duty = duty_of(task)
    if duty is None:
        return ["只有签署意见的环节可以委派他人代为准备"]
    if reasons:
        return reasons
    code = task.owner_permission.partition("@")[2]
    works_here = Membership.objects.in_force(on).filter(user=person, organisation__code=code)
    if not works_here.exists():
        reasons.append("只能委派本单位的同事")
    if task.owner_permission in headed(person):
        reasons.append(f"{person}是审签该环节的负责人，不能受委派")
    return reasons + [
        f"{person}：{why}" for why in reasons_against_duty(item, by=person, duty=duty)
    ]


def _against_expert(addressee):
    reasons = []
    if len(addressee.get("expert_name", "")) < 2:
        reasons.append(("expert_name", "请填写专家姓名"))
    if len(addressee.get("expert_unit", "")) < 2:
        reasons.append(("expert_unit", "请填写专家所在单位"))
    try:
        validate_email(addressee.get("expert_email", ""))
    except ValidationError:
        reasons.append(("expert_email", "请填写专家的电子邮箱，答复链接寄到该邮箱"))
    return reasons


def reasons_against_answering(consultation, *, by, stance, answer):
    """Why it cannot be answered so, as ``[(field, reason)]``; ``by`` is None for an expert."""
    reasons = [("", reason) for reason in reasons_against_who_answers(consultation, by=by)]
    is_stated = stance in Consultation.Stance.values
    if consultation.kind == KINDS.OPINION and not is_stated:
        reasons.append(("stance", "请选择态度"))
    if len(answer.strip()) < SHORTEST:
        reasons.append(("answer", f"请写明意见，不少于{SHORTEST}个字"))
    return reasons


def reasons_against_who_answers(consultation, *, by):
    """What has happened since, or why it is not ``by``'s to answer."""
    if consultation.answered_at:
        return [f"{consultation.answered_by or consultation.addressee}已经答复"]
    if consultation.revoked_at:
        return ["征求单位已经撤销，不需要答复"]
    if consultation.item.is_ended:
        return ["该产品已办结，不需要答复"]
    if by is None:
        return [] if consultation.is_of_expert else ["该征求意见不由外部专家答复"]
    return _against_officer(consultation, by)


def _against_officer(consultation, by):
    codes = {duty.partition("@")[2] for duty in duties(by)}
    to_answer = Consultation.objects.asked_of(by, codes).filter(pk=consultation.pk)
    reasons = [] if to_answer.exists() else ["没有向您征求意见"]
    reasons += reasons_against_ties(consultation.item, by=by)
    if consultation.kind == KINDS.PREPARATION:
        duty = duty_of(consultation.task)
        reasons += reasons_against_duty(consultation.item, by=by, duty=duty)
    return reasons


def reasons_against_revoking(consultation, *, because, by):
    """Why ``by`` cannot take the question back, as ``[(field, reason)]``."""
    reasons = []
    if consultation.answered_at:
        reasons.append(("", "已经答复，答复已经存卷，不能撤销"))
    if consultation.revoked_at:
        reasons.append(("", "已经撤销"))
    if not may_revoke(consultation, by):
        reasons.append(("", "只有征求人和本单位负责人可以撤销"))
    if len(because.strip()) < SHORTEST:
        reasons.append(("because", f"请写明理由，不少于{SHORTEST}个字"))
    return reasons


def may_revoke(consultation, by):
    """Who asked, or the head of the step for whom it was asked."""
    return consultation.asked_by_id == by.pk or consultation.task.owner_permission in headed(by)
