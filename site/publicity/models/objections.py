"""Objections to products under publicity: received in any form, named or anonymous (A10, A11)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from doors.models import Receipted
from files.vault import SealedTextField
from rules.vocabulary import OBJECTION_CHANNELS

from .windows import PublicityEntry


class ObjectionQuerySet(models.QuerySet):
    def open(self):
        """Received and not yet answered: while one is open, its product moves nowhere."""
        return self.filter(answered_at__isnull=True)

    def left_open(self):
        """Unanswered although the product is before the public no more (withdrawn, ended)."""
        return self.open().filter(entry__closed_at__isnull=False)

    def about(self, item):
        return self.filter(entry__item=item)


class Objection(Receipted):
    """异议: what someone said against one publicised product; who said it only the handler sees."""

    class Finding(models.TextChoices):
        UPHELD = "upheld", "成立"
        REJECTED = "rejected", "不成立"
        WITHDRAWN = "withdrawn", "异议人撤回"

    receipt_no = models.UUIDField("回执号", default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(
        PublicityEntry, models.PROTECT, related_name="objections", verbose_name="公示内容"
    )
    channel = models.CharField("来源", max_length=16, choices=OBJECTION_CHANNELS)
    received_at = models.DateTimeField("收到时间")
    answer_due_on = models.DateField("答复期限")
    due_is_provisional = models.BooleanField("期限为暂计", default=False)
    content = models.TextField("内容", max_length=4000)
    person_name = SealedTextField("姓名", blank=True)
    person_contact = SealedTextField("联系方式", blank=True)
    finding = models.CharField("核查结论", max_length=10, choices=Finding, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="核查人",
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True, answered_by__isnull=True, finding="", answer=""
                )
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(finding="")
                    & ~Q(answer="")
                ),
                name="objection_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("received_at")),
                name="objection_answered_after_received",
            ),
        ]

    def __str__(self):
        return f"对{self.entry.product_name}的异议"

    @property
    def is_anonymous(self):
        return not self.person_name
