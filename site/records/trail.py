"""Finding events of the trail by what an office knows: names, words of acts, numbers of papers.

A room above registers its numbers and pages here; the registry knows neither papers nor desks.
"""

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Concat

from . import audit_words
from .models import AuditEvent, AuditSeal

#: So many rows of the trail are looked through for one page; among five million in 0.1 second.
REACH = 50_000
#: Every kind of thing once, each by one look into the index: DISTINCT would read all of it.
KINDS = """
    WITH RECURSIVE kinds (kind) AS (
        SELECT MIN(subject_type) FROM records_auditevent
        UNION ALL
        SELECT (SELECT MIN(subject_type) FROM records_auditevent WHERE subject_type > kind)
        FROM kinds WHERE kind IS NOT NULL
    )
    SELECT kind FROM kinds WHERE kind IS NOT NULL
"""

#: ``number -> {subject_type: [pk]}``: everything that belongs to the paper of that number.
NUMBERS: list = []
#: subject_type -> ``event -> address`` of the page about the event's subject, "" for none.
PAGES: dict = {}


def kinds():
    """The labels of the models of which the trail tells anything."""
    with connection.cursor() as cursor:
        cursor.execute(KINDS)
        return [kind for (kind,) in cursor.fetchall()]


def total():
    """How many rows the trail has: those that the newest seal counts, and the few after it."""
    seal = AuditSeal.objects.order_by("-number").first()
    return (seal.total if seal else 0) + AuditEvent.objects.filter(seal=None).count()


def reached_since(within, conditions):
    """The moment since which rows are looked through; None where all ``within`` are.

    ``within`` are the rows of the days asked for. If few meet one of the ``conditions``, each of
    which an index answers, all rows are looked through; else the newest :data:`REACH`. More only
    where so many acts bear one and the same moment: it is never cut in two.
    """
    if any(_are_few(within.filter(condition)) for condition in conditions):
        return None
    return within.order_by("-at").values_list("at", flat=True)[REACH : REACH + 1].first()


def _are_few(events):
    return events.order_by()[: REACH + 1].count() <= REACH


def conditions_of(words):
    """What an index answers of the typed ``words``: the numbers of papers."""
    papers = map(_paper, words.split())
    return [_belonging(subjects) for subjects in papers if subjects]


def search(events, words):
    """The ``events`` that every one of the typed ``words`` tells of."""
    for word in words.split():
        events = events.filter(_about(word))
    return events


def _about(word):
    """A paper's number is looked up by index; only other words read through the texts."""
    subjects = _paper(word)
    if subjects:
        return _belonging(subjects)
    people = people_called(word)
    return (
        Q(action__in=acts_called(word))
        | Q(actor_id__in=people)
        | Q(subject_type="registry.user", subject_id__in=map(str, people))
        | Q(subject__icontains=word)
        | Q(because__icontains=word)
    )


def _paper(word):
    subjects = {}
    for find in NUMBERS:
        subjects.update(find(word))
    return subjects


def _belonging(subjects):
    either = Q(pk__in=())
    for kind, keys in subjects.items():
        either |= Q(subject_type=kind, subject_id__in=list(map(str, keys)))
    return either


def acts_called(word):
    """The codes of the acts whose Chinese name, or code, contains ``word``."""
    return [act for act, name in audit_words.ACTIONS.items() if word in name or word == act]


def people_called(word):
    """The keys of the people whose name, written as Chinese names are, or login is ``word``."""
    people = get_user_model().objects.annotate(full=Concat("last_name", "first_name"))
    return list(
        people.filter(Q(full__icontains=word) | Q(username__iexact=word))
        .order_by("pk")
        .values_list("pk", flat=True)[:200]
    )


def page_of(event):
    """The address of the page about what the event tells of; "" where there is none."""
    find = PAGES.get(event.subject_type)
    return find(event) if find else ""
