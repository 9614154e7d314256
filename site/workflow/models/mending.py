"""What an applicant answered to each point of a request to mend (R66)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class PointAnswer(models.Model):
    """补正答复: the answer to one point, with the words of the point as they were asked.

    A point is the ``number``-th of the demands of one signed row: an opinion, the outcome of an
    upper level, or the decision on an objection.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", "已修改填写的内容"
        FILE = "file", "已补交或者更换文件"
        EXPLANATION = "explanation", "不需要修改，说明情况"

    item = models.ForeignKey(
        "applications.Item", models.PROTECT, related_name="point_answers", verbose_name="申请产品"
    )
    round = models.PositiveSmallIntegerField("轮次")
    opinion = models.ForeignKey(
        "workflow.Opinion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name="意见",
    )
    upper_review = models.ForeignKey(
        "workflow.UpperReview",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name="上级审核",
    )
    investigation = models.ForeignKey(
        "workflow.Investigation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name="异议核查",
    )
    number = models.PositiveSmallIntegerField("第几项")
    demand = models.TextField("补正事项")
    kind = models.CharField("答复", max_length=12, choices=Kind)
    text = models.CharField("说明", max_length=500, blank=True)
    material = models.ForeignKey(
        "applications.Material",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="补交的文件",
    )
    answered_at = models.DateTimeField("答复时间")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="答复人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "补正答复"
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    opinion__isnull=False, upper_review__isnull=True, investigation__isnull=True
                )
                | Q(opinion__isnull=True, upper_review__isnull=False, investigation__isnull=True)
                | Q(opinion__isnull=True, upper_review__isnull=True, investigation__isnull=False),
                name="pointanswer_of_one_demand",
            ),
            models.CheckConstraint(condition=~Q(demand=""), name="pointanswer_rests_on_words"),
            models.CheckConstraint(
                condition=~Q(kind="explanation") | ~Q(text=""),
                name="pointanswer_explanation_has_words",
            ),
            models.CheckConstraint(
                condition=Q(kind="file", material__isnull=False)
                | ~Q(kind="file") & Q(material__isnull=True),
                name="pointanswer_file_is_named",
            ),
            *(
                models.UniqueConstraint(
                    fields=[source, "number"], name=f"pointanswer_once_per_{source}"
                )
                for source in ("opinion", "upper_review", "investigation")
            ),
        ]

    def __str__(self):
        return f"{self.demand}：{self.get_kind_display()}"
