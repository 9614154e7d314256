"""Finding events of the trail by what an office knows: names, words of acts, numbers of papers.

A room above registers its numbers and pages here; the registry knows neither papers nor desks.
"""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.db.models.functions import Concat

from . import audit_words

#: ``number -> {subject_type: [pk]}``: everything that belongs to the paper of that number.
NUMBERS: list = []
#: subject_type -> ``event -> address`` of the page about the event's subject, "" for none.
PAGES: dict = {}


def search(events, words):
    """The ``events`` that every one of the typed ``words`` tells of."""
    for word in words.split():
        events = events.filter(_about(word))
    return events


def _about(word):
    """A paper's number is looked up by index; only other words read through the texts."""
    subjects = _paper(word)
    if subjects:
        return _either(
            Q(subject_type=kind, subject_id__in=map(str, keys)) for kind, keys in subjects.items()
        )
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


def _either(conditions):
    either = Q(pk__in=())
    for condition in conditions:
        either |= condition
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
