"""The fifteen tasks of the plan, the units that answer for them, and each task's own plan."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Task(models.Model):
    """工作任务: one task of the plan, word for word; there is no column for a target (R42)."""

    number = models.PositiveSmallIntegerField("序号", unique=True)
    group_no = models.CharField("部分", max_length=4)
    group_title = models.CharField("部分标题", max_length=80)
    text = models.TextField("内容")
    issued_on = models.DateField("印发日期")

    class Meta:
        verbose_name = verbose_name_plural = "工作任务"
        ordering = ["number"]

    def __str__(self):
        return f"任务{self.number} {self.text.partition('。')[0]}"


class TaskUnit(models.Model):
    """责任单位: a unit of one task in the printed order; exactly one leads."""

    class Role(models.TextChoices):
        LEAD = "lead", "牵头"
        SUPPORT = "support", "配合"

    task = models.ForeignKey(Task, models.PROTECT, related_name="units", verbose_name="工作任务")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="tasks", verbose_name="机构"
    )
    position = models.PositiveSmallIntegerField("顺序")
    role = models.CharField("职责", max_length=8, choices=Role)
    document_no = models.CharField(
        "明确牵头的文号", max_length=60, blank=True, help_text="空：以方案列在首位者牵头（惯例）"
    )

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        ordering = ["task", "position"]
        constraints = [
            models.UniqueConstraint(fields=["task", "position"], name="taskunit_in_order"),
            models.UniqueConstraint(fields=["task", "organisation"], name="taskunit_once"),
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(role="lead"),
                name="taskunit_one_lead",
                violation_error_message="每项任务只有一个牵头单位",
            ),
            models.CheckConstraint(
                condition=~Q(role="lead") | Q(position=1) | ~Q(document_no=""),
                name="taskunit_other_lead_has_a_document",
                violation_error_message="改变牵头单位须有文号",
            ),
        ]

    def __str__(self):
        return f"{self.organisation}（{self.get_role_display()}）"


class TaskPlan(models.Model):
    """任务计划: how the lead unit goes about one task; approved by its head (R40)."""

    task = models.OneToOneField(Task, models.PROTECT, related_name="plan", verbose_name="工作任务")
    text = models.TextField("总体安排", max_length=4000)
    handed_in_at = models.DateTimeField("提交时间")
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人"
    )
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审定人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "任务计划"
        ordering = ["task"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__gte=F("handed_in_at"), approved_by__isnull=False),
                name="taskplan_approval_is_whole",
            )
        ]

    def __str__(self):
        return f"任务{self.task.number}计划"


class PlanMeasure(models.Model):
    """计划措施: one measure of a plan, with the day by which it is to be done."""

    plan = models.ForeignKey(
        TaskPlan, models.CASCADE, related_name="measures", verbose_name="任务计划"
    )
    position = models.PositiveSmallIntegerField("顺序")
    text = models.CharField("措施", max_length=300)
    due_on = models.DateField("完成日期")

    class Meta:
        verbose_name = verbose_name_plural = "计划措施"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="planmeasure_in_order")
        ]

    def __str__(self):
        return self.text
