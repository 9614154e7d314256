"""Standing in for a colleague who is away: the same organisation, a named person, for a time."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from .people import Membership


class DelegationQuerySet(models.QuerySet):
    def in_force(self, on):
        """Running on day ``on``, to a deputy who still belongs to the office that day."""
        colleague = Membership.objects.in_force(on).filter(
            user=OuterRef("deputy"), organisation=OuterRef("organisation")
        )
        return self.overlapping(on, on).filter(Exists(colleague))

    def overlapping(self, first, last):
        return self.filter(ended_at__isnull=True, valid_from__lte=last, valid_until__gte=first)


class Delegation(models.Model):
    """委托代办: while one person is away, a colleague holds that person's duties beside their own.

    Signatures stay the deputy's: what a person has signed in an application binds them, whoever
    they stood in for (R67).
    """

    absent = models.ForeignKey(
        "registry.User", models.PROTECT, related_name="delegations", verbose_name="离岗人员"
    )
    deputy = models.ForeignKey(
        "registry.User", models.PROTECT, related_name="deputised", verbose_name="代办人"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name="机构"
    )
    valid_from = models.DateField("起")
    valid_until = models.DateField("止（含当日）")
    because = models.CharField("事由", max_length=200)
    made_by = models.ForeignKey(
        "registry.User", models.PROTECT, related_name="+", verbose_name="登记人"
    )
    made_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("提前结束时间", null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托代办"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="delegation_days_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("deputy")), name="delegation_to_somebody_else"
            ),
        ]

    def __str__(self):
        return f"{self.absent}委托{self.deputy}（{self.valid_from}至{self.valid_until}）"
