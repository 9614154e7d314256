"""Four eyes: an opinion that its author has finished and a head has not yet signed off."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from files.models import FileHolder

from .decisions import OPINIONS, Opinion


class ProposalQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decided_at__isnull=True)


class OpinionProposal(models.Model):
    """拟办意见: what a reviewer proposes to sign, waiting for the head of their office.

    Nothing has happened to the item yet: its task stays with the reviewer until the head approves
    (the opinion is signed then, in one transaction) or sends it back.
    """

    class Decision(models.TextChoices):
        APPROVED = "approved", "同意签发"
        RETURNED = "returned", "退回修改"

    item = models.ForeignKey(
        "applications.Item", models.PROTECT, related_name="proposals", verbose_name="申请产品"
    )
    step = models.CharField("环节", max_length=10, choices=OPINIONS)
    task = models.ForeignKey(
        "viewflow.Task", models.PROTECT, related_name="proposals", verbose_name="任务"
    )
    values = models.JSONField("意见内容", encoder=DjangoJSONEncoder)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals", verbose_name="拟办人"
    )
    proposed_at = models.DateTimeField("拟办时间")
    decision = models.CharField("审签结果", max_length=8, choices=Decision, blank=True)
    note = models.CharField("审签意见", max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审签人",
    )
    decided_at = models.DateTimeField("审签时间", null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "拟办意见"
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(decided_at__isnull=True),
                name="opinionproposal_one_open_per_task",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | Q(decided_at__gte=F("proposed_at"), decided_by__isnull=False)
                & ~Q(decision="")
                & ~Q(decided_by=F("proposed_by")),
                name="opinionproposal_decided_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.get_step_display()}（{self.proposed_by}拟办）"

    @property
    def result_label(self):
        return Opinion.Result(self.values["result"]).label


class ProposalFile(FileHolder):
    """拟办附件: one file that a proposed opinion rests on."""

    proposal = models.ForeignKey(
        OpinionProposal, models.PROTECT, related_name="files", verbose_name="拟办意见"
    )

    class Meta:
        verbose_name = verbose_name_plural = "拟办附件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "file"], name="proposalfile_once")
        ]

    def __str__(self):
        return self.name
