"""保全: papers of which nothing is destroyed while somebody else still needs them as evidence."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from records.models.decided import Decided, decided_by_another

from .days import day_of


class PreservationQuerySet(models.QuerySet):
    def standing(self, on):
        """Those that keep their papers on day ``on``, from the hour in which they were entered.

        What waits for its second hand keeps, too: nothing is destroyed between the two.
        """
        rows = self.exclude(is_approved=False).filter(lifted_at__isnull=True)
        return rows.filter(Q(until__isnull=True) | Q(until__gte=on))

    def waiting(self):
        """Somebody has to decide: on the preservation itself, or on lifting it."""
        lifting = Q(lift_asked_at__isnull=False, lifted_at__isnull=True)
        return self.filter(Q(decided_at__isnull=True) | lifting)


def _person(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


def _subject(model, label):
    return models.ForeignKey(
        model,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="preservations",
        verbose_name=label,
    )


class Preservation(Decided):
    """保全: one application, one complaint, or all that belongs to one applicant.

    Entered by one with the paper that asks for it, approved by another; lifted by two as well.
    ``until`` is its last day, empty: until it is lifted.
    """

    SUBJECTS = ("application", "complaint", "applicant")

    number = models.CharField("编号", max_length=20, unique=True)
    application = _subject("applications.Application", "申请")
    complaint = _subject("supervision.Complaint", "投诉举报")
    applicant = _subject("registry.Applicant", "申请单位")
    because = models.CharField("理由", max_length=300)
    paper_no = models.CharField("依据的文号", max_length=80)
    until = models.DateField("保全至", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    entered_at = models.DateTimeField("提出时间")
    lift_because = models.CharField("解除理由", max_length=300, blank=True)
    lift_asked_by = _person("提请解除人")
    lift_asked_at = models.DateTimeField("提请解除时间", null=True, blank=True)
    lifted_by = _person("批准解除人")
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)

    objects = PreservationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保全"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False, complaint=None, applicant=None)
                | Q(application=None, complaint__isnull=False, applicant=None)
                | Q(application=None, complaint=None, applicant__isnull=False),
                name="preservation_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(because="") & ~Q(paper_no=""), name="preservation_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=day_of("entered_at")),
                name="preservation_ends_after_it_begins",
            ),
            *decided_by_another("提出人"),
            models.CheckConstraint(
                condition=Q(lift_because="", lift_asked_by=None, lift_asked_at=None)
                | Q(is_approved=True, lift_asked_by__isnull=False, lift_asked_at__isnull=False)
                & ~Q(lift_because=""),
                name="preservation_lifting_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None, lifted_at=None)
                | Q(lifted_at__gte=F("lift_asked_at"), lifted_by__isnull=False)
                & ~Q(lifted_by=F("lift_asked_by")),
                name="preservation_lifted_by_two",
                violation_error_message="提请人与批准人不得为同一人",
            ),
        ]

    def __str__(self):
        return f"保全{self.number}"

    @property
    def kind(self):
        """The name of the column that says what is preserved."""
        return next(name for name in self.SUBJECTS if getattr(self, f"{name}_id"))

    @property
    def subject(self):
        return getattr(self, self.kind)

    @property
    def is_lifting_asked(self):
        return self.lift_asked_at is not None and self.lifted_at is None
