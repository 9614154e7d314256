"""What people signed: opinions, investigations of objections, and whose duty is whose."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from files.models import FileHolder
from registry.listed_words import refusal_reasons
from rules.duties import CRITERIA, Duty
from rules.lifecycle import choices

from .days import day_of

#: The duties that end in a signed opinion.
OPINIONS = choices(CRITERIA)


class Opinion(models.Model):
    """意见: one signed opinion of one step on one item in one round (R12–R14, R54–R56)."""

    class Result(models.TextChoices):
        PASS = "pass", "同意"
        RETURN = "return", "退回补正"
        REFUSE = "refuse", "不同意"

    item = models.ForeignKey(
        "applications.Item", models.PROTECT, related_name="opinions", verbose_name="申请产品"
    )
    round = models.PositiveSmallIntegerField("轮次")
    step = models.CharField("环节", max_length=10, choices=OPINIONS)
    result = models.CharField("结论", max_length=8, choices=Result)
    reason_code = models.CharField("理由代码", max_length=20, choices=refusal_reasons, blank=True)
    text = models.TextField("意见")
    criteria = models.JSONField("各项结论", default=dict, help_text="项目 → {met, evidence}")
    verified_households = models.PositiveIntegerField("核实户数", null=True, blank=True)
    verified_persons = models.PositiveIntegerField("核实人数", null=True, blank=True)
    verified_income_fen = models.PositiveBigIntegerField(
        "核实户均年增收（分）", null=True, blank=True
    )
    visited_on = models.DateField("现场核实日期", null=True, blank=True)
    visited_by = models.CharField("现场核实人（两人）", max_length=80, blank=True)
    demands = models.JSONField("补正事项", default=list, blank=True)
    supervisor_reason = models.CharField("再次要求补正的理由", max_length=300, blank=True)
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="单位"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="opinions", verbose_name="签署人"
    )
    signed_at = models.DateTimeField("签署时间")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审签人",
    )
    approved_at = models.DateTimeField("审签时间", null=True, blank=True)
    task = models.OneToOneField(
        "viewflow.Task", models.PROTECT, related_name="opinion", verbose_name="任务"
    )

    class Meta:
        verbose_name = verbose_name_plural = "意见"
        ordering = ["signed_at", "pk"]
        indexes = [models.Index(fields=["-signed_at", "-id"], name="opinion_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "round", "step"], name="opinion_once_per_step_and_round"
            ),
            models.UniqueConstraint(
                fields=["item", "round", "signed_by"], name="opinion_once_per_person_and_round"
            ),
            models.CheckConstraint(
                condition=~Q(result="refuse") | ~Q(reason_code=""),
                name="opinion_refusal_has_a_reason_code",
            ),
            models.CheckConstraint(
                condition=Q(visited_on__isnull=True, visited_by="")
                | (Q(visited_on__isnull=False) & ~Q(visited_by="")),
                name="opinion_visit_is_paired",
                violation_error_message="现场核实日期与核实人应同时填写",
            ),
            models.CheckConstraint(
                condition=Q(visited_on__isnull=True) | Q(visited_on__lte=day_of("signed_at")),
                name="opinion_visit_before_signature",
                violation_error_message="现场核实日期不得晚于签署之日",
            ),
            models.CheckConstraint(
                condition=Q(verified_households__isnull=True, verified_persons__isnull=True)
                | Q(verified_persons__gte=F("verified_households")),
                name="opinion_verified_persons_cover_households",
            ),
            models.CheckConstraint(
                condition=Q(verified_income_fen__isnull=True)
                | Q(verified_households__isnull=False),
                name="opinion_verified_income_is_of_households",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False)
                & ~Q(approved_by=F("signed_by")),
                name="opinion_approved_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_step_display()}：{self.get_result_display()}"


class OpinionFile(FileHolder):
    """意见附件: one file that an opinion rests on."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="files", verbose_name="意见")

    class Meta:
        verbose_name = verbose_name_plural = "意见附件"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["opinion", "file"], name="opinionfile_once")]

    def __str__(self):
        return self.name


class Investigation(models.Model):
    """异议核查决定: what becomes of an item after its objections were answered (A10)."""

    class Decision(models.TextChoices):
        RESUME = "resume", "异议不成立，恢复公示剩余天数"
        RESTART = "restart", "公示内容有变，重新公示"
        RETURN = "return", "退回申请单位补正"
        REFUSE = "refuse", "异议成立，不予认定"

    item = models.ForeignKey(
        "applications.Item", models.PROTECT, related_name="investigations", verbose_name="申请产品"
    )
    entry = models.ForeignKey(
        "publicity.PublicityEntry", models.PROTECT, related_name="+", verbose_name="公示内容"
    )
    round = models.PositiveSmallIntegerField("轮次")
    decision = models.CharField("决定", max_length=8, choices=Decision)
    reason_code = models.CharField("理由代码", max_length=20, choices=refusal_reasons, blank=True)
    text = models.TextField("核查情况")
    demands = models.JSONField("补正事项", default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="核查人"
    )
    decided_at = models.DateTimeField("决定时间")
    task = models.OneToOneField(
        "viewflow.Task", models.PROTECT, related_name="investigation", verbose_name="任务"
    )

    class Meta:
        verbose_name = verbose_name_plural = "异议核查"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision="refuse") | ~Q(reason_code=""),
                name="investigation_refusal_has_a_reason_code",
            )
        ]

    def __str__(self):
        return f"{self.item} {self.get_decision_display()}"


class SignedDuty(models.Model):
    """职责归属: the one duty a person has taken on in an application (R67).

    The unique pair makes the database itself refuse a second duty, whatever the order of clicks.
    """

    application = models.ForeignKey(
        "applications.Application", models.PROTECT, related_name="duties", verbose_name="申请"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties", verbose_name="人员"
    )
    duty = models.CharField("职责", max_length=12, choices=choices(Duty))
    taken_at = models.DateTimeField("首次履职时间")

    class Meta:
        verbose_name = verbose_name_plural = "职责归属"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "person"], name="signedduty_one_per_person"
            )
        ]

    def __str__(self):
        return f"{self.application} {self.person} {self.get_duty_display()}"
