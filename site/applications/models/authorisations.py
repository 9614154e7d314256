"""Letters of authority: who may sign for an applicant besides its legal representative (R86)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from files.models import FileHolder, HolderManager


class AuthorisationQuerySet(models.QuerySet):
    def in_force(self, on):
        """Accepted by the office, not withdrawn, and valid on day ``on``."""
        return self.filter(
            state=Authorisation.State.ACCEPTED, valid_from__lte=on, valid_until__gte=on
        )

    def names(self, name, on):
        """Whether one of them, in force on ``on``, names ``name`` (spaces do not count)."""
        names = self.in_force(on).values_list("agent_name", flat=True)
        return "".join(name.split()) in {"".join(each.split()) for each in names}

    def waiting(self):
        return self.filter(state=Authorisation.State.WAITING)


class Authorisation(FileHolder):
    """授权委托书: names an agent for a time; it counts once the office has checked it."""

    class State(models.TextChoices):
        WAITING = "waiting", "待核对"
        ACCEPTED = "accepted", "已核对"
        REFUSED = "refused", "未通过"
        WITHDRAWN = "withdrawn", "已撤销"

    uid = models.UUIDField("标识", default=uuid.uuid4, unique=True, editable=False)
    applicant = models.ForeignKey(
        "registry.Applicant",
        models.PROTECT,
        related_name="authorisations",
        verbose_name="申请单位",
    )
    agent_name = models.CharField("受托人姓名", max_length=40)
    valid_from = models.DateField("授权起")
    valid_until = models.DateField("授权止（含当日）")
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    checked_at = models.DateTimeField("核对时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核对人",
    )
    because = models.CharField("未通过原因", max_length=300, blank=True)

    objects = HolderManager.from_queryset(AuthorisationQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "授权委托书"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="authorisation_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="authorisation_check_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "refused"]) | Q(checked_at__isnull=False),
                name="authorisation_verdict_has_a_checker",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(because=""),
                name="authorisation_refusal_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.applicant} 授权委托书第{self.pk}号"

    @property
    def is_live(self):
        return self.state in (self.State.WAITING, self.State.ACCEPTED)


class AuthorisationAccess(models.Model):
    """授权书查阅记录: one view of a letter of authority: it names a natural person."""

    authorisation = models.ForeignKey(
        Authorisation, models.PROTECT, related_name="accesses", verbose_name="授权委托书"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="查阅人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "授权书查阅记录"
        ordering = ["-at"]

    def __str__(self):
        return f"{self.user} {self.authorisation}"
