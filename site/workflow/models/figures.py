"""What a station found of the figures that a holder reports as higher than before (R45)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class FigureCheck(models.Model):
    """变更数字核实: the station's figures beside those that a change report claims.

    The report keeps the claim; these are what the catalogue says. Empty: not asked for.
    """

    change = models.OneToOneField(
        "workflow.ChangeReport",
        models.PROTECT,
        related_name="figure_check",
        verbose_name="变更报告",
    )
    households = models.PositiveIntegerField("核实户数", null=True, blank=True)
    persons = models.PositiveIntegerField("核实人数", null=True, blank=True)
    average_income_fen = models.PositiveBigIntegerField(
        "核实户均年增收（分）", null=True, blank=True
    )
    text = models.TextField("核实情况", max_length=2000)
    checked_at = models.DateTimeField("核实时间")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="核实人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "变更数字核实"
        constraints = [
            models.CheckConstraint(
                condition=Q(households__isnull=True)
                | Q(persons__isnull=True)
                | Q(persons__gte=F("households")),
                name="figurecheck_persons_cover_households",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="figurecheck_has_words"),
        ]

    def __str__(self):
        return f"{self.change} 数字核实"

    def figures(self):
        """``{column: figure}`` of those that were checked."""
        return {name: getattr(self, name) for name in FIGURES if getattr(self, name) is not None}


#: Columns of a product that count only as the station verified them.
FIGURES = ("households", "persons", "average_income_fen")
