"""Fixing a list for inspection, and drawing from it once the seed is known (R19, R67)."""

from django.db import transaction

from catalog.models import Certificate
from records.audit import record
from records.numbering import next_serial
from rules.draws import digest_of_list, draw
from rules.periods import local_day
from rules.refusal import Refused, refuse_fields

from .models import InspectionDraw


@transaction.atomic
def fix(*, title, seed_source, count, by, at):
    """Fix today's certificates in force as the list of a draw, before its seed is known."""
    on = local_day(at)
    names = list(
        Certificate.objects.in_force(on).order_by("number").values_list("number", flat=True)
    )
    reasons = [] if title.strip() else [("title", "请填写抽查事项")]
    if not seed_source.strip():
        reasons.append(("seed_source", "请写明种子来源，如某日某期彩票开奖号码"))
    if not 1 <= count <= len(names):
        reasons.append(("count", f"抽取数量须在1和有效条目数{len(names)}之间"))
    refuse_fields(reasons)
    fixed = InspectionDraw.objects.create(
        number=f"CC-{on.year}-{next_serial('inspection-draw', on.year):03}",
        title=title,
        seed_source=seed_source,
        count=count,
        population=names,
        population_digest=digest_of_list(names),
        fixed_at=at,
        fixed_by=by,
    )
    record("supervision.fix_draw", fixed, by=by, at=at, digest=fixed.population_digest)
    return fixed


@transaction.atomic
def take(fixed, *, seed, by, at):
    """Draw once with ``seed``; a second attempt is refused, whatever the first one gave."""
    fixed = InspectionDraw.objects.select_for_update().get(pk=fixed.pk)
    if fixed.drawn_at is not None:
        raise Refused(["该次抽查已经抽取，不能重抽"])
    if not seed.strip():
        raise Refused(["请填写随机种子"], {"seed": ["请填写随机种子"]})
    fixed.seed = seed.strip()
    fixed.chosen = draw(fixed.seed, fixed.population, fixed.count)
    fixed.drawn_at, fixed.drawn_by = at, by
    fixed.save(update_fields=["seed", "chosen", "drawn_at", "drawn_by"])
    record("supervision.draw", fixed, by=by, at=at, seed=fixed.seed, chosen=fixed.chosen)
    return fixed


def holds_true(fixed):
    """Whether the stored result is what its list and seed give, computed anew."""
    same_list = digest_of_list(fixed.population) == fixed.population_digest
    if fixed.drawn_at is None:
        return same_list
    return same_list and draw(fixed.seed, fixed.population, fixed.count) == fixed.chosen
