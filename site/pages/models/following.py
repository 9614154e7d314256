"""What the public can read, as whoever follows it was last told: one row per thing, never two."""

from django.db import models


class PublicItem(models.Model):
    """公开内容: one public thing under its lasting key, with the number of its last change.

    A thing that changes again takes a new ``sequence``, so that a follower who has read up to a
    number has only to read what lies above it. ``is_gone`` marks what is public no longer.
    """

    class Because(models.TextChoices):
        """为何不再公开."""

        TAKEN_DOWN = "taken_down", "撤下"
        REMOVED = "removed", "清理"
        EXPIRED = "expired", "到期"

    kind = models.CharField("种类", max_length=12)
    key = models.CharField("编号", max_length=40)
    path = models.CharField("接口地址", max_length=300)
    sequence = models.PositiveBigIntegerField("变动序号", unique=True)
    digest = models.CharField("内容摘要", max_length=64, blank=True)
    is_gone = models.BooleanField("已不公开", default=False)
    because = models.CharField("原因", max_length=10, choices=Because, blank=True)
    changed_at = models.DateTimeField("变动时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开内容"
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="publicitem_once"),
            models.CheckConstraint(
                condition=models.Q(is_gone=True) ^ models.Q(because=""),
                name="publicitem_gone_has_its_reason",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class Following(models.Model):
    """公开变动核对: when the public things were last compared, and what had been done by then.

    There is none until somebody follows: a site that nobody follows compares nothing.
    """

    stamp = models.CharField("核对依据", max_length=200, blank=True)
    done_at = models.DateTimeField("核对时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开变动核对"

    def __str__(self):
        return f"{self.done_at}"


class ToldText(models.Model):
    """对外文本核对: what a feed or the sitemap last said (its digest), and since when."""

    address = models.CharField("网址", max_length=200, unique=True)
    digest = models.CharField("内容摘要", max_length=64)
    changed_at = models.DateTimeField("变动时间")

    class Meta:
        verbose_name = verbose_name_plural = "对外文本核对"

    def __str__(self):
        return f"{self.address} {self.changed_at}"
