"""What becomes of a product on its way that an upheld complaint keeps out of the catalogue."""

from django.conf import settings
from django.db import models


class ListingDecision(models.Model):
    """查实后处置: what the head decides after a complaint about a product on its way is upheld.

    Without one the product waits; each complaint is decided about once.
    """

    class Decision(models.TextChoices):
        REVIEW = "review", "退回区级重新审核"
        RELEASE = "release", "问题已消除，恢复办理"
        TERMINATE = "terminate", "终止办理"

    complaint = models.OneToOneField(
        "supervision.Complaint",
        models.PROTECT,
        related_name="listing_decision",
        verbose_name="投诉举报",
    )
    item = models.ForeignKey(
        "applications.Item",
        models.PROTECT,
        related_name="listing_decisions",
        verbose_name="申请产品",
    )
    decision = models.CharField("决定", max_length=10, choices=Decision)
    text = models.TextField("理由", max_length=1000)
    decided_at = models.DateTimeField("决定时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="决定人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "查实后处置"
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""), name="listingdecision_has_a_reason"
            )
        ]

    def __str__(self):
        return f"{self.item} {self.get_decision_display()}"
