"""That the district accepted a product for review, or let the time for saying so pass."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Acceptance(models.Model):
    """区级受理: said once for a product, by an officer or, where nothing was said, by the clock.

    From here on the applicant is asked to mend by the head alone (一次性告知).
    """

    item = models.OneToOneField(
        "applications.Item",
        models.PROTECT,
        related_name="acceptance",
        verbose_name="申请产品",
    )
    accepted_on = models.DateField("受理日期")
    accepted_at = models.DateTimeField("记录时间")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="受理人",
    )
    is_deemed = models.BooleanField("逾期视为受理", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "区级受理"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_deemed=True, officer__isnull=True)
                | Q(is_deemed=False, officer__isnull=False),
                name="acceptance_by_somebody_or_by_time",
            )
        ]

    def __str__(self):
        return f"{self.item} 受理"
