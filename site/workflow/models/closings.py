"""撤销申请: an office or a township is to end, with who comes after it, until another approves."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from records.models.decided import Decided, decided_by_another


class Closing(Decided):
    """撤销申请: what one person entered of an end that hands people and papers over.

    Units learn another station by it, so a second person approves; nothing moves before.
    """

    organisation = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closings",
        verbose_name="机构",
    )
    township = models.ForeignKey(
        "registry.Township",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closings",
        verbose_name="乡镇街道",
    )
    new_organisation = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承接机构",
    )
    new_township = models.ForeignKey(
        "registry.Township",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="承接乡镇街道",
    )
    last_day = models.DateField("失效日期")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人"
    )
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "撤销申请"
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    organisation__isnull=False,
                    new_organisation__isnull=False,
                    township__isnull=True,
                    new_township__isnull=True,
                )
                | Q(
                    organisation__isnull=True,
                    new_organisation__isnull=True,
                    township__isnull=False,
                    new_township__isnull=False,
                ),
                name="closing_of_one_with_its_like",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(decided_at__isnull=True),
                name="closing_one_waiting_per_office",
            ),
            models.UniqueConstraint(
                fields=["township"],
                condition=Q(decided_at__isnull=True),
                name="closing_one_waiting_per_township",
            ),
            *decided_by_another("录入人"),
        ]

    def __str__(self):
        return f"撤销{self.subject}"

    @property
    def subject(self):
        """The office or the township that is to end."""
        return self.organisation or self.township

    @property
    def successor(self):
        return self.new_organisation or self.new_township
