"""What is counted after a walk: everything that was acknowledged, once, and nothing twice."""

from collections import Counter

from django.utils import timezone
from viewflow.workflow.status import STATUS

from applications.models import Application, Item
from catalog.models import Certificate
from records.audit_faults import faults as audit_faults
from records.models import OutgoingMail
from records.sealing import seal
from workflow.invariants import violations
from workflow.models import CertificationTask, Letter

from .actors import entries_by_level


def account(acknowledged):
    """``{acts, lost, items, listed, faults}``: lost must be 0 and faults empty."""
    items = list(Item.objects.select_related("outcome"))
    seal(timezone.now())
    listed = sum(getattr(getattr(item, "outcome", None), "kind", "") == "listed" for item in items)
    return {
        "acts": len(acknowledged),
        "lost": sum(not is_there(*words) for words in acknowledged),
        "items": len(items),
        "listed": listed,
        "mails_in_doubt": OutgoingMail.objects.filter(state__in=("sending", "doubtful")).count(),
        "faults": [*_unended(items), *_doubled(items), *violations(), *_audit()],
    }


def is_there(kind, key, node=""):
    """Whether the database knows of an act that somebody was told is done."""
    if kind == "apply":
        code = Application.objects.filter(submitted_at__isnull=False)
        return code.filter(applicant__agents__username=f"sim{int(key):05d}").exists()
    process = Item.objects.get(pk=key).process_id
    done = CertificationTask.objects.filter(process_id=process, status=STATUS.DONE)
    return any(task.flow_task.name == node for task in done)


def _unended(items):
    for item in items:
        if getattr(item, "outcome", None) is None:
            yield f"产品 {item.pk} 没有走完"
    for task in CertificationTask.objects.filter(status=STATUS.ERROR):
        yield f"任务 {task.pk} 出错"


def _doubled(items):
    for key, count in entries_by_level(items).items():
        if count != 1:
            yield f"公示 {key} 有 {count} 次"
    for model, fields in ((Letter, ("item", "kind")), (Certificate, ("item",))):
        counts = Counter(model.objects.values_list(*fields))
        yield from (f"{model.__name__} {key} 有 {n} 份" for key, n in counts.items() if n != 1)


def _audit():
    return [f"审计：{fault}" for fault in audit_faults(at=timezone.now())]
