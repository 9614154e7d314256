"""What the office tells the applicant: each letter once, kept, with the time it was read."""

from django.db import models
from django.db.models import Q


class LetterQuerySet(models.QuerySet):
    def closed(self):
        """Formal letters that nobody has opened."""
        letters = self.filter(read_at__isnull=True, voided_at__isnull=True)
        return letters.filter(kind__in=Letter.FORMAL)


class Letter(models.Model):
    """告知: one written message about one item, shown in the portal (R58: feedback in writing)."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "收件回执"
        ACCEPTED = "accepted", "区级受理通知书"
        ENDORSED = "endorsed", "工作站认可通知"
        RETURNED = "returned", "补正通知"
        REFUSED = "refused", "不予认定反馈书"
        PUBLICISED = "publicised", "区级公示通知"
        EXTENDED = "extended", "期限延长通知"
        OBJECTION = "objection", "异议核查通知"
        RESUMED = "resumed", "异议核查结果通知"
        CITY = "city", "市级复核通过通知"
        PROVINCE = "province", "省级审核备案通知"
        NATIONAL = "national", "全国公示通知"
        LISTED = "listed", "列入目录通知"
        TERMINATED = "terminated", "终止通知"
        REVIEW = "review", "重新审核通知"
        AGAIN = "again", "重新公示通知"
        RENEWAL = "renewal", "再次申请提醒"
        CHANGE = "change", "变更办理通知"
        SUSPENDED = "suspended", "暂停通知"
        REINSTATED = "reinstated", "恢复通知"
        REMOVED = "removed", "清理通知"
        ON_HOLD = "held", "暂缓办理通知"
        TAKEN_BACK = "taken_back", "意见收回通知"
        CORRECTED = "corrected", "更正通知"

    #: Those that decide or ask for something: opened by a deliberate act, which is kept (R58).
    FORMAL = (
        *(Kind.RETURNED, Kind.REFUSED, Kind.OBJECTION, Kind.LISTED),
        *(Kind.TERMINATED, Kind.REVIEW, Kind.SUSPENDED, Kind.REMOVED),
    )

    item = models.ForeignKey(
        "applications.Item", models.PROTECT, related_name="letters", verbose_name="申请产品"
    )
    kind = models.CharField("种类", max_length=12, choices=Kind)
    text = models.TextField("内容")
    sent_at = models.DateTimeField("发出时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    voided_at = models.DateTimeField(
        "作废时间", null=True, blank=True, help_text="所依据的意见已收回或者退回"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "告知"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(kind="refused"), name="letter_one_feedback_per_item"
            )
        ]

    def __str__(self):
        return f"{self.item} {self.get_kind_display()}"

    @property
    def is_closed(self):
        """Whether it still waits to be opened; news of the progress is never sealed."""
        is_unread = self.read_at is None and self.voided_at is None
        return is_unread and self.kind in self.FORMAL
