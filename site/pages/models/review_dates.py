"""When a public page is to be looked through again, and what came of it."""

from django.conf import settings
from django.db import models
from wagtail.models import Page


class ReviewDate(models.Model):
    """复核日期: the day by which somebody reads a page again; its history is in the audit trail."""

    page = models.OneToOneField(
        Page, models.CASCADE, related_name="review_date", verbose_name="页面"
    )
    due_on = models.DateField("下次复核日期", db_index=True)
    note = models.CharField("复核情况", max_length=200)
    set_at = models.DateTimeField("登记时间")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "复核日期"
        ordering = ["due_on", "pk"]

    def __str__(self):
        return f"{self.page.title} {self.due_on}"
