"""The account of a simulation: what became of its papers, and what each of its actors did."""

from collections import Counter

from applications.models import Application, Item
from catalog.models import Certificate, CertificateEvent
from publicity.models import OutageDay, Publicity, PublicityEntry
from workflow.invariants import window_lengths
from workflow.models import Acceptance, ChangeReport
from workflow.positions import states_of

AT_ONCE = 500
SECOND_THOUGHTS = ("taken_back", "sent_to_station", "held", "holds_lifted", "urged")
#: What is asked, told and corrected beside the steps; what units and readers say.
BESIDE_THE_STEPS = (
    *("consulted", "entrusted", "consultations_answered", "consultations_revoked"),
    *("circulated", "circulars_read", "circulars_withdrawn"),
    *("corrections_entered", "corrections_approved", "corrections_declined"),
    *("questions", "questions_answered", "answers_read", "ratings", "raters_called"),
    *("site_reports", "site_reports_answered"),
    *("subscriptions", "subscriptions_confirmed", "subscriptions_left"),
)


def account(simulation):
    """The JSON-ready account: counts by name, and ``violations`` as Chinese sentences.

    Each with the day on which it was first seen, and the seed with which it comes again.
    """
    items = Item.objects.exclude(pk__in=simulation.earlier_items).select_related("outcome")
    return {
        **_papers(items),
        **_notices(items),
        **_entries(items),
        **_actors(simulation),
        "seed": simulation.seed,
        "violations": _violations(simulation),
    }


def _violations(simulation):
    breaches = simulation.breaches.items()
    return [f"{day}（种子{simulation.seed}）{breach}" for breach, day in breaches]


def _papers(items):
    states = Counter(map(str, _states(items)))
    return {
        "applications": Application.objects.filter(items__in=items).distinct().count(),
        "items": items.count(),
        "final_states": dict(sorted(states.items())),
        "withdrawn": items.filter(outcome__kind="withdrawn").count(),
    }


def _states(items):
    """Where each of the items is, read some at a time."""
    keys = list(items.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        yield from states_of(items.filter(pk__in=keys[start : start + AT_ONCE])).values()


def _notices(items):
    running = PublicityEntry.objects.running().values("publicity")
    district = Publicity.objects.filter(level="district", entries__item__in=items).distinct()
    lengths = window_lengths()
    return {
        "notices_opened": district.count(),
        "notices_closed": district.exclude(pk__in=running).count(),
        "window_working_days": {
            "min": min(lengths, default=None),
            "max": max(lengths, default=None),
        },
    }


def _entries(items):
    """What happened to the entries that were listed, by their own events."""
    events = CertificateEvent.objects.filter(certificate__item__in=items)
    cases = ChangeReport.objects.filter(certificate__item__in=items)
    return {
        "certificates_listed": Certificate.objects.filter(item__in=items).count(),
        "cases": cases.count(),
        "ends_of_cases": dict(sorted(Counter(map(_end_of_case, cases)).items())),
        "suspended": events.filter(op="suspend").count(),
        "resumed": events.filter(op="resume").count(),
        "adjusted": events.filter(op="update").count(),
        "removed": events.filter(op="remove").count(),
    }


def _end_of_case(case):
    """The decision, and what came of it in the end."""
    end = case.ruling or case.recheck or ("closed" if case.closed_at else "open")
    return f"{case.decision or 'undecided'}:{end}"


def _actors(simulation):
    """What the public, the holders and the officers of this simulation did, or were refused."""
    counts = sum((actor.counts for actor in simulation.actors), Counter())
    return {
        "complaints": counts["received"],
        "joined": counts["joined"],
        "listing_decisions": counts["listing_decisions"],
        "renewals": counts["renewals"],
        "exits": counts["exits"],
        "accepted": counts["accepted"],
        "deemed_accepted": Acceptance.objects.filter(is_deemed=True).count(),
        "dishonesty": counts["decided"],
        "calendar_changes": simulation.calendar_changes,
        "rule_sets": counts["rule_sets"],
        "offices_closed": counts["offices_closed"],
        "postings": counts["postings"],
        "raised_figures": counts["raised"],
        "looks": counts["looks"],
        "outages": counts["outages"],
        "outage_days": OutageDay.objects.count(),
        "late_answers": counts["late_answers"],
        **{name: counts[name] for name in (*SECOND_THOUGHTS, *BESIDE_THE_STEPS)},
        "refused_dates": simulation.typist.refused,
        "objections_refused_as_late": simulation.late_objections,
        "steps_refused": simulation.refused_steps,
        "acts_refused": {type(actor).__name__: actor.refused for actor in simulation.actors},
    }
