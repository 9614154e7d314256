"""Destroying files when their time is over: rosters with a record that outlives them (§5.7)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from applications.models import Item, Material
from files import destroying
from files.models import StoredFile
from records.audit import record
from records.jobs import job
from records.numbering import exclude_others
from registry.models import RuleSet
from rules.periods import corresponding_day, day_starts, local_day
from rules.vocabulary import RESTRICTED_MATERIALS

from ..models import OpinionDraft, OpinionDraftFile, Preservation
from ..policies.preservations import applications_kept
from .preservations import SERIES

#: A draft that nobody has submitted keeps its rosters this long.
ABANDONED = timedelta(days=180)
#: What was thrown out of a draft can be named by somebody's open page for so long.
GRACE = timedelta(days=1)


def due(*, at):
    """Rosters whose application ended, or was abandoned, longer ago than they are kept.

    What is preserved as evidence is not due, however old.
    """
    open_items = Item.objects.filter(application=OuterRef("application"), outcome__isnull=True)
    rosters = Material.objects.filter(
        kind__in=RESTRICTED_MATERIALS, file__destroyed_at__isnull=True
    ).exclude(application__in=applications_kept(local_day(at)))
    ended = rosters.filter(application__submitted_at__isnull=False).exclude(Exists(open_items))
    ended = ended.annotate(ended_at=Max("application__items__outcome__at"))
    ended = ended.filter(_kept_long_enough(at)).values("pk")
    abandoned = rosters.filter(
        application__submitted_at__isnull=True, uploaded_at__lt=at - ABANDONED
    )
    return Material.objects.filter(pk__in=ended) | Material.objects.filter(
        pk__in=abandoned.values("pk")
    )


def _kept_long_enough(at):
    """Of materials with ``ended_at``: each as long as its application's own rule set says."""
    condition = Q(pk__in=[])
    for ruleset in RuleSet.objects.only("roster_retention_months"):
        last_day = corresponding_day(local_day(at), -ruleset.roster_retention_months)
        condition |= Q(application__ruleset=ruleset.pk, ended_at__lt=day_starts(last_day))
    return condition


def destroy_due(*, at, by=None):
    """Destroy what is due; the rows stay with their digests. Answers how many."""
    return sum(_destroy(material, at, by) for material in due(at=at))


@transaction.atomic
def _destroy(material, at, by):
    if not destroying.destroy(material.file, at=at):
        return 0
    record(
        "workflow.destroy",
        material,
        by=by,
        at=at,
        because=_why(material.application),
        sha256=material.sha256,
    )
    return 1


def _why(application):
    if application.is_draft:
        return f"草稿{ABANDONED.days}天未提交"
    return f"办结后保管期限{application.ruleset.roster_retention_months}个月届满"


@job("drafts", "清除过期草稿", order=140, every=timedelta(hours=1))
def forget_drafts(at):
    """Drafts of what has ended go, and files that nothing holds any more; how many files went.

    Once an hour: every file that is kept is asked for by whom it is held. What is preserved stays;
    files of which nobody can tell any more whose they were wait while anything is.
    """
    if _clear_drafts(at):
        return 0
    loose = StoredFile.objects.loose().filter(taken_at__lt=at - GRACE)
    return sum(forget_drafts.each(loose, lambda file: _forget(file, at), at=at).done)


@transaction.atomic
def _clear_drafts(at):
    """Whether anything is preserved, so that what was thrown away stays, too."""
    exclude_others(SERIES)
    on = local_day(at)
    ended = OpinionDraft.objects.filter(item__outcome__isnull=False)
    ended.exclude(item__application__in=applications_kept(on)).delete()
    if Preservation.objects.standing(on).exists():
        return True
    thrown = OpinionDraftFile.objects.filter(draft__isnull=True)
    thrown.filter(thrown_at__isnull=True).update(thrown_at=at)
    thrown.filter(thrown_at__lt=at - GRACE).delete()
    return False


def _forget(file, at):
    exclude_others(SERIES)
    if Preservation.objects.standing(local_day(at)).exists():
        return 0
    return destroying.forget([file])
