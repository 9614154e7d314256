"""好差评: what applicants and complainants say of how they were served (国办发〔2019〕51号)."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from files.vault import SealedTextField
from registry.models import Tie
from registry.permissions import organisations
from registry.roles import Permission
from rules.duties import CRITERIA
from rules.lifecycle import choices
from rules.vocabulary import BAD_GRADES, NOT_COUNTED_FINDINGS, RATING_FINDINGS, RATING_GRADES

STEPS = choices(CRITERIA)


class RatingQuerySet(models.QuerySet):
    def bad(self):
        return self.filter(grade__in=BAD_GRADES)

    def waiting(self):
        """Bad ones that nobody has called back about."""
        return self.bad().filter(called_at__isnull=True)

    def late(self, on):
        return self.waiting().filter(due_on__lt=on)

    def counted(self):
        """Without what a call-back found to be a mistake or malice."""
        return self.exclude(finding__in=NOT_COUNTED_FINDINGS)

    def scope(self, user):
        """What ``user`` may call back about: never what was said of the user's own work."""
        if not organisations(user, Permission.CALL_BACK_RATERS):
            return self.none()
        return self.of_others(user.pk)

    def of_others(self, person):
        """Neither of the work of the key ``person`` nor by whom that person is tied to (R67)."""
        ties = Tie.objects.filter(user=person)
        tied = Q(applicant__isnull=False, applicant__in=ties.values("applicant"))
        return self.exclude(about_user=person).exclude(tied)

    def by_grade(self):
        """``{grade: how many}``."""
        return dict(self.order_by().values_list("grade").annotate(Count("pk")))


class Rating(models.Model):
    """评价: one grade for one decided step of a product, or for one feedback of a complaint.

    Given once and never changed. What was said besides is sealed; only the grades are public.
    """

    number = models.CharField("编号", max_length=20, unique=True)
    item = models.ForeignKey(
        "applications.Item",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ratings",
        verbose_name="申请产品",
    )
    round = models.PositiveSmallIntegerField("轮次", null=True, blank=True)
    step = models.CharField("环节", max_length=10, choices=STEPS, blank=True)
    feedback = models.OneToOneField(
        "supervision.Feedback",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rating",
        verbose_name="反馈",
    )
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="被评价单位"
    )
    about_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="被评价的经办人"
    )
    applicant = models.ForeignKey(
        "registry.Applicant",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ratings",
        verbose_name="评价单位",
    )
    grade = models.PositiveSmallIntegerField("评价", choices=RATING_GRADES)
    words = SealedTextField("评价内容", blank=True)
    rated_at = models.DateTimeField("评价时间", db_index=True)
    due_on = models.DateField("回访期限", null=True, blank=True)
    due_is_provisional = models.BooleanField("期限为暂计", default=False)
    finding = models.CharField("回访核实", max_length=8, choices=RATING_FINDINGS, blank=True)
    measures = models.TextField("核实和整改情况", max_length=1000, blank=True)
    reply = models.CharField("答复", max_length=500, blank=True)
    called_at = models.DateTimeField("回访时间", null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="回访人",
    )

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        ordering = ["-rated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "round", "step"], name="rating_once_per_step_and_round"
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, round__isnull=False, feedback__isnull=True)
                & ~Q(step="")
                | Q(item__isnull=True, round__isnull=True, step="", feedback__isnull=False),
                name="rating_has_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(grade__in=[*BAD_GRADES], due_on__isnull=False)
                | (~Q(grade__in=[*BAD_GRADES]) & Q(due_on__isnull=True)),
                name="rating_bad_has_a_limit",
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True, called_by__isnull=True, finding="")
                | (Q(called_at__isnull=False, called_by__isnull=False) & ~Q(finding="")),
                name="rating_call_back_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(called_by__isnull=True) | ~Q(called_by=models.F("about_user")),
                name="rating_never_called_back_by_its_subject",
                violation_error_message="被评价的经办人不得回访",
            ),
        ]

    def __str__(self):
        return f"评价 {self.number}"

    @property
    def is_bad(self):
        return self.grade in BAD_GRADES

    @property
    def subject(self):
        """What was rated, in words that name nobody."""
        return self.get_step_display() if self.step else "投诉举报的反馈"
