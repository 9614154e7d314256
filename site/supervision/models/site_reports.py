"""我为政府网站找错: what readers find wrong on the site, and the answer within three days."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from doors.models import Receipted
from files.vault import SealedTextField
from rules.vocabulary import SITE_REPORT_KINDS, SITE_REPORT_RESULTS


class SiteReportQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answered_at__isnull=True)

    def late(self, on):
        return self.waiting().filter(due_on__lt=on)


class SiteReport(Receipted):
    """网站找错: one mistake that somebody found; who it was is sealed and may stay unsaid."""

    page_url = models.CharField("网页地址", max_length=500, blank=True)
    kind = models.CharField("问题类型", max_length=12, choices=SITE_REPORT_KINDS)
    content = models.TextField("问题描述", max_length=1000)
    person_contact = SealedTextField("联系方式", blank=True)
    received_at = models.DateTimeField("收到时间", db_index=True)
    due_on = models.DateField("答复期限")
    due_is_provisional = models.BooleanField("期限为暂计", default=False)
    result = models.CharField("处理结果", max_length=10, choices=SITE_REPORT_RESULTS, blank=True)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="答复人",
    )

    objects = SiteReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "网站找错"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                & Q(result="", answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(result="")
                & ~Q(answer=""),
                name="sitereport_answer_is_whole",
            )
        ]

    def __str__(self):
        return f"网站找错 {self.number}"
