"""Who keeps the house in a simulation: acceptance, versions of the rules, an office that ends."""

from copy import copy
from datetime import timedelta

from django.db import transaction

from applications.models import Item
from registry.models import Organisation, RuleSet, Township
from registry.rulesets import approve, in_force
from rules.periods import local_day
from workflow.positions import REVIEWS, items_at, open_task
from workflow.services.acceptance import accept
from workflow.services.closing_offices import close_office

from .actors import Actor, officer
from .acts import holder

#: How likely something of the kind happens on a working day.
ACCEPTANCE, REVISION, REORGANISATION = 0.25, 0.02, 0.01
#: How many days ahead new rules begin; some of these days cannot be.
AHEAD = (-30, 0, 1, 10, 30, 30)


class AcceptanceActor(Actor):
    """Says at the district that papers are complete; what is let pass is accepted by time."""

    def work(self, at):
        """One working day of the reviewers."""
        waiting = items_at(*REVIEWS).filter(acceptance=None).order_by("pk")
        for item in self.some_of(waiting, ACCEPTANCE):
            self.attempt("accepted", _accept, item, at)


def _accept(item, at):
    tasks = filter(None, (open_task(item, node) for node in REVIEWS))
    accept(Item.objects.get(pk=item.pk), by=holder(next(tasks).owner_permission), at=at)


class RulesActor(Actor):
    """Writes versions of the rules, each approved by another person, sometimes on a wrong day."""

    def work(self, at):
        """One working day: seldom a new version."""
        if self.chance(REVISION):
            self.attempt("rule_sets", _revise, self.random, at)


def _revise(random, at):
    """A draft of the clerk's, approved by the head; what is refused stays a draft."""
    today = local_day(at)
    draft = copy(in_force(today))
    draft.pk, draft.name, draft.ground = None, f"修订{today:%Y%m%d}（模拟）", ""
    draft.effective_from = today + timedelta(days=random.choice(AHEAD))
    draft.effective_until = draft.approved_by = draft.approved_at = None
    draft.entered_by = officer("fpb_clerk", at)
    draft.publicity_days = random.randint(5, 7)
    draft.outage_minutes = random.choice((0, 60))
    for name in ("deems_accepted", "board_posting", "countersign_reviews", "count_start_day"):
        setattr(draft, name, random.random() < 0.5)
    draft.price_bureau = random.choice((None, Organisation.objects.get(code="scjgj")))
    if RuleSet.objects.filter(effective_from=draft.effective_from).exists():
        return  # one version a day, drafts included
    draft.save(force_insert=True)
    by = draft.entered_by if random.random() < 0.1 else officer("manager", at)
    approve(draft, by=by, at=at)


class ReorganisationActor(Actor):
    """Ends a work station; what it had in hand goes to a new one."""

    def work(self, at):
        """One working day: very seldom a station is reorganised."""
        if self.chance(REORGANISATION):
            self.attempt("offices_closed", _reorganise, self.random, at)


@transaction.atomic
def _reorganise(random, at):
    today = local_day(at)
    working = Township.objects.filter(station__isnull=False).in_force(today)
    old = random.choice([town.station for town in working.order_by("pk")])
    number = Organisation.objects.filter(code__startswith=old.code).count()
    new = Organisation.objects.create(
        code=f"{old.code}-{number}",
        name=f"{old.name}（改组{number}）",
        kind=old.kind,
        level=old.level,
        valid_from=today,
    )
    last_day = today - timedelta(days=random.choice((0, 0, 1, 800)))
    close_office(old, last_day=last_day, successor=new, by=officer("manager", at), at=at)
