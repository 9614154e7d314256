"""What is known of the addresses of other sites that documents lead to."""

from django.db import models

MOST = 500


class OuterLink(models.Model):
    """站外链接: one address of another site in a document, and what it answered last.

    ``problem`` is in words for an editor, empty where the address answered or was never asked.
    """

    address = models.URLField("网址", max_length=MOST, unique=True)
    wanted_at = models.DateTimeField("最近一次用到的时间")
    looked_at = models.DateTimeField("检查时间", null=True, blank=True)
    problem = models.CharField("问题", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "站外链接"
        ordering = ["address"]
        indexes = [models.Index(fields=["looked_at"], name="outer_link_looked_at")]

    def __str__(self):
        return self.address
