"""What a unit hands in of its ledgers each quarter: prepared by one, signed by its head (R47)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.sales import quarter_words

USER = settings.AUTH_USER_MODEL


def _person(title):
    return models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=title
    )


class FilingQuerySet(models.QuerySet):
    def signed(self):
        return self.filter(signed_at__isnull=False)


class Filing(models.Model):
    """台账报送: the entries of one unit's ledgers until the end of a quarter, as its head signed.

    ``lines`` is ``{ledger: {count, fen, late, last, sha256}}``: everything up to the key ``last``
    that no filing before it holds; what is entered afterwards falls into the next filing.
    """

    unit = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="filings", verbose_name="报送单位"
    )
    quarter = models.CharField("季度", max_length=6)
    lines = models.JSONField("报送内容", default=dict)
    empty = models.JSONField("没有发生的台账", default=list)
    note = models.CharField("说明", max_length=500, blank=True)
    prepared_at = models.DateTimeField("填报时间")
    prepared_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="填报人")
    signed_at = models.DateTimeField("审签时间", null=True, blank=True)
    signed_by = _person("审签人")
    counted_quarter = models.CharField("计入季度", max_length=6, blank=True)
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    returned_by = _person("退回人")
    return_reason = models.CharField("退回原因", max_length=300, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账报送"
        ordering = ["-quarter", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "quarter"], name="filing_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, counted_quarter="")
                | Q(
                    signed_at__gte=F("prepared_at"),
                    signed_by__isnull=False,
                    counted_quarter__gte=F("quarter"),
                    returned_at__isnull=True,
                ),
                name="filing_signature_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("prepared_by")),
                name="filing_takes_two",
                violation_error_message="填报人不得自己审签",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True, return_reason="")
                | Q(returned_at__gte=F("prepared_at"), returned_by__isnull=False)
                & ~Q(return_reason=""),
                name="filing_return_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.unit}{quarter_words(self.quarter)}台账"

    @property
    def state(self):
        """``(word, in Chinese)`` of where it stands."""
        if self.signed_at:
            return "filed", "已报送"
        return ("returned", "已退回") if self.returned_at else ("prepared", "待审签")
