"""What the applicant has: papers with their products, letters, catalogue entries."""

from dataclasses import dataclass

from applications.models import Application, Item
from catalog.models import Certificate
from rules.lifecycle import ItemState
from workflow.models import Letter
from workflow.positions import states_of

from . import stages


@dataclass(frozen=True)
class Row:
    """One product and where it stands."""

    item: Item
    state: ItemState

    @property
    def is_asked(self):
        """Whether the applicant has to mend it."""
        return self.state in stages.RETURNED

    @property
    def tone(self):
        return stages.tone(self.state)


@dataclass(frozen=True)
class Paper:
    """One application with its products."""

    application: Application
    rows: list[Row]


def papers(user):
    """The user's applications, newest first, in a number of queries that does not grow."""
    mine = Application.objects.scope(user).order_by("-created_at", "-pk")
    items = list(
        Item.objects.filter(application__in=mine)
        .select_related("outcome", "application")
        .order_by("position", "pk")
    )
    states, rows = states_of(items), {}
    for item in items:
        rows.setdefault(item.application_id, []).append(Row(item, states[item.pk]))
    return [Paper(application, rows.get(application.pk, [])) for application in mine]


def letters(user):
    """Every letter to the user's applicant, newest first."""
    mine = Letter.objects.filter(item__in=Item.objects.scope(user))
    return mine.select_related("item__application")


@dataclass(frozen=True)
class Entry:
    """A certificate as it is on a day."""

    certificate: Certificate
    status: str
    words: str
    is_renewable: bool

    @property
    def tone(self):
        """How the status is coloured: the modifier of its badge."""
        tones = {"active": "success", "suspended": "warning", "removed": "error"}
        return tones.get(self.status, "neutral")


def certificates(applicant, on):
    """The applicant's catalogue entries with their true status on day ``on``, newest first."""
    rows = applicant.certificates.select_related("product", "ruleset").order_by("-valid_until")
    rows = rows.prefetch_related("renewals")
    return [entry(each, on) for each in rows]


def entry(certificate, on):
    return Entry(
        certificate,
        certificate.status_on(on),
        certificate.status_text(on),
        certificate.is_renewable(on),
    )
