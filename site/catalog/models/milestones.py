"""The way to a certificate as days: what the public may know of the procedure (R24)."""

from django.db import models

from rules.vocabulary import STATION


class Milestone(models.Model):
    """认定节点: the day on which one step towards a certificate was done; no persons, no papers.

    The windows and the listing have their days on the certificate itself.
    """

    class Step(models.TextChoices):
        SUBMITTED = "submitted", "提交申请"
        ENDORSED = "endorsed", f"{STATION}认可"
        REVIEWED = "reviewed", "区级审核通过"
        REPORTED = "reported", "上报市级"
        CITY = "city", "市级复核通过"
        PROVINCE = "province", "省级审核备案"

    certificate = models.ForeignKey(
        "catalog.Certificate", models.PROTECT, related_name="milestones", verbose_name="目录条目"
    )
    step = models.CharField("节点", max_length=10, choices=Step)
    day = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "认定节点"
        ordering = ["certificate", "day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "step"], name="milestone_once")
        ]

    def __str__(self):
        return f"{self.certificate} {self.get_step_display()} {self.day}"
