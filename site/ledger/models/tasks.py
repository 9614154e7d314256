"""The fifteen tasks of the plan and the units that answer for them (R39, R41)."""

from django.db import models
from django.db.models import Q


class Task(models.Model):
    """工作任务: one task of the plan, word for word; there is no column for a target (R42)."""

    number = models.PositiveSmallIntegerField("序号", unique=True)
    group_no = models.CharField("部分", max_length=4)
    group_title = models.CharField("部分标题", max_length=80)
    text = models.TextField("内容")

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
        ]

    def __str__(self):
        return f"{self.organisation}（{self.get_role_display()}）"
