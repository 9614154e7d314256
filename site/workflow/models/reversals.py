"""Ways back from a signature: what was signed is kept whole, and the step waits anew."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from .decisions import OPINIONS, Opinion


class Reversal(models.Model):
    """收回与退回: an opinion that counts no more, and why.

    Taken back by its signer before the next desk opened it, or sent back to its desk by the next.
    The opinion's own row goes, so that nobody counts it; all that it said stands here.
    """

    class Kind(models.TextChoices):
        TAKEN_BACK = "taken_back", "签署人收回"
        SENT_BACK = "sent_back", "退回上一环节"

    kind = models.CharField("方式", max_length=10, choices=Kind)
    item = models.ForeignKey(
        "applications.Item", models.PROTECT, related_name="reversals", verbose_name="申请产品"
    )
    round = models.PositiveSmallIntegerField("轮次")
    step = models.CharField("环节", max_length=10, choices=OPINIONS)
    task = models.OneToOneField(
        "viewflow.Task", models.PROTECT, related_name="reversal", verbose_name="任务"
    )
    values = models.JSONField(
        "原意见", encoder=DjangoJSONEncoder, help_text="全部内容，附件为名称和摘要"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="签署人"
    )
    signed_at = models.DateTimeField("签署时间")
    because = models.CharField("理由", max_length=300)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人"
    )
    reversed_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "收回与退回"
        ordering = ["reversed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="reversal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind="taken_back", reversed_by=F("signed_by"))
                | Q(kind="sent_back") & ~Q(reversed_by=F("signed_by")),
                name="reversal_by_whom_it_may",
            ),
            models.CheckConstraint(
                condition=Q(reversed_at__gte=F("signed_at")), name="reversal_after_the_signature"
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_step_display()}{self.get_kind_display()}"

    @property
    def result_label(self):
        return Opinion.Result(self.values["result"]).label
