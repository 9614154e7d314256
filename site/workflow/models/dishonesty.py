"""What hangs on an entry of the dishonesty register: its files, its letters, its repair."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from doors.models import Evidence, EvidenceLook


class DishonestyRepair(models.Model):
    """信用修复申请: the unit asks that its entry ends before its term, and what the head said."""

    entry = models.ForeignKey(
        "registry.DishonestyEntry", models.PROTECT, related_name="repairs", verbose_name="失信登记"
    )
    text = models.TextField("整改情况", max_length=4000)
    applied_at = models.DateTimeField("申请时间")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人"
    )
    is_accepted = models.BooleanField("准予修复", null=True, blank=True)
    answer = models.TextField("决定理由", blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "信用修复申请"
        ordering = ["-applied_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(decided_at__isnull=True),
                name="dishonestyrepair_one_open",
            ),
            models.CheckConstraint(
                condition=Q(is_accepted__isnull=True, decided_at__isnull=True)
                & Q(decided_by__isnull=True)
                | Q(is_accepted__isnull=False, decided_at__gte=F("applied_at"))
                & Q(decided_by__isnull=False)
                & ~Q(answer=""),
                name="dishonestyrepair_answer_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.entry}的信用修复申请"


class DishonestyFile(Evidence):
    """失信登记文件: one file of the office's evidence, of the unit's defence, or of a repair."""

    class Kind(models.TextChoices):
        EVIDENCE = "evidence", "证据"
        DEFENCE = "defence", "陈述申辩材料"
        REPAIR = "repair", "整改材料"

    entry = models.ForeignKey(
        "registry.DishonestyEntry", models.PROTECT, related_name="evidence", verbose_name="失信登记"
    )
    kind = models.CharField("种类", max_length=8, choices=Kind)

    class Meta(Evidence.Meta):
        verbose_name = verbose_name_plural = "失信登记文件"


class DishonestyFileView(EvidenceLook):
    """失信登记文件查阅: one look at such a file."""

    evidence = models.ForeignKey(
        DishonestyFile, models.PROTECT, related_name="views", verbose_name="失信登记文件"
    )

    class Meta(EvidenceLook.Meta):
        verbose_name = verbose_name_plural = "失信登记文件查阅"


class UnitLetter(models.Model):
    """单位告知: one written message to a unit about an entry, with the time it was read."""

    class Kind(models.TextChoices):
        NOTICE = "notice", "告知书"
        EXTENDED = "extended", "陈述申辩期限延长通知"
        REGISTERED = "registered", "登记决定书"
        WITHDRAWN = "withdrawn", "不予登记（撤销）通知"
        REPAIR = "repair", "信用修复决定书"
        LAPSED = "lapsed", "期满解除通知"

    entry = models.ForeignKey(
        "registry.DishonestyEntry", models.PROTECT, related_name="letters", verbose_name="失信登记"
    )
    kind = models.CharField("种类", max_length=12, choices=Kind)
    text = models.TextField("内容")
    sent_at = models.DateTimeField("发出时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位告知"
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"{self.entry} {self.get_kind_display()}"
