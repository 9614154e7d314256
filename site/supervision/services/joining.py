"""Two complaints about the same thing are handled as one; each complainant is answered (R26)."""

from django.db import transaction

from records.audit import record
from registry.rulesets import in_force
from rules.lifecycle import ComplaintState
from rules.periods import local_day
from rules.refusal import refuse_fields, refuse_if

from .. import above
from ..models import Complaint
from ..policies import reasons_against_act, reasons_against_leading
from .complaints import come_to, limit, write_state


@transaction.atomic
def join(complaint, *, leading, by, at, note=""):
    """Join ``complaint`` to ``leading``, which is decided for both; its own limit runs on."""
    leading, complaint = _locked(leading, complaint)
    refuse_if(reasons_against_act(complaint, "join", by=by))
    refuse_fields(
        ("leading", reason) for reason in reasons_against_leading(complaint, leading, by=by)
    )
    today = local_day(at)
    days = in_force(today).complaint_finish_days
    changes = {"leading": leading}
    if complaint.finish_due_on is None:
        changes |= limit("finish_due_on", today, days)
    public = "反映同一问题的已有在办件，并案办理，处理后一并答复"
    come_to(
        complaint, ComplaintState.JOINED.value, by=by, at=at, note=note, public=public, **changes
    )
    return complaint


@transaction.atomic
def separate(complaint, *, because, by, at):
    """Undo it while the leading one is not decided: back to where it stood."""
    leading = Complaint.objects.get(pk=complaint.pk).leading
    complaint = _locked_after(leading, complaint)
    refuse_if(reasons_against_act(complaint, "separate", by=by))
    refuse_fields([] if because.strip() else [("because", "请填写理由")])
    before = complaint.steps.exclude(state=ComplaintState.JOINED).order_by("pk").last()
    changes = {"leading": None}
    if before.state == ComplaintState.RECEIVED:
        changes["finish_due_on"] = None
    public = "恢复单独办理"
    write_state(complaint, before.state, by=by, at=at, note=because, public=public, **changes)
    record("supervision.separate", complaint, by=by, at=at, because=because.strip())
    above.go_on(complaint, by=by, at=at)
    return complaint


def _locked(leading, complaint):
    """Both under their row locks, always in the same order; the first may be None."""
    keys = [each.pk for each in (leading, complaint) if each is not None]
    rows = {row.pk: row for row in _rows().filter(pk__in=keys)}
    return rows.get(leading and leading.pk), rows[complaint.pk]


def _locked_after(leading, complaint):
    """The joined one under its lock, after the leading one's: so does the act that decides both."""
    if leading is not None:
        _rows().get(pk=leading.pk)
    return _rows().get(pk=complaint.pk)


def _rows():
    return Complaint.objects.select_for_update(of=("self",)).order_by("pk")
