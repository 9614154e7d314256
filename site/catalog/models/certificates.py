"""Certificates (catalogue entries) as an event log, with one live entry per product."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rules.lifecycle import CertificateOp, CertificateStatus
from rules.periods import renewal_opens
from rules.vocabulary import CERTIFICATE_REASONS

STATUSES = [(status.value, status.label) for status in CertificateStatus]
OPS = [
    (CertificateOp.ADD.value, "列入"),
    (CertificateOp.UPDATE.value, "调整"),
    (CertificateOp.SUSPEND.value, "暂停"),
    (CertificateOp.RESUME.value, "恢复"),
    (CertificateOp.EXPIRE.value, "到期"),
    (CertificateOp.REMOVE.value, "清理"),
]
LIVE = (CertificateStatus.ACTIVE.value, CertificateStatus.SUSPENDED.value)
ENDED = (CertificateStatus.EXPIRED.value, CertificateStatus.REMOVED.value)


class CertificateQuerySet(models.QuerySet):
    """Adjectives over days, so a late scheduler can never show an expired entry as valid."""

    def in_force(self, on):
        """Active and inside their validity on day ``on``."""
        return self.filter(status=CertificateStatus.ACTIVE, valid_from__lte=on, valid_until__gte=on)

    def live(self):
        """Neither expired nor removed: at most one per product."""
        return self.filter(status__in=LIVE)

    def overdue(self, on):
        """Live although their last day has passed: work for the clock."""
        return self.live().filter(valid_until__lt=on)


class Certificate(models.Model):
    """目录条目: the certification of one product for its validity (requirements §2.7).

    ``status`` is the projection of the events, moved only together with one by ``services``.
    """

    number = models.CharField("证书编号", max_length=24, unique=True)
    product = models.ForeignKey(
        "catalog.Product", models.PROTECT, related_name="certificates", verbose_name="产品"
    )
    version = models.ForeignKey(
        "catalog.ProductVersion", models.PROTECT, related_name="+", verbose_name="产品版本"
    )
    applicant = models.ForeignKey(
        "registry.Applicant", models.PROTECT, related_name="certificates", verbose_name="申请单位"
    )
    ruleset = models.ForeignKey(
        "registry.RuleSet", models.PROTECT, related_name="+", verbose_name="规则版本"
    )
    status = models.CharField("状态", max_length=10, choices=STATUSES)
    listed_on = models.DateField("列入日期")
    valid_from = models.DateField("有效期起")
    valid_until = models.DateField("有效期止（含当日）")
    district_from = models.DateField("区级公示起")
    district_until = models.DateField("区级公示止")
    national_from = models.DateField("全国公示起", null=True, blank=True)
    national_until = models.DateField("全国公示止", null=True, blank=True)
    renewal_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewals", verbose_name="续自"
    )
    renewal_sought_on = models.DateField("再次申请提交日期", null=True, blank=True)
    exited_on = models.DateField("自愿退出日期", null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目录条目"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(status__in=LIVE), name="certificate_one_live"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from"), valid_from__gte=F("listed_on")),
                name="certificate_validity_in_order",
            ),
            models.CheckConstraint(
                condition=Q(district_until__gte=F("district_from"))
                & Q(listed_on__gt=F("district_until")),
                name="certificate_district_publicity_in_order",
            ),
            models.CheckConstraint(
                condition=Q(national_from__isnull=True, national_until__isnull=True)
                | Q(national_until__gte=F("national_from"), listed_on__gt=F("national_until")),
                name="certificate_national_publicity_in_order",
            ),
            models.CheckConstraint(
                condition=Q(exited_on__isnull=True) | Q(status__in=ENDED),
                name="certificate_exited_is_ended",
            ),
        ]

    def __str__(self):
        return self.number

    def status_on(self, on):
        """The status that is true on day ``on``, whether or not the clock has run since."""
        if self.status in LIVE and on > self.valid_until:
            return CertificateStatus.EXPIRED
        return CertificateStatus(self.status)

    def status_text(self, on):
        """The status of day ``on`` in words, with what the word alone does not tell (A18)."""
        status = self.status_on(on)
        if status is CertificateStatus.EXPIRED and self.exited_on:
            return "已自愿退出"
        if status is CertificateStatus.EXPIRED and self.renewal_sought_on:
            return "已到期（再次申请中）"
        return status.label

    def is_live(self, on):
        """Whether the entry may be shown and used on day ``on`` (a suspended one may not be)."""
        return self.status_on(on) is CertificateStatus.ACTIVE

    def publication(self, kind):
        """The platform's announcement of ``kind`` as it stands, None where none is recorded."""
        rows = self.publications.all()  # as it was prefetched
        return next((row for row in rows if row.kind == kind and not row.withdrawn_at), None)

    @property
    def external_url(self):
        """Where the platform announced the listing (R16); empty while nobody has recorded it."""
        row = self.publication("listing")
        return row.address if row else ""

    @property
    def renewal_opens_on(self):
        """The first day on which a renewal may be asked for (办法四（二）, A16)."""
        return renewal_opens(self.valid_until, self.ruleset.renewal_window_months)

    def is_renewable(self, on):
        """Inside the renewal window, or already expired; never once removed or left (A16, A17)."""
        status = self.status_on(on)
        if self.exited_on or self.renewal_sought_on or self.renewals.all():
            return False
        return status is CertificateStatus.EXPIRED or (
            status is not CertificateStatus.REMOVED and on >= self.renewal_opens_on
        )


class CertificateEvent(models.Model):
    """目录事件: one exported change of a certificate; the only way its status moves."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="events", verbose_name="目录条目"
    )
    version = models.PositiveIntegerField("记录版本")
    op = models.CharField("操作", max_length=8, choices=OPS)
    status = models.CharField("其后状态", max_length=10, choices=STATUSES)
    product_version = models.ForeignKey(
        "catalog.ProductVersion", models.PROTECT, related_name="+", verbose_name="产品版本"
    )
    effective_at = models.DateTimeField("生效时间")
    reason = models.CharField("原因", max_length=20, choices=CERTIFICATE_REASONS)
    basis_doc_no = models.CharField("依据文号", max_length=60, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办"
    )

    class Meta:
        verbose_name = verbose_name_plural = "目录事件"
        ordering = ["certificate", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "version"], name="certificateevent_numbered"
            ),
            models.CheckConstraint(
                condition=~Q(op="remove") | ~Q(basis_doc_no=""),
                name="certificateevent_removal_has_a_decision",
                violation_error_message="清理必须有决定文号",
            ),
        ]

    def __str__(self):
        return f"{self.certificate} #{self.version} {self.title}"

    @property
    def title(self):
        """What happened; an entry that its holder left did not run out (R42)."""
        return "自愿退出" if self.reason == "voluntary_exit" else self.get_op_display()
