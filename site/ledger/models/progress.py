"""What the units report of their tasks each quarter, what hinders them, what was agreed on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from doors.models import Evidence, EvidenceLook

from .tasks import Task, TaskUnit


class Progress(models.Model):
    """季度进展: what one unit did for one task in one quarter (R39); signed by its head."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "未启动"
        ON_TRACK = "on_track", "正常推进"
        DELAYED = "delayed", "进展滞后"
        DONE = "done", "已完成"

    unit = models.ForeignKey(
        TaskUnit, models.PROTECT, related_name="progress", verbose_name="责任单位"
    )
    quarter = models.CharField("季度", max_length=6)
    status = models.CharField("进度", max_length=12, choices=Status)
    text = models.TextField("进展情况", max_length=4000)
    reported_at = models.DateTimeField("填报时间")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    confirmed_at = models.DateTimeField("审签时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审签人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "季度进展"
        ordering = ["-quarter", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "quarter"], name="progress_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(
                    confirmed_at__gte=F("reported_at"),
                    confirmed_by__isnull=False,
                    return_reason="",
                ),
                name="progress_signature_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("reported_by")),
                name="progress_takes_two",
                violation_error_message="填报人不得自己审签",
            ),
        ]

    def __str__(self):
        return f"任务{self.unit.task.number} {self.unit.organisation} {self.quarter}"

    @property
    def state(self):
        if self.confirmed_at:
            return "已审签"
        return "已退回" if self.return_reason else "待审签"


class ProgressFile(Evidence):
    """进展佐证: one file that shows what a unit reports."""

    progress = models.ForeignKey(
        Progress, models.PROTECT, related_name="evidence", verbose_name="季度进展"
    )

    class Meta(Evidence.Meta):
        verbose_name = verbose_name_plural = "进展佐证"


class ProgressFileView(EvidenceLook):
    """进展佐证查阅: one look at such a file."""

    evidence = models.ForeignKey(
        ProgressFile, models.PROTECT, related_name="views", verbose_name="进展佐证"
    )

    class Meta(EvidenceLook.Meta):
        verbose_name = verbose_name_plural = "进展佐证查阅"


class ProblemQuerySet(models.QuerySet):
    def open(self):
        return self.filter(solved_at__isnull=True)

    def overdue(self, on):
        return self.open().filter(due_on__lt=on)


class Problem(models.Model):
    """存在问题: what hinders a task, whose it is and until when (R48)."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="problems", verbose_name="工作任务")
    text = models.CharField("问题", max_length=500)
    owner = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="problems", verbose_name="解决单位"
    )
    due_on = models.DateField("解决期限")
    raised_at = models.DateTimeField("提出时间")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    solution = models.CharField("解决情况", max_length=500, blank=True)
    solved_at = models.DateTimeField("解决时间", null=True, blank=True)
    solved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="登记人",
    )

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "存在问题"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(solved_at__isnull=True, solved_by__isnull=True, solution="")
                | Q(solved_at__gte=F("raised_at"), solved_by__isnull=False) & ~Q(solution=""),
                name="problem_solution_is_whole",
            )
        ]

    def __str__(self):
        return self.text[:40]


class CoordinationNote(models.Model):
    """协调督导记录: what the units agreed on, or what the office asked of them (R41)."""

    class Kind(models.TextChoices):
        COORDINATION = "coordination", "协调"
        SUPERVISION = "supervision", "督导"

    task = models.ForeignKey(Task, models.PROTECT, related_name="notes", verbose_name="工作任务")
    kind = models.CharField("种类", max_length=12, choices=Kind)
    day = models.DateField("日期")
    text = models.TextField("内容", max_length=2000)
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="记录单位"
    )
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "协调督导记录"
        ordering = ["-day", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.day}"


class Baseline(models.Model):
    """摸底调查: what one township has, before anything is planned (R40)."""

    township = models.ForeignKey(
        "registry.Township", models.PROTECT, related_name="baselines", verbose_name="乡镇街道"
    )
    year = models.PositiveSmallIntegerField("年度")
    entities = models.PositiveIntegerField("经营主体数")
    products = models.PositiveIntegerField("可认定产品数")
    households = models.PositiveIntegerField("可带动户数")
    outlets = models.CharField("现有销售渠道", max_length=500)
    difficulties = models.CharField("困难和问题", max_length=500, blank=True)
    surveyed_at = models.DateTimeField("填报时间")
    surveyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "摸底调查"
        ordering = ["-year", "township"]
        constraints = [
            models.UniqueConstraint(fields=["township", "year"], name="baseline_once_a_year")
        ]

    def __str__(self):
        return f"{self.township} {self.year}年"
